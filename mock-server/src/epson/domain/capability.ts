import * as v from 'valibot';
import {
  colorModeValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printQualityValues,
} from '../../generated/epson-connect.js';
import type { Capability, PrintMode } from '../../rules/contract.js';
import { check, oneOf, record } from '../../text/check.js';

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

/** A preset's name, one capability for both print modes, or one for each. */
export type CapabilityOption = PresetName | Capability | Capabilities;

const filled = <S extends v.GenericSchema<unknown>>(item: S) => {
  const expected = 'a list with something in it';
  return v.pipe(v.array(item, expected), v.nonEmpty(expected));
};

const CAPABILITY = record(
  {
    color_modes: filled(oneOf(colorModeValues)),
    media_sizes: filled(
      record(
        {
          media_size: oneOf(mediaSizeValues),
          media_types: filled(
            record(
              {
                media_type: oneOf(mediaTypeValues),
                sources: filled(oneOf(paperSourceValues)),
                print_qualities: filled(oneOf(printQualityValues)),
                borderless: v.boolean(),
                '2_sided': v.boolean(),
              },
              {},
            ),
          ),
        },
        {},
      ),
    ),
  },
  {},
);

/** @throws InvalidValue for a capability that no printer could have */
export function resolveCapabilities(option: CapabilityOption): Capabilities {
  if (typeof option === 'string')
    return PRESETS[check(oneOf(Object.keys(PRESETS) as PresetName[]), option, 'capability')];
  if ('document' in option && 'photo' in option)
    return { document: checked(option.document, 'document'), photo: checked(option.photo, 'photo') };
  const both = checked(option, 'capability');
  return { document: both, photo: both };
}

function checked(given: Capability, at: string): Capability {
  check(CAPABILITY, given, at);
  // A copy: what the caller does with the object afterwards does not change the printer.
  return structuredClone(given);
}
