import { closestMatch } from 'leven';

/** `; did you mean x?`, where one of the known names is near; else nothing. Case and hyphens do not count. */
export function suggestion(name: string, known: readonly string[], sign = (found: string) => found): string {
  const plain = (text: string) => text.toLowerCase().replace(/[-_]/g, '');
  const names = new Map(known.map((each) => [plain(each), each]));
  const { length } = plain(name);
  const maxDistance = length < 3 ? 1 : length < 6 ? 2 : 3;
  const found = names.get(closestMatch(plain(name), [...names.keys()], { maxDistance }) ?? '');
  return found === undefined ? '' : `; did you mean ${sign(found)}?`;
}
