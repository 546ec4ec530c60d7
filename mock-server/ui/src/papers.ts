/** Width and height of paper in millimetres, by the word of either version without its beginning. */
const SIZES: Readonly<Record<string, readonly [number, number]>> = {
  a3: [297, 420],
  a4: [210, 297],
  a5: [148, 210],
  a6: [105, 148],
  b5: [182, 257],
  tabloid: [279, 431],
  letter: [216, 279],
  legal: [216, 356],
  halfletter: [140, 216],
  kg: [102, 153],
  l: [89, 127],
  '2l': [127, 178],
  '10x12': [254, 305],
  '8x10': [203, 254],
  hivision: [102, 181],
  '5x8': [130, 200],
  postcard: [100, 148],
};

const NAMES: Readonly<Record<string, string>> = {
  a3: 'A3',
  a4: 'A4',
  a5: 'A5',
  a6: 'A6',
  b5: 'B5',
  kg: '10 × 15 cm',
  l: '9 × 13 cm',
  '2l': '13 × 18 cm',
  '10x12': '10 × 12 in',
  '8x10': '8 × 10 in',
  '5x8': '5 × 8 in',
  hivision: 'Hi-Vision',
  halfletter: 'Half letter',
};

/** A sheet of paper: its name, and its size in millimetres. */
export interface Paper {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Returns the paper of a word of either version; A4 for one that is not known. */
export function paperOf(word: string): Paper {
  const key = word.replace(/^[mp]s_/, '');
  const [width, height] = SIZES[key] ?? [210, 297];
  return { name: NAMES[key] ?? key.charAt(0).toUpperCase() + key.slice(1), width, height };
}
