import { expect, it } from 'vitest';
import { lineOf, readLines } from './log.js';

const values = [{ name: 'first' }, { name: 'zweite Zeile\nmit Umbruch' }, { name: '印刷' }];
const written = Buffer.from(values.map(lineOf).join(''));

it('reads what was written', () => {
  const begun = Buffer.alloc(0);
  expect(readLines(written)).toEqual({ values, damaged: [], wholeBytes: written.length, begun });
});

it('leaves out the rest of a line, wherever a kill has cut it', () => {
  const second = Buffer.byteLength(lineOf(values[0])) + Buffer.byteLength(lineOf(values[1]));
  for (let end = second; end < written.length; end += 1) {
    expect(readLines(written.subarray(0, end))).toEqual({
      values: values.slice(0, 2),
      damaged: [],
      wholeBytes: second,
      begun: written.subarray(second, end),
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

it.each<[string, Buffer]>([
  ['zeros, which a power loss leaves', Buffer.alloc(3000)],
  ['noise', Buffer.from([0x9f, 0x12, 0xe0, 0x47, 0x33, 0x81, 0x5c, 0xb2, 0x0e, 0x77])],
  ['less than the head of a line', Buffer.from('xyz')],
  ['the beginning of a line with zeros behind it', Buffer.concat([written.subarray(0, 20), Buffer.alloc(9)])],
  [
    'a whole line but for its newline, with one character changed',
    Buffer.from(lineOf({ a: 1 }).trimEnd().replace('a', 'b')),
  ],
])('tells of what stands at the end and is no line that was begun: %s', (_what, rest) => {
  const { values: read, damaged, wholeBytes, begun } = readLines(Buffer.concat([written, rest]));
  expect([read, wholeBytes, begun.length]).toEqual([values, written.length, 0]);
  expect(damaged).toEqual([{ number: 4, bytes: rest }]);
});
