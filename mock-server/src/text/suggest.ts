import { distance } from 'fastest-levenshtein';

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
