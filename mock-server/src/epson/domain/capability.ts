/** A print mode; the two differ in what a printer can do and in how large a file may be. */
export type PrintMode = 'document' | 'photo';

// Words that both versions of the API have, but for a prefix that each puts before sizes and types, and but for the roll,
// which version 1 does not know.
// prettier-ignore
export const PAPER_SIZES = [
  'a3', 'a4', 'a5', 'a6', 'b5', 'tabloid', 'letter', 'legal', 'halfletter', 'kg', 'l', '2l', '10x12', '8x10',
  'hivision', '5x8', 'postcard',
] as const;
export const PAPER_TYPES = [
  'plainpaper',
  'photopaper',
  'hagaki',
  'hagakiphoto',
  'hagakiinkjet',
  'roll',
] as const;
export const PRINT_QUALITIES = ['high', 'normal', 'draft'] as const;
export const PAPER_SOURCES = ['auto', 'rear', 'front1', 'front2', 'front3', 'front4', 'roll'] as const;
export const COLOR_MODES = ['color', 'mono'] as const;

export type PaperSize = (typeof PAPER_SIZES)[number];
export type PaperType = (typeof PAPER_TYPES)[number];
export type PrintQuality = (typeof PRINT_QUALITIES)[number];
export type PaperSource = (typeof PAPER_SOURCES)[number];
export type ColorMode = (typeof COLOR_MODES)[number];

/** A kind of paper of one size, and how the printer prints on it. */
export interface Paper {
  readonly type: PaperType;
  readonly borderless: boolean;
  readonly sources: readonly PaperSource[];
  readonly qualities: readonly PrintQuality[];
  readonly isDuplex: boolean;
}

/** The capability of a printer in one print mode. */
export interface ModeCapability {
  readonly colorModes: readonly ColorMode[];
  /** Dots per inch. */
  readonly resolutions: readonly number[];
  readonly sizes: readonly { readonly size: PaperSize; readonly papers: readonly Paper[] }[];
}

/** The capability of a printer in each print mode. */
export type Capabilities = Readonly<Record<PrintMode, ModeCapability>>;

/** A kind of paper, and the sizes that a printer takes of it. */
interface Stock
  extends Pick<Paper, 'type' | 'sources' | 'qualities'>, Partial<Pick<Paper, 'borderless' | 'isDuplex'>> {
  readonly sizes: readonly PaperSize[];
}

/** The resolutions of every printer: those of a real one. Evidence: client. */
export const RESOLUTIONS: readonly number[] = [360, 720];

/** Returns a capability, which is ordered by size, made of what a printer takes, which is ordered by paper. */
function capabilityOf(colorModes: readonly ColorMode[], stocks: readonly Stock[]): ModeCapability {
  const sizes = [...new Set(stocks.flatMap((stock) => stock.sizes))];
  return {
    colorModes,
    resolutions: RESOLUTIONS,
    sizes: sizes.map((size) => ({
      size,
      papers: stocks
        .filter((stock) => stock.sizes.includes(size))
        .map(({ sizes: _, ...paper }) => ({ borderless: false, isDuplex: false, ...paper })),
    })),
  };
}

const OFFICE_PLAIN: Stock = {
  sizes: ['a3', 'a4', 'a5', 'a6', 'b5', 'letter', 'legal'],
  type: 'plainpaper',
  sources: ['auto', 'rear', 'front1', 'front2'],
  qualities: ['normal', 'high', 'draft'],
  isDuplex: true,
};
const OFFICE_PHOTO: Stock = {
  sizes: ['a4', '2l', 'kg', 'l'],
  type: 'photopaper',
  sources: ['auto', 'rear'],
  qualities: ['normal', 'high'],
  borderless: true,
};
const PHOTO_PAPER: Stock = {
  sizes: ['a4', 'letter', '8x10', '2l', '5x8', 'hivision', 'kg', 'l'],
  type: 'photopaper',
  sources: ['auto', 'rear', 'front1'],
  qualities: ['normal', 'high'],
  borderless: true,
};
const POSTCARDS: Stock[] = (['hagaki', 'hagakiphoto', 'hagakiinkjet'] as const).map((type) => ({
  sizes: ['postcard'],
  type,
  sources: ['auto', 'rear'],
  qualities: ['normal', 'high'],
  borderless: true,
}));
const LASER_PLAIN: Stock = {
  sizes: ['a4', 'a5', 'b5', 'letter', 'legal', 'halfletter'],
  type: 'plainpaper',
  sources: ['auto', 'front1', 'front2'],
  qualities: ['normal', 'draft'],
  isDuplex: true,
};

/** Every combination of documented values, although no printer takes them all. */
const EVERYTHING = capabilityOf(
  COLOR_MODES,
  PAPER_TYPES.map((type) => ({
    type,
    sizes: PAPER_SIZES,
    sources: PAPER_SOURCES,
    qualities: PRINT_QUALITIES,
    borderless: true,
    isDuplex: true,
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
      [{ ...OFFICE_PLAIN, sizes: ['a4', 'letter'], sources: ['auto', 'front1'], isDuplex: false }],
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

/** The name of a built-in capability: `office`, `photo`, `mono-laser` or `everything`. */
export type PresetName = keyof typeof PRESETS;

/** Returns the name of the preset that a capability is of, or nothing for one that was given. */
export function presetNameOf(capability: ModeCapability): PresetName | undefined {
  const names = Object.keys(PRESETS) as PresetName[];
  return names.find((name) => Object.values(PRESETS[name]).includes(capability));
}
