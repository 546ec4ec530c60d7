import { excerpt } from '../text/shorten.js';

/** A record that is not what was written. The message says where and why. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** Reads a value, or says what is wrong with it. */
export type Shape<T> = (value: unknown, at: string) => T;

type Read<M> = { [K in keyof M]: M[K] extends Shape<infer T> ? T : never };

const wrong = (value: unknown, at: string, what: string) =>
  new ShapeError(
    `${at} is ${value === undefined ? 'missing' : excerpt(JSON.stringify(value), 80)}; it should be ${what}`,
  );

export const number: Shape<number> = (value, at) => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw wrong(value, at, 'a number');
};

export const flag: Shape<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value;
  throw wrong(value, at, 'true or false');
};

export const text: Shape<string> = (value, at) => {
  if (typeof value === 'string') return value;
  throw wrong(value, at, 'a text');
};

/** A text of a form, such as a path that must not lead anywhere else. */
export function textLike(form: RegExp): Shape<string> {
  return (value, at) => {
    if (typeof value === 'string' && form.test(value)) return value;
    throw wrong(value, at, `a text like ${String(form)}`);
  };
}

export function oneOf<T extends string | null>(values: readonly T[]): Shape<T> {
  return (value, at) => {
    const found = values.find((each) => each === value);
    if (found !== undefined) return found;
    throw wrong(value, at, `one of ${values.map(String).join(', ')}`);
  };
}

export function maybe<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined ? undefined : shape(value, at));
}

export function list<T>(shape: Shape<T>): Shape<T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw wrong(value, at, 'a list');
    return value.map((each, index) => shape(each, `${at}[${index}]`));
  };
}

/** An object with these members. Members it does not name are not read; those that are absent stay so. */
export function object<M extends Record<string, Shape<unknown>>>(members: M): Shape<Read<M>> {
  return (value, at) => {
    if (!isObject(value)) throw wrong(value, at, 'an object');
    const read: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(members)) {
      const member = shape(value[name], `${at}.${name}`);
      if (member !== undefined) read[name] = member;
    }
    return read as Read<M>;
  };
}

/** An object whose members are checked by whoever uses it. */
export const anything: Shape<object> = (value, at) => {
  if (isObject(value)) return value;
  throw wrong(value, at, 'an object');
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
