import * as v from 'valibot';
import { rangeOf, wholeNumber } from '../text/check.js';
import { callsPerMinute } from './option-shapes.js';
import type { ValueType } from './value-type.js';

const ANY = Number.MAX_SAFE_INTEGER;

const fromText = (text: string) => (/^\s*\d{1,15}\s*$/.test(text) ? Number(text) : text);

/** A whole number. As a text it may have one of `units`: `30s`. */
function quantity(
  placeholder: string,
  [least, most]: readonly [number, number],
  { units = {}, what = '' }: { units?: Readonly<Record<string, number>>; what?: string } = {},
): ValueType<number> {
  const names = Object.keys(units);
  const withUnit = names.length === 0 ? '' : `, or with a unit: ${names.join(', ')}`;
  const expected = ({ input }: v.BaseIssue<unknown>) => {
    const quoted = typeof input === 'string' && /^\d+$/.test(input) ? ', without quotes' : '';
    return `a whole number${what} ${rangeOf(least, most)}${quoted}${withUnit}`;
  };
  const toNumber = (value: unknown) => {
    const [, digits, unit = ''] = /^\s*(\d{1,15})\s*([a-z]+)\s*$/i.exec(String(value)) ?? [];
    const name = names.find((known) => known.toLowerCase() === unit.toLowerCase());
    return name === undefined ? value : Number(digits) * (units[name] ?? Number.NaN);
  };
  return {
    placeholder,
    fromText,
    shape: () => v.pipe(v.unknown(), v.transform(toNumber), wholeNumber(least, most, expected)),
    jsonSchema: {
      type: names.length > 0 ? ['integer', 'string'] : 'integer',
      minimum: least,
      ...(most === ANY ? {} : { maximum: most }),
      ...(names.length === 0 ? {} : { pattern: `^\\d{1,15} ?(${names.join('|')})$` }),
    },
  };
}

/** A port of this machine. */
export const port = quantity('PORT', [0, 65_535]);

/** A count, at least 1. */
export const count = quantity('N', [1, ANY]);

/** Bytes. `MB` is not accepted: its meaning, 1,000,000 or 1,048,576 bytes, is one of the assumptions. */
export const bytes = quantity('BYTES', [1, ANY], {
  units: { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 },
  what: ' of bytes',
});

/** Milliseconds. Timers of Node end at 2^31. */
export const milliseconds = quantity('MS', [1, 2 ** 31 - 1], {
  units: { ms: 1, s: 1000, min: 60_000 },
  what: ' of milliseconds',
});

/** A version of the API. */
export const apiVersion: ValueType<1 | 2> = {
  placeholder: '1|2',
  fromText: (text) => (/^\s*[12]\s*$/.test(text) ? Number(text) : text),
  shape: () => v.picklist([1, 2], '1 or 2'),
  jsonSchema: { enum: [1, 2] },
};

/** A count, or `off` for no limit. */
export const countOrOff: ValueType<number> = {
  placeholder: 'N|off',
  fromText,
  shape: () =>
    v.pipe(
      v.unknown(),
      v.transform((value) => (value === 'off' ? Number.POSITIVE_INFINITY : value)),
      callsPerMinute('off'),
    ),
  toJson: (value) => (value === Number.POSITIVE_INFINITY ? 'off' : value),
  jsonSchema: { anyOf: [count.jsonSchema, { const: 'off' }] },
};
