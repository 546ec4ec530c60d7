import { excerpt } from './shorten.js';

/** `; did you mean x?`, where one of the known names is near; else nothing. Case and hyphens do not count. */
export function suggestion(name: string, known: readonly string[], sign = (found: string) => found): string {
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, '');
  const { length } = plain(name);
  const most = length < 3 ? 1 : length < 6 ? 2 : 3;
  const [nearest] = known
    .map((each) => ({ each, far: distance(plain(name), plain(each)) }))
    .filter(({ far }) => far <= most)
    .sort((a, b) => a.far - b.far);
  return nearest === undefined ? '' : `; did you mean ${sign(nearest.each)}?`;
}

/** Returns how many letters have to be put in, taken out or changed to make one text of the other (Levenshtein). */
export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [index, letter] of [...from].entries()) {
    const above = row;
    row = [index + 1];
    for (let at = 1; at <= to.length; at += 1) {
      const changed = (above[at - 1] ?? 0) + (letter === to[at - 1] ? 0 : 1);
      row.push(Math.min(changed, (above[at] ?? 0) + 1, (row[at - 1] ?? 0) + 1));
    }
  }
  return row.at(-1) ?? 0;
}

/** Returns what is wrong with the first member that nobody knows, and the name that was probably meant; else undefined. */
export function unknownMember(what: string, given: object, names: readonly string[]): string | undefined {
  const name = Object.keys(given).find((each) => !names.includes(each));
  return name === undefined
    ? undefined
    : `unknown ${what} ${JSON.stringify(excerpt(name, 80))}${suggestion(name, names) || `; there are ${names.join(', ')}`}`;
}
