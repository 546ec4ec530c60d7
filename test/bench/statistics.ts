/** A figure over several rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws RangeError where there is nothing to count */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [least] = sorted;
  if (least === undefined) throw new RangeError('a spread needs at least one value');
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? least;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? least) + upper) / 2;
  return { median, least, most: sorted.at(-1) ?? least };
}

/**
 * Returns the ratio of a figure to another. Round by round, so that a busy minute, which slows both, does not tell;
 * where they were measured in different numbers of rounds, beside the other's median.
 */
export function ratioOf(values: readonly number[], base: readonly number[]): Spread {
  const { median } = spreadOf(base);
  const isPaired = values.length === base.length;
  return spreadOf(values.map((value, round) => value / (isPaired ? (base[round] ?? median) : median)));
}
