import { AssertionError } from 'node:assert';
import type { EntryView } from './entry-view.js';

type Plain = Readonly<Record<string, unknown>>;

/** Part of an object, and of the objects in it: what is expected of it. */
export type Expected<T> = {
  readonly [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : Expected<T[K]>;
};

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

/** Returns the members of an object that the expectation names, or all of them if nothing was expected. */
function pick(actual: Plain, expected: Plain | undefined): Plain {
  if (expected === undefined) return actual;
  const picked = Object.keys(expected).map((name): [string, unknown] => {
    const [value, wanted] = [actual[name], expected[name]];
    return [name, isPlain(value) && isPlain(wanted) ? pick(value, wanted) : value];
  });
  return sorted(Object.fromEntries(picked));
}

/** Sorts the members, so that the order in which they were written does not matter. */
function sorted(object: Plain): Plain {
  const members = Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, value]) => [name, isPlain(value) ? sorted(value) : value]));
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Asserts that no exchange has a rule that it broke or a warning. @throws AssertionError that names each of them */
export function assertNoWarnings(entries: readonly EntryView[]): void {
  const told = entries.flatMap(({ method, target, rule, hint, warnings }) =>
    [...(rule === null ? [] : [{ rule, hint }]), ...warnings].map(
      (each) => `${method} ${target}: ${each.rule}: ${each.hint}`,
    ),
  );
  if (told.length === 0) return;
  throw new AssertionError({
    message: `the mock has something to say of ${told.length === 1 ? 'an exchange' : `${told.length} exchanges`}:\n${told.join('\n')}`,
    actual: told,
    expected: [],
    operator: 'deepStrictEqual',
  });
}
