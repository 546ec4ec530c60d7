import { resolve } from 'node:path';
import { excerpt } from '../text/shorten.js';

/** Where a value was found, as far as the value itself depends on it. */
export interface Place {
  /** What a relative path starts from: the working directory, or the folder of the config file. */
  readonly folder: string;
}

/** One thing that is wrong with a value. */
export interface Flaw {
  /** Where inside the value: `[1].email`, or nothing. */
  readonly at: string;
  /** What is there, unless it goes without saying. Kept apart, because a secret is not shown. */
  readonly value?: unknown;
  /** What follows in the message: `; it takes a folder`. */
  readonly predicate: string;
}

/** A value that a setting does not take, with everything that is wrong with it. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
  readonly flaws: readonly Flaw[];

  constructor(flaws: string | readonly Flaw[]) {
    super('a value that a setting does not take');
    this.flaws = typeof flaws === 'string' ? [{ at: '', predicate: flaws }] : flaws;
  }
}

/** One kind of value: how it is read from text and from JSON, and how it is written and described. */
export interface Kind<T> {
  /** What stands for the value in the help: `PORT`; nothing for a switch. */
  readonly sign: string;
  /** Reads a flag's value, or a variable's. @throws Unfit */
  readonly fromText: (text: string, place: Place) => T;
  /** Reads what stands in the config file. @throws Unfit */
  readonly fromJson: (value: unknown, place: Place) => T;
  /** As it stands in the config file, secrets masked. */
  toJson(value: T): unknown;
  /** The JSON Schema of what `fromJson` takes. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** Of what has several values: reads a flag that was given several times, and joins sources. */
  readonly several?: {
    readonly fromTexts: (texts: readonly string[], place: Place) => T;
    /** Joins values from two sources, where each member is a setting of its own. Without it, the higher source wins. */
    join?(under: T, over: T): T;
  };
}

/** What `--print-config` writes in place of a secret; it is none. */
export const MASK = '***';

/** Said of a secret that `--print-config` has masked. */
export const MASKED = ' is masked, as --print-config writes a secret; put the secret itself there';

const SHOWN = 80;

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return excerpt(text, SHOWN);
}

export function refuse(value: unknown, allowed: string): never {
  throw new Unfit([{ at: '', value, predicate: `; it takes ${allowed}` }]);
}

/** Reads something inside a value; what is wrong with it is told with its place. */
export function inside<T>(at: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    throw new Unfit(error.flaws.map((flaw) => ({ ...flaw, at: at + flaw.at })));
  }
}

/** Reads each of several values, and tells what is wrong with any of them. */
export function each<I, T>(items: readonly I[], read: (item: I, index: number) => T): T[] {
  const flaws: Flaw[] = [];
  const values = items.flatMap((item, index) => {
    try {
      return [read(item, index)];
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      flaws.push(...error.flaws);
      return [];
    }
  });
  if (flaws.length > 0) throw new Unfit(flaws);
  return values;
}

const ALWAYS = {
  true: true,
  on: true,
  yes: true,
  '1': true,
  false: false,
  off: false,
  no: false,
  '0': false,
};

/** On or off. A flag needs no value for it. */
export const onOff: Kind<boolean> = {
  sign: '',
  fromText: (text) => {
    const value = new Map(Object.entries(ALWAYS)).get(text.toLowerCase());
    return value ?? refuse(text, 'true or false');
  },
  fromJson: (value) => (typeof value === 'boolean' ? value : refuse(value, 'true or false')),
  toJson: (value) => value,
  schema: { type: 'boolean' },
};

/** Any text but none. `allowed` says what it is, and `check` what is wrong with it. */
export function text(
  sign: string,
  allowed: string,
  check: (value: string) => boolean = () => true,
): Kind<string> {
  const read = (value: unknown) =>
    typeof value === 'string' && value.trim() !== '' && check(value) ? value : refuse(value, allowed);
  return {
    sign,
    fromText: read,
    fromJson: read,
    toJson: (value) => value,
    schema: { type: 'string', minLength: 1 },
  };
}

/** A text that nobody gets to see. */
export function secret(allowed: string): Kind<string> {
  const read = (value: unknown) => {
    if (value === MASK) throw new Unfit(MASKED);
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    return refuse(value, allowed);
  };
  return {
    sign: '',
    fromText: read,
    fromJson: read,
    toJson: () => MASK,
    schema: { type: 'string', minLength: 1 },
  };
}

/** A path, made absolute. */
export function path(sign: string, allowed: string): Kind<string> {
  const plain = text(sign, allowed);
  const read = (value: unknown, { folder }: Place) => resolve(folder, plain.fromJson(value, { folder }));
  return { ...plain, fromText: read, fromJson: read };
}

/** One of some words. */
export function words<T extends string>(sign: string, known: readonly T[]): Kind<T> {
  const read = (value: unknown) =>
    known.find((word) => word === value) ?? refuse(value, `one of ${known.join(', ')}`);
  return { sign, fromText: read, fromJson: read, toJson: (value) => value, schema: { enum: known } };
}

/** Several values of a kind: a flag is given several times, a variable separates them by commas or is a JSON array. */
export function list<T>(kind: Kind<T>): Kind<readonly T[]> {
  const read = (values: readonly unknown[], place: Place) =>
    each(values, (value, index) => inside(`[${index}]`, () => kind.fromJson(value, place)));
  const fromTexts = (texts: readonly string[], place: Place) =>
    each(texts, (item) => kind.fromText(item, place));
  return {
    sign: kind.sign,
    fromText: (value, place) => {
      if (/^\s*[[{]/.test(value)) {
        const parsed = json(value, 'values separated by commas, or a JSON array');
        return read(Array.isArray(parsed) ? parsed : [parsed], place);
      }
      return fromTexts(
        value.split(',').map((item) => item.trim()),
        place,
      );
    },
    fromJson: (value, place) =>
      Array.isArray(value) ? read(value, place) : refuse(value, 'a list: [ ... ]'),
    toJson: (values) => values.map((value) => kind.toJson(value)),
    schema: { type: 'array', items: kind.schema },
    several: { fromTexts },
  };
}

/** @throws Unfit */
export function json(value: string, allowed: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return refuse(value, allowed);
  }
}
