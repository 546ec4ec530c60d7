import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printResult } from '../support/mock/print-result.js';

const fixture = (name: string) => readFileSync(new URL(`../support/files/${name}`, import.meta.url));
const PDF = fixture('three-pages.pdf');
const STREAMS = fixture('object-streams.pdf');

/** Makes a PDF with a page tree, and after it what is given. */
function pdf(count: number, end: string): Buffer {
  const kids = Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(' ');
  const pages = Array.from(
    { length: count },
    (_, index) => `${index + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n`,
  );
  return Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[${kids}]/Count ${count}>>endobj\n${pages.join('')}${end}`,
  );
}

const TRAILER = 'trailer<</Root 1 0 R>>\n';
/** As large as a file for the web says that it is, and cut off in the middle: it holds an end for its first page alone. */
const FOR_THE_WEB = Buffer.concat([
  Buffer.from('%PDF-1.4\n9 0 obj<</Linearized 1/L 99999/N 1>>endobj\n'),
  pdf(1, `${TRAILER}startxref\n0\n%%EOF\n`).subarray(9),
]);

const UNPRINTABLE: [string, Buffer, RegExp][] = [
  ['with a password to open it', fixture('encrypted.pdf'), /password/],
  ['cut off after some objects', PDF.subarray(0, 200), /cut off/],
  ['that lacks its trailer alone', PDF.subarray(0, PDF.lastIndexOf('trailer')), /cut off/],
  ['with packed objects, cut off', STREAMS.subarray(0, STREAMS.length - 40), /cut off/],
  ['of one page, cut off behind it', pdf(1, ''), /cut off/],
  ['prepared for the web, cut off', FOR_THE_WEB, /cut off/],
  ['of its first line', Buffer.from('%PDF-1.7 ...'), /cut off/],
  ['without pages', pdf(0, `${TRAILER}startxref\n0\n%%EOF\n`), /no pages/],
  ['without objects', Buffer.from(`%PDF-1.4\n${TRAILER}startxref\n0\n%%EOF\n`), /broken/],
];

describe('a PDF that nobody could print', () => {
  it.each(UNPRINTABLE)('ends with a reason that says so: %s', async (_what, bytes, why) => {
    const { hint, state } = await printResult(bytes, '1.pdf');
    expect(state).toEqual(['completed', 'attention_required', 0]);
    expect(hint).toMatch(/^document-will-fail: .*unprintable-pdf/);
    expect(hint).toMatch(why);
  });

  it.each(UNPRINTABLE)('counts as one page where that is assumed: %s', async (_what, bytes, why) => {
    const { hint, state } = await printResult(bytes, '1.pdf', { assume: { 'unprintable-pdf': 'completed' } });
    expect(state).toEqual(['completed', '', 1]);
    expect(hint).toMatch(/^pages-assumed: .*unprintable-pdf/);
    expect(hint).toMatch(why);
  });
});

describe('a PDF that readers print', () => {
  it.each<[string, Buffer, number]>([
    ['protected against changes only', fixture('owner-password.pdf'), 3],
    ['with packed objects', STREAMS, 3],
    ['without a table of its objects', pdf(2, TRAILER), 2],
    ['without its last line', PDF.subarray(0, PDF.lastIndexOf('startxref')), 3],
    ['with much behind its end', Buffer.concat([PDF, Buffer.alloc(20_000)]), 3],
    [
      'in a print job',
      Buffer.concat([Buffer.from('\x1b%-12345X@PJL\r\n'), PDF, Buffer.from('\x1b%-12345X')]),
      3,
    ],
    [
      'changed after it was written',
      Buffer.concat([PDF, Buffer.from('7 0 obj<<>>endobj\nxref\n0 0\n'), tail(PDF)]),
      3,
    ],
  ])('prints: %s', async (_what, bytes, pages) => {
    expect(await printResult(bytes, '1.pdf')).toEqual({ hint: '', state: ['completed', '', pages] });
  });
});

/** The trailer of a file, which once more stands at the end of one that was changed. */
function tail(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.lastIndexOf('trailer'));
}
