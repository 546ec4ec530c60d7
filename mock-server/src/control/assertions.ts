import { AssertionError } from 'node:assert';

type Plain = Readonly<Record<string, unknown>>;

/**
 * Compares a list with what is expected of it, member by member: what the expectation does not name does not matter.
 *
 * @throws AssertionError that test runners show as a difference
 */
export function assertList(what: string, actual: readonly object[], expected: readonly object[]): void {
  const seen = actual.map((each, index) => pick(each as Plain, expected[index] as Plain | undefined));
  if (JSON.stringify(seen) === JSON.stringify(expected.map((each) => sorted(each as Plain)))) return;
  throw new AssertionError({
    message: `the ${what} of the mock are not as expected: ${actual.length} there, ${expected.length} expected`,
    actual: seen,
    expected: expected.map((each) => sorted(each as Plain)),
    operator: 'deepStrictEqual',
  });
}

/** Of an object, what the expectation names; all of it where nothing was expected. */
function pick(actual: Plain, expected: Plain | undefined): Plain {
  if (expected === undefined) return actual;
  const picked = Object.keys(expected).map((name): [string, unknown] => {
    const [value, wanted] = [actual[name], expected[name]];
    return [name, isPlain(value) && isPlain(wanted) ? pick(value, wanted) : value];
  });
  return sorted(Object.fromEntries(picked));
}

/** The same members in one order, so that the order in which they were written does not matter. */
function sorted(object: Plain): Plain {
  const members = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, value]) => [name, isPlain(value) ? sorted(value) : value]));
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
