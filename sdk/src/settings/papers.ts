import type { Capability } from '../printer.js';

/** A value of a member of a print setting. */
export type LegalValue = string | number | boolean;

/** One kind of paper of one size: for every member the values that go with it. */
export type Paper = Readonly<Record<(typeof required)[number] | '2_sided', readonly LegalValue[]>>;

// In this order each member narrows down what the next may be.
export const required = [
  'media_size',
  'media_type',
  'source',
  'print_quality',
  'color_mode',
  'borderless',
] as const;

export const flags = [false, true];

/** Returns every kind of paper of every size, as the capability lists them. */
export function papersOf({ color_modes, media_sizes }: Capability): Paper[] {
  return media_sizes.flatMap(({ media_size, media_types }) =>
    media_types.map((paper) => ({
      media_size: [media_size],
      media_type: [paper.media_type],
      source: paper.sources,
      print_quality: paper.print_qualities,
      color_mode: color_modes,
      borderless: paper.borderless ? flags : [false],
      '2_sided': paper['2_sided'] ? ['none', 'long', 'short'] : ['none'],
    })),
  );
}

/** Returns the values that a member may have with these papers, each once. */
export const valuesOf = (papers: readonly Paper[], field: keyof Paper): LegalValue[] => [
  ...new Set(papers.flatMap((paper) => paper[field])),
];

/** Returns the papers that go with a value of a member. */
export const papersWith = (papers: readonly Paper[], field: keyof Paper, value: unknown): Paper[] =>
  papers.filter((paper) => paper[field].includes(value as LegalValue));
