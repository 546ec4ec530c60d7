import type { Capability } from '../printer.js';
import type { Capability as CapabilityV2 } from '../v2/printer.js';

/** A value of a member of a print setting. */
export type LegalValue = string | number | boolean;

/** One kind of paper of one size: for every member that it decides, the values that go with it. */
export type Paper = Readonly<Record<string, readonly LegalValue[]>>;

/** The members of a print setting in the words of a version. */
export interface Wording {
  /** The required members: size, type and four more. In this order each narrows down what the next may be. */
  readonly required: readonly [size: string, type: string, source: string, ...string[]];
  /** Printing on both sides. */
  readonly sided: string;
  readonly reverse: string;
  /** True if printing on both sides leaves no choice of `reverse` and `collate`. Evidence: specification. */
  readonly isSidedStrict: boolean;
  /** The beginning of the names of paper size and type. */
  readonly paper: string;
  /** Values to choose where the printer has them; else the first that it names. */
  readonly usual: Readonly<Record<string, LegalValue>>;
}

const first: Wording = {
  required: ['media_size', 'media_type', 'source', 'print_quality', 'color_mode', 'borderless'],
  sided: '2_sided',
  reverse: 'reverse_order',
  isSidedStrict: true,
  paper: 'media_',
  usual: {
    media_size: 'ms_a4',
    media_type: 'mt_plainpaper',
    source: 'auto',
    print_quality: 'normal',
    color_mode: 'color',
    borderless: false,
  },
};

const second: Wording = {
  required: ['paperSize', 'paperType', 'paperSource', 'printQuality', 'colorMode', 'borderless'],
  sided: 'doubleSided',
  reverse: 'reverseOrder',
  isSidedStrict: false,
  paper: 'paper',
  usual: {
    paperSize: 'ps_a4',
    paperType: 'pt_plainpaper',
    paperSource: 'auto',
    printQuality: 'normal',
    colorMode: 'color',
    borderless: false,
  },
};

export const flags = [false, true];

const sides = (areTwo: boolean): string[] => (areTwo ? ['none', 'long', 'short'] : ['none']);

const isSecond = (capability: Capability | CapabilityV2): capability is CapabilityV2 =>
  'paperSizes' in capability;

/** Returns the words of the version that a capability is of. */
export const wordingOf = (capability: Capability | CapabilityV2): Wording =>
  isSecond(capability) ? second : first;

/** Returns every kind of paper of every size, as the capability lists them. */
export function papersOf(capability: Capability | CapabilityV2): Paper[] {
  if (isSecond(capability))
    return capability.paperSizes.flatMap(({ paperSize, paperTypes }) =>
      paperTypes.map((paper) => ({
        paperSize: [paperSize],
        paperType: [paper.paperType],
        paperSource: paper.paperSources,
        printQuality: paper.printQualities,
        colorMode: capability.colorModes,
        borderless: paper.borderless ? flags : [false],
        // A flag here, and a word in a setting.
        doubleSided: sides(paper.doubleSided),
      })),
    );
  return capability.media_sizes.flatMap(({ media_size, media_types }) =>
    media_types.map((paper) => ({
      media_size: [media_size],
      media_type: [paper.media_type],
      source: paper.sources,
      print_quality: paper.print_qualities,
      color_mode: capability.color_modes,
      borderless: paper.borderless ? flags : [false],
      '2_sided': sides(paper['2_sided']),
    })),
  );
}

/** Returns the values that a member may have with these papers, each once. */
export const valuesOf = (papers: readonly Paper[], field: string): LegalValue[] => [
  ...new Set(papers.flatMap((paper) => paper[field] ?? [])),
];

/** Returns the papers that go with a value of a member. */
export const papersWith = (papers: readonly Paper[], field: string, value: unknown): Paper[] =>
  papers.filter((paper) => paper[field]?.includes(value as LegalValue));
