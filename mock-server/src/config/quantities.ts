import { refuse, type Kind } from './value-type.js';

/** A whole number. In a text it may have one of `units`: `30s`. */
function quantity(
  sign: string,
  [least, most]: readonly [number, number],
  { units = {}, what = '' }: { units?: Readonly<Record<string, number>>; what?: string } = {},
): Kind<number> {
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  const names = Object.keys(units);
  const withUnit = names.length === 0 ? '' : `, or with a unit: ${names.join(', ')}`;
  const allowed = `a whole number${what} ${range}`;
  const inRange = (value: number) => Number.isSafeInteger(value) && value >= least && value <= most;
  const fromText = (given: string) => {
    const [, digits = '', unit = ''] = /^(\d{1,15})\s*([a-z]*)$/i.exec(given.trim()) ?? [];
    const name = names.find((known) => known.toLowerCase() === unit.toLowerCase());
    const factor = unit === '' ? 1 : name === undefined ? Number.NaN : (units[name] ?? Number.NaN);
    const value = digits === '' ? Number.NaN : Number(digits) * factor;
    return inRange(value) ? value : refuse(given, allowed + withUnit);
  };
  return {
    sign,
    fromText,
    fromJson: (value) => {
      if (typeof value === 'number' && inRange(value)) return value;
      // A number in quotes is a slip in a file, a number with a unit cannot be written in another way.
      if (typeof value === 'string' && names.length > 0 && /[a-z]$/i.test(value)) return fromText(value);
      return refuse(value, `${allowed}${typeof value === 'string' ? ', without quotes' : ''}${withUnit}`);
    },
    toJson: (value) => value,
    schema: {
      type: names.length > 0 ? ['integer', 'string'] : 'integer',
      minimum: least,
      ...(most === Number.MAX_SAFE_INTEGER ? {} : { maximum: most }),
      ...(names.length === 0 ? {} : { pattern: `^\\d{1,15} ?(${names.join('|')})$` }),
    },
  };
}

const ANY = Number.MAX_SAFE_INTEGER;

/** A port of this machine. */
export const port = quantity('PORT', [0, 65_535]);

/** How many of something. */
export const count = quantity('N', [1, ANY]);

/** Bytes. There is no `MB`: whether it means 1,000,000 or 1,048,576 is one of the mock's own assumptions. */
export const bytes = quantity('BYTES', [1, ANY], {
  units: { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
  what: ' of bytes',
});

/** Milliseconds. Node's timers end at 2^31. */
export const milliseconds = quantity('MS', [1, 2 ** 31 - 1], {
  units: { ms: 1, s: 1000, min: 60_000 },
  what: ' of milliseconds',
});

/** How many of something, or `off` for no limit. */
export const countOrOff: Kind<number> = {
  sign: 'N|off',
  fromText: (value) =>
    value === 'off' ? Number.POSITIVE_INFINITY : orOff(() => count.fromText(value, here), value),
  fromJson: (value) =>
    value === 'off' ? Number.POSITIVE_INFINITY : orOff(() => count.fromJson(value, here), value),
  toJson: (value) => (value === Number.POSITIVE_INFINITY ? 'off' : value),
  schema: { anyOf: [count.schema, { const: 'off' }] },
};

const here = { folder: '' };

function orOff(read: () => number, value: unknown): number {
  try {
    return read();
  } catch {
    return refuse(value, 'a whole number from 1 on, or off for no limit');
  }
}
