import { paperOf } from './papers.js';

export type Version = 1 | 2;

/** A kind of paper in one size, and the settings for it, in the words of the version. */
interface PaperType {
  readonly word: string;
  readonly borderless: boolean;
  readonly sources: readonly string[];
  readonly qualities: readonly string[];
  readonly twoSided: boolean;
}

/** The capability of a printer in one print mode. */
export interface Capability {
  readonly colors: readonly string[];
  readonly sizes: readonly { readonly word: string; readonly types: readonly PaperType[] }[];
}

/** A print setting that somebody has chosen, in the words of the version. */
export interface Chosen {
  readonly size: string;
  readonly type: string;
  readonly quality: string;
  readonly source: string;
  readonly color: string;
  readonly borderless: boolean;
  readonly sided: string;
  readonly copies: number;
  readonly reverse: boolean;
  readonly collate: boolean;
}

/** The names of the members of a capability and of a print setting, by version. */
const MEMBERS = {
  1: {
    colors: 'color_modes',
    sizes: 'media_sizes',
    size: 'media_size',
    types: 'media_types',
    type: 'media_type',
    sources: 'sources',
    qualities: 'print_qualities',
    quality: 'print_quality',
    source: 'source',
    color: 'color_mode',
    sided: '2_sided',
    reverse: 'reverse_order',
  },
  2: {
    colors: 'colorModes',
    sizes: 'paperSizes',
    size: 'paperSize',
    types: 'paperTypes',
    type: 'paperType',
    sources: 'paperSources',
    qualities: 'printQualities',
    quality: 'printQuality',
    source: 'paperSource',
    color: 'colorMode',
    sided: 'doubleSided',
    reverse: 'reverseOrder',
  },
} as const;

type Json = Readonly<Record<string, unknown>>;

const list = <T>(of: unknown) => (Array.isArray(of) ? (of as readonly T[]) : []);

/** Reads the capability of a printer as a version answers it. */
export function readCapability(version: Version, answer: Json): Capability {
  const name = MEMBERS[version];
  return {
    colors: list(answer[name.colors]),
    sizes: list<Json>(answer[name.sizes]).map((size) => ({
      word: String(size[name.size]),
      types: list<Json>(size[name.types]).map((type) => ({
        word: String(type[name.type]),
        borderless: type['borderless'] === true,
        sources: list(type[name.sources]),
        qualities: list(type[name.qualities]),
        twoSided: type[name.sided] === true,
      })),
    })),
  };
}

/** Returns the sizes, types and so on that can be chosen together with what is chosen. */
export function optionsOf({ sizes, colors }: Capability, { size, type }: Chosen) {
  const types = sizes.find(({ word }) => word === size)?.types ?? [];
  const of = types.find(({ word }) => word === type);
  return {
    sizes: sizes.map(({ word }) => word),
    types: types.map(({ word }) => word),
    sources: of?.sources ?? [],
    qualities: of?.qualities ?? [],
    colors,
    borderless: of?.borderless ?? false,
    twoSided: of?.twoSided ?? false,
  };
}

const USUAL: Chosen = {
  size: '_a4',
  type: '_plainpaper',
  quality: 'normal',
  source: 'auto',
  color: 'color',
  borderless: false,
  sided: 'none',
  copies: 1,
  reverse: false,
  collate: true,
};

/** Returns what is wished for as far as the printer can do it, and else its first choice. */
export function fit(capability: Capability, wish: Chosen = USUAL): Chosen {
  // A size has other words in the other version, but the same end.
  const nearest = (words: readonly string[], wished: string) =>
    words.find((word) => word === wished) ??
    words.find((word) => word.slice(2) === wished.slice(wished.indexOf('_'))) ??
    words[0] ??
    wished;
  const size = nearest(
    capability.sizes.map(({ word }) => word),
    wish.size,
  );
  const type = nearest(optionsOf(capability, { ...wish, size }).types, wish.type);
  const options = optionsOf(capability, { ...wish, size, type });
  const sided = options.twoSided ? wish.sided : 'none';
  const among = (words: readonly string[], wished: string) =>
    words.includes(wished) ? wished : (words[0] ?? wished);
  return {
    ...wish,
    size,
    type,
    quality: among(options.qualities, wish.quality),
    source: among(options.sources, wish.source),
    color: among(options.colors, wish.color),
    borderless: options.borderless && wish.borderless,
    sided,
    // On both sides the host prints in this order only.
    ...(sided === 'none' ? {} : { reverse: false, collate: true }),
  };
}

/** Returns a print setting as a version takes it. */
export function settingFor(version: Version, chosen: Chosen): Json {
  const name = MEMBERS[version];
  return {
    [name.size]: chosen.size,
    [name.type]: chosen.type,
    borderless: chosen.borderless,
    [name.quality]: chosen.quality,
    [name.source]: chosen.source,
    [name.color]: chosen.color,
    [name.sided]: chosen.sided,
    [name.reverse]: chosen.reverse,
    copies: chosen.copies,
    collate: chosen.collate,
  };
}

const TYPES: Readonly<Record<string, string>> = {
  plainpaper: 'Plain paper',
  photopaper: 'Photo paper',
  hagaki: 'Postcard',
  hagakiphoto: 'Glossy postcard',
  hagakiinkjet: 'Ink-jet postcard',
};

/** Returns a word of a setting in the words of people. */
export function wordText(word: string): string {
  if (/^[mp]s_/.test(word)) return paperOf(word).name;
  const plain = word.replace(/^[mp]t_/, '');
  const text = TYPES[plain] ?? plain.replace(/(?<=[a-z])(?=\d)/, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
