import type { Setting } from './setting.js';

/** A sheet of paper, and the pages on it, counted from 1. */
export interface Sheet {
  readonly number: number;
  readonly front: number;
  /** The page on its back; `null` if the back stays blank, absent if the job prints on one side. */
  readonly back?: number | null;
}

type Order = Pick<Setting, 'sided' | 'isReverse'>;
type Stack = Order & Pick<Setting, 'copies' | 'isCollated'>;

/** Returns the sheets of one copy, in the order in which the printer puts them out. */
export function sheetsOf(pages: number, { sided, isReverse }: Order): readonly Sheet[] {
  const perSheet = sided === 'none' ? 1 : 2;
  const sheets = Array.from({ length: Math.ceil(pages / perSheet) }, (_, at): Sheet => {
    const front = at * perSheet + 1;
    if (perSheet === 1) return { number: at + 1, front };
    return { number: at + 1, front, back: front < pages ? front + 1 : null };
  });
  return isReverse ? sheets.reverse() : sheets;
}

/** Returns how the sheets of all copies lie in the tray; without a number of pages, as much as is known. */
export function stackText(
  pages: number | undefined,
  { sided, isReverse, copies, isCollated }: Stack,
): string {
  const sheets = pages === undefined ? undefined : sheetsOf(pages, { sided, isReverse }).length;
  return [
    copiesText(sheets, copies, isCollated),
    ...(sided === 'none' ? [] : [`turned over the ${sided} edge`]),
    ...(isReverse ? ['last page first'] : []),
  ]
    .filter((text) => text !== '')
    .join(', ');
}

function copiesText(sheets: number | undefined, copies: number, isCollated: boolean): string {
  if (sheets === undefined) return copies === 1 ? '' : isCollated ? 'set by set' : 'page by page';
  const count = sheets === 1 ? '1 sheet' : `${sheets} sheets`;
  if (copies === 1) return count;
  if (sheets === 1) return `${copies} copies of 1 sheet`;
  return isCollated ? `${copies} sets of ${count}` : `${count}, page by page: each ${copies} times`;
}

/** Width and height, in any unit. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Returns paper as a printer turns it for a page or an image: upright or landscape, as that is. */
export function turnedFor<T extends Size>(paper: T, content: Size): T {
  const isLandscape = content.width > content.height;
  const isPaperLandscape = paper.width > paper.height;
  if (isLandscape === isPaperLandscape || content.width === content.height) return paper;
  return { ...paper, width: paper.height, height: paper.width };
}
