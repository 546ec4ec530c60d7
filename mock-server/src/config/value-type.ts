import { resolve } from 'node:path';
import * as v from 'valibot';
import { oneOf, type Shape } from '../text/check.js';

/** One type of value: its shape, and how it is written as text and in the config file. */
export interface ValueType<T> {
  /** The placeholder of the value in the help: `PORT`; empty for a switch. */
  readonly placeholder: string;
  /** Returns the shape of the value in the config file. Relative paths start from `folder`. */
  readonly shape: (folder: string) => Shape<T>;
  /** Converts the text of a flag or a variable to the value of the config file. Default: the text. */
  readonly fromText?: (text: string) => unknown;
  /** Converts a value to that of the config file, secrets masked. Default: the value. */
  toJson?(value: T): unknown;
  /** The JSON Schema of the value in the config file. */
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  /** Functions of a setting with several values: read a repeated flag, and merge sources. */
  readonly several?: {
    readonly fromTexts: (texts: readonly string[]) => unknown;
    /** Merges the values of two sources member by member. Without it, the higher source wins. */
    join?(under: T, over: T): T;
  };
}

/** Converts a value to that of the config file, secrets masked. */
export function toJson<T>(type: ValueType<T>, value: T): unknown {
  return type.toJson === undefined ? value : type.toJson(value);
}

/** The text that `--print-config` writes in place of a secret, and that is refused as one. */
export const MASK = '***';

/** The message on a secret that `--print-config` has masked. */
export const MASKED = 'is masked, as --print-config writes a secret; put the secret itself there';

const SWITCH: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  '1': true,
  false: false,
  off: false,
  no: false,
  '0': false,
};

/** On or off. Its flag takes no value. */
export const onOff: ValueType<boolean> = {
  placeholder: '',
  shape: () => v.boolean(),
  fromText: (text) => new Map(Object.entries(SWITCH)).get(text.toLowerCase()) ?? text,
  jsonSchema: { type: 'boolean' },
};

/** A text that is not empty. `expected` describes it in messages, and `isRight` checks it. */
export function text(
  placeholder: string,
  expected: string,
  isRight: (value: string) => boolean = () => true,
): ValueType<string> {
  const shape = v.custom<string>(
    (value) => typeof value === 'string' && value.trim() !== '' && isRight(value),
    expected,
  );
  return { placeholder, shape: () => shape, jsonSchema: { type: 'string', minLength: 1 } };
}

/** A text that is never shown. */
export function secret(expected: string): ValueType<string> {
  const plain = text('', expected);
  const shape = v.pipe(
    plain.shape(''),
    v.check((value) => value !== MASK, MASKED),
    v.trim(),
  );
  return { ...plain, shape: () => shape, toJson: () => MASK };
}

/** A path, made absolute. */
export function path(placeholder: string, expected: string): ValueType<string> {
  const plain = text(placeholder, expected);
  const shape = (folder: string) =>
    v.pipe(
      plain.shape(folder),
      v.transform((value) => resolve(folder, value)),
    );
  return { ...plain, shape };
}

/** One of some words. */
export function words<T extends string>(placeholder: string, known: readonly T[]): ValueType<T> {
  return { placeholder, shape: () => oneOf(known), jsonSchema: { enum: known } };
}

/** Several values of a type: a flag is given several times, a variable separates them by commas or is a JSON array. */
export function list<T>(type: ValueType<T>): ValueType<readonly T[]> {
  const { placeholder, fromText = String } = type;
  const fromTexts = (texts: readonly string[]) => texts.map(fromText);
  return {
    placeholder,
    shape: (folder) => v.array(type.shape(folder), 'a list: [ ... ]'),
    fromText: (text) => {
      const given = /^\s*[[{]/.test(text)
        ? fromJson(text)
        : fromTexts(text.split(',').map((item) => item.trim()));
      return typeof given === 'object' && !Array.isArray(given) ? [given] : given;
    },
    toJson: (values) => values.map((value) => toJson(type, value)),
    jsonSchema: { type: 'array', items: type.jsonSchema },
    several: { fromTexts },
  };
}

/** Returns the JSON value of a text; the text itself, which the shape then refuses, if it is not JSON. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
