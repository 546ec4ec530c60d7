import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printResult } from '../support/mock/print-result.js';

const fixture = (name: string) => readFileSync(new URL(`../support/files/${name}`, import.meta.url));

/** A TIFF of as many pages, each a directory without entries. */
function tiff(pages: number, isLittle: boolean): Buffer {
  const bytes = Buffer.alloc(8 + pages * 6);
  const u16 = (value: number, at: number) =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at);
  const u32 = (value: number, at: number) =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at);
  bytes.write(isLittle ? 'II' : 'MM', 'latin1');
  u16(42, 2);
  u32(8, 4);
  for (let page = 0; page < pages; page += 1)
    u32(page + 1 === pages ? 0 : 8 + (page + 1) * 6, 8 + page * 6 + 2);
  return bytes;
}

/** A chain of directories that bites its own tail. */
function endlessTiff(): Buffer {
  const bytes = tiff(2, true);
  bytes.writeUInt32LE(8, 8 + 6 + 2);
  return bytes;
}

const CFB = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504)]);
const GIF = Buffer.from('GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;', 'latin1');
const BMP = Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]);
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), Buffer.alloc(20)]);
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

describe('the pages of a document', () => {
  it.each<[string, string, Buffer, number]>([
    ['a PDF', '1.pdf', fixture('three-pages.pdf'), 3],
    ['a PDF with object streams', '1.pdf', fixture('object-streams.pdf'), 3],
    ['a PDF that only its owner may change', '1.pdf', fixture('owner-password.pdf'), 3],
    [
      'a PDF behind some bytes that are none',
      '1.pdf',
      Buffer.concat([Buffer.from('junk\n'), fixture('three-pages.pdf')]),
      3,
    ],
    ['a TIFF of four pages', '1.tiff', tiff(4, true), 4],
    ['a TIFF of two pages, the other way round', '1.tiff', tiff(2, false), 2],
    ['a TIFF without an end', '1.tiff', endlessTiff(), 2],
    ['a JPEG', '1.jpg', JPEG, 1],
    ['a JPEG with the other extension', '1.jpeg', JPEG, 1],
    ['a PNG', '1.png', PNG, 1],
    ['a GIF', '1.gif', GIF, 1],
    ['a BMP', '1.bmp', BMP, 1],
  ])('are counted: %s', async (_what, name, bytes, pages) => {
    expect(await printResult(bytes, name)).toEqual({ hint: '', state: ['completed', '', pages] });
  });

  it.each<[string, string, Buffer, RegExp]>([
    [
      'a PDF of zeros',
      '1.pdf',
      Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(5_000_000), Buffer.from('%%EOF')]),
      // Either limit may be met first: which one is a matter of the machine.
      /too large|was not read to its end/,
    ],
    ...['docx', 'xlsx', 'pptx'].map((kind): [string, string, Buffer, RegExp] => [
      kind,
      `1.${kind}`,
      fixture(`minimal.${kind}`),
      /office files count as one page/,
    ]),
    ...['doc', 'xls', 'ppt'].map((kind): [string, string, Buffer, RegExp] => [
      kind,
      `1.${kind}`,
      CFB,
      /office files count as one page/,
    ]),
  ])('are taken for one, which is said: %s', async (_what, name, bytes, remark) => {
    const { hint, state } = await printResult(bytes, name);
    expect(state).toEqual(['completed', '', 1]);
    expect(hint).toMatch(/^pages-assumed: /);
    expect(hint).toMatch(remark);
  });

  it.each<[string, string, Buffer, RegExp]>([
    ['an empty PDF', '1.pdf', Buffer.alloc(0), /empty/],
    ['a PNG called 1.jpg', '1.jpg', PNG, /the name says jpg, the content is png/],
    ['a docx called 1.doc', '1.doc', fixture('minimal.docx'), /the name says doc, the content is docx/],
    [
      'base64 text called 1.pdf',
      '1.pdf',
      Buffer.from(fixture('three-pages.pdf').toString('base64')),
      /the content is base64 of a PDF/,
    ],
    ['JSON called 1.pdf', '1.pdf', Buffer.from('{"type":"Buffer"}'), /the content is JSON/],
    ['text called 1.pdf', '1.pdf', Buffer.from('hello'), /the content is unknown/],
  ])('do not matter where the content is not what its name says: %s', async (_what, name, bytes, why) => {
    const { hint, state } = await printResult(bytes, name);
    expect(state).toEqual(['completed', 'attention_required', 0]);
    expect(hint).toMatch(/^document-will-fail: /);
    expect(hint).toMatch(why);
  });
});
