import { describe, expect, it } from 'vitest';
import { printable, printableJson, printableLines } from './printable.js';

const STEERING: readonly [what: string, from: number, to: number][] = [
  ['C0', 0x00, 0x1f],
  ['DEL and C1', 0x7f, 0x9f],
  ['the Arabic letter mark', 0x061c, 0x061c],
  ['marks of direction', 0x200e, 0x200f],
  ['line separators', 0x2028, 0x2029],
  ['embeddings and overrides', 0x202a, 0x202e],
  ['isolates', 0x2066, 0x2069],
  ['deprecated marks', 0x206a, 0x206f],
];
const all = STEERING.flatMap(([, from, to]) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at)),
);

describe('what steers a terminal', () => {
  it.each(STEERING)('is replaced: %s', (_what, from, to) => {
    for (let code = from; code <= to; code += 1)
      expect(printable(`a${String.fromCharCode(code)}b`), code.toString(16)).toBe('a?b');
  });

  it('is nothing that people write', () => {
    const text = 'Rechnung für März, 請求書, فاتورة, חשבונית, 👩‍👧 ~!';
    expect(printable(text)).toBe(text);
  });

  it('is replaced in each line of several', () => {
    expect(printableLines('a\u202e\nb\u009b\r\nc')).toBe('a?\nb??\nc');
  });

  it('is escaped in JSON, which stays the same value', () => {
    const value = { text: all.join('') };
    const json = printableJson(value);
    expect(printable(json)).toBe(json);
    expect(JSON.parse(json)).toEqual(value);
  });
});
