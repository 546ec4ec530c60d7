import {
  colorModeValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printQualityValues,
} from '../../generated/epson-connect.js';
import type { Capability, PrintMode } from '../../rules/contract.js';

/** What a printer can do in each print mode. */
export type Capabilities = Readonly<Record<PrintMode, Capability>>;

interface Paper {
  readonly sizes: readonly string[];
  readonly type: string;
  readonly sources: readonly string[];
  readonly qualities: readonly string[];
  readonly borderless?: boolean;
  readonly twoSided?: boolean;
}

/** Lays out a capability, which goes by size, from what a printer takes, which goes by paper. */
function capabilityOf(color_modes: string[], papers: readonly Paper[]): Capability {
  const sizes = [...new Set(papers.flatMap((paper) => paper.sizes))];
  return {
    color_modes,
    media_sizes: sizes.map((media_size) => ({
      media_size,
      media_types: papers
        .filter((paper) => paper.sizes.includes(media_size))
        .map((paper) => ({
          media_type: paper.type,
          borderless: paper.borderless ?? false,
          sources: [...paper.sources],
          print_qualities: [...paper.qualities],
          '2_sided': paper.twoSided ?? false,
        })),
    })),
  };
}

const OFFICE_TRAYS = ['auto', 'rear', 'front1', 'front2'];
const OFFICE_PLAIN: Paper = {
  sizes: ['ms_a3', 'ms_a4', 'ms_a5', 'ms_a6', 'ms_b5', 'ms_letter', 'ms_legal'],
  type: 'mt_plainpaper',
  sources: OFFICE_TRAYS,
  qualities: ['normal', 'high', 'draft'],
  twoSided: true,
};
const OFFICE_PHOTO: Paper = {
  sizes: ['ms_a4', 'ms_2l', 'ms_kg', 'ms_l'],
  type: 'mt_photopaper',
  sources: ['auto', 'rear'],
  qualities: ['normal', 'high'],
  borderless: true,
};
const PHOTO_PAPER: Paper = {
  sizes: ['ms_a4', 'ms_letter', 'ms_8x10', 'ms_2l', 'ms_5x8', 'ms_hivision', 'ms_kg', 'ms_l'],
  type: 'mt_photopaper',
  sources: ['auto', 'rear', 'front1'],
  qualities: ['normal', 'high'],
  borderless: true,
};
const POSTCARDS: Paper[] = ['mt_hagaki', 'mt_hagakiphoto', 'mt_hagakiinkjet'].map((type) => ({
  sizes: ['ms_postcard'],
  type,
  sources: ['auto', 'rear'],
  qualities: ['normal', 'high'],
  borderless: true,
}));
const LASER_PLAIN: Paper = {
  sizes: ['ms_a4', 'ms_a5', 'ms_b5', 'ms_letter', 'ms_legal', 'ms_halfletter'],
  type: 'mt_plainpaper',
  sources: ['auto', 'front1', 'front2'],
  qualities: ['normal', 'draft'],
  twoSided: true,
};

/** Every combination of documented values, although no printer takes them all. */
const EVERYTHING: Capability = capabilityOf(
  [...colorModeValues],
  mediaTypeValues.map((type) => ({
    type,
    sizes: mediaSizeValues,
    sources: paperSourceValues,
    qualities: printQualityValues,
    borderless: true,
    twoSided: true,
  })),
);

/** Printers to choose from: what the first three can do is made up to the shape of real ones. */
export const PRESETS = {
  /** An office multifunction: plain paper in many sizes on both sides, some photo paper. */
  office: {
    document: capabilityOf(['color', 'mono'], [OFFICE_PLAIN]),
    photo: capabilityOf(['color', 'mono'], [OFFICE_PLAIN, OFFICE_PHOTO]),
  },
  /** A photo printer: photo paper and postcards without borders, A4 plain paper on one side. */
  photo: {
    document: capabilityOf(
      ['color', 'mono'],
      [{ ...OFFICE_PLAIN, sizes: ['ms_a4', 'ms_letter'], sources: ['auto', 'front1'], twoSided: false }],
    ),
    photo: capabilityOf(['color', 'mono'], [PHOTO_PAPER, ...POSTCARDS]),
  },
  /** A laser printer: black only, plain paper only. */
  'mono-laser': {
    document: capabilityOf(['mono'], [LASER_PLAIN]),
    photo: capabilityOf(['mono'], [LASER_PLAIN]),
  },
  /** No printer: it permits everything that is documented. */
  everything: { document: EVERYTHING, photo: EVERYTHING },
} satisfies Record<string, Capabilities>;

export type PresetName = keyof typeof PRESETS;

/** Returns the name of the preset that a capability is of, or nothing for one that was given. */
export function presetNameOf(capability: Capability): PresetName | undefined {
  const names = Object.keys(PRESETS) as PresetName[];
  return names.find((name) => Object.values(PRESETS[name]).includes(capability));
}

/** A capability that no printer could have. The message says where and what is allowed. */
export class CapabilityError extends Error {
  override readonly name = 'CapabilityError';
}

/** A preset's name, one capability for both print modes, or one for each. */
export type CapabilityOption = PresetName | Capability | Capabilities;

/** @throws CapabilityError */
export function resolveCapabilities(option: CapabilityOption): Capabilities {
  if (typeof option === 'string') {
    if (Object.hasOwn(PRESETS, option)) return PRESETS[option];
    throw new CapabilityError(
      `there is no preset "${String(option)}"; there are ${Object.keys(PRESETS).join(', ')}`,
    );
  }
  if ('document' in option && 'photo' in option) {
    return { document: checked(option.document, 'document'), photo: checked(option.photo, 'photo') };
  }
  const both = checked(option, 'capability');
  return { document: both, photo: both };
}

function checked(given: unknown, at: string): Capability {
  const capability = object(given, at);
  values(capability['color_modes'], `${at}.color_modes`, colorModeValues);
  for (const [size, atSize] of each(capability['media_sizes'], `${at}.media_sizes`)) {
    value(size['media_size'], `${atSize}.media_size`, mediaSizeValues);
    for (const [type, atType] of each(size['media_types'], `${atSize}.media_types`)) {
      value(type['media_type'], `${atType}.media_type`, mediaTypeValues);
      values(type['sources'], `${atType}.sources`, paperSourceValues);
      values(type['print_qualities'], `${atType}.print_qualities`, printQualityValues);
      for (const flag of ['borderless', '2_sided']) {
        if (typeof type[flag] !== 'boolean')
          throw new CapabilityError(`${atType}.${flag} is not true or false`);
      }
    }
  }
  // A copy: what the caller does with the object afterwards does not change the printer.
  return structuredClone(given) as Capability;
}

function object(given: unknown, at: string): Record<string, unknown> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given))
    return given as Record<string, unknown>;
  throw new CapabilityError(`${at} is not an object`);
}

function each(given: unknown, at: string): [Record<string, unknown>, string][] {
  if (!Array.isArray(given) || given.length === 0)
    throw new CapabilityError(`${at} is not a list with something in it`);
  return given.map((item, index) => [object(item, `${at}[${index}]`), `${at}[${index}]`]);
}

function value(given: unknown, at: string, known: readonly string[]): void {
  if (known.includes(given as string)) return;
  throw new CapabilityError(`${at} is ${JSON.stringify(given)}; it is one of ${known.join(', ')}`);
}

function values(given: unknown, at: string, known: readonly string[]): void {
  if (!Array.isArray(given) || given.length === 0)
    throw new CapabilityError(`${at} is not a list with something in it`);
  for (const [index, item] of given.entries()) value(item, `${at}[${index}]`, known);
}
