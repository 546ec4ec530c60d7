import { expect, it } from 'vitest';
import { lineOf, readLines } from './lines.js';

const values = [{ name: 'first' }, { name: 'zweite Zeile\nmit Umbruch' }, { name: '印刷' }];
const written = Buffer.from(values.map(lineOf).join(''));

it('reads what was written', () => {
  expect(readLines(written)).toEqual({ values, damaged: [], wholeBytes: written.length });
});

it('leaves out the rest of a line, wherever a kill has cut it', () => {
  const second = Buffer.byteLength(lineOf(values[0])) + Buffer.byteLength(lineOf(values[1]));
  for (let end = second; end < written.length; end += 1) {
    expect(readLines(written.subarray(0, end))).toEqual({
      values: values.slice(0, 2),
      damaged: [],
      wholeBytes: second,
    });
  }
});

it('tells of a line in which any one bit is another one, and reads the others', () => {
  const start = Buffer.byteLength(lineOf(values[0]));
  const end = start + Buffer.byteLength(lineOf(values[1])) - 1;
  for (let at = start; at < end; at += 1) {
    const bytes = Buffer.from(written);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    // A byte that became a newline makes two damaged lines of one.
    const { values: read, damaged } = readLines(bytes);
    expect(read).toEqual([values[0], values[2]]);
    expect(damaged.length).toBeGreaterThan(0);
  }
});
