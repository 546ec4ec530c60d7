/** What people get right of a name: `colour_mode`, `colorMode` and `Color-Modes` all read as `color_mode` does. */
const bones = (name: string): string => name.toLowerCase().replace(/[^a-z\d]|[aeiou]|s$/g, '');

/** The name that was probably meant. Printing on both sides has many names, and one on the wire. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const wanted = bones(/duplex|sided/i.test(name) ? '2_sided' : name);
  return names.find((each) => wanted[1] && (bones(each).includes(wanted) || wanted.includes(bones(each))));
}

/** A member that has no known name, and what is wrong with it. */
export interface Stranger {
  readonly name: string;
  readonly problem: string;
}

/**
 * Returns the first member that has no known name, if there is one: left out without a word, it would print otherwise
 * than was asked for. `elsewhere`: names that have their place in another object.
 */
export function strangerIn(
  given: object,
  names: readonly string[],
  said: string,
  elsewhere: readonly string[] = [],
): Stranger | undefined {
  const name = Object.keys(given).find(
    (each) => (given as Record<string, unknown>)[each] !== undefined && !names.includes(each),
  );
  if (!name) return undefined;
  const meant = nearest(name, [...names, ...elsewhere]) ?? names.join(', ');
  return { name, problem: `${said}: it may be ${meant}` };
}
