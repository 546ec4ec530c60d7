/**
 * Forgets the oldest entry of a map that has become larger than its bound.
 *
 * @returns the key of that entry, if there was one
 */
export function dropOldest<K>(map: Map<K, unknown>, most: number): K | undefined {
  if (map.size <= most) return undefined;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
  return oldest;
}
