import { createRequire } from 'node:module';
import type * as Levenshtein from 'fastest-levenshtein';

const load = createRequire(import.meta.url);

/** Returns how many letters have to be put in, taken out or changed to make one text of the other (Levenshtein). */
export function distance(from: string, to: string): number {
  // Loaded for the first wrong name: an import would cost every start several milliseconds.
  return (load('fastest-levenshtein') as typeof Levenshtein).distance(from, to);
}

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
