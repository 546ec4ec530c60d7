import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hintOf, newClient } from '../support/mock/client.js';
import { image, MASK, officeEntries, PAGE, png, REDUCED, tiff, zip } from '../support/http/made-files.js';
import { printResult } from '../support/mock/print-result.js';

const PDF = readFileSync(new URL('../support/files/three-pages.pdf', import.meta.url));
const QUOTE = Buffer.from('page 1 of %PDF-1.4 quote.pdf');
const JPEG_WITH_COMMENT = Buffer.concat([
  Buffer.from('ffd8fffe', 'hex'),
  Buffer.from([0, QUOTE.length + 2]),
  QUOTE,
  Buffer.from('ffe000104a46494600010100000100010000ffd9', 'hex'),
]);
const GIF_WITH_COMMENT = Buffer.concat([
  Buffer.from('GIF89a\x01\0\x01\0\0\0\0!\xfe', 'latin1'),
  Buffer.from([QUOTE.length]),
  QUOTE,
  Buffer.from('\0;', 'latin1'),
]);
const BMP_WITH_TEXT = Buffer.concat([Buffer.from('BM'), Buffer.alloc(52), QUOTE]);
const PRINT_IMAGE_MATCHING = 50341;
const SUB_DIRECTORIES = 330;
const ANIMATION: [string, Buffer][] = [
  ['acTL', Buffer.from('0000000100000000', 'hex')],
  ['fcTL', Buffer.alloc(26)],
];

describe('the kind of a file', () => {
  it.each<[string, string, Buffer]>([
    ['PNG with a text', 'png', png([['tEXt', Buffer.concat([Buffer.from('Source\0'), QUOTE])]])],
    ['JPEG with a comment', 'jpg', JPEG_WITH_COMMENT],
    ['GIF with a comment', 'gif', GIF_WITH_COMMENT],
    ['BMP', 'bmp', BMP_WITH_TEXT],
    ['TIFF with a text', 'tiff', Buffer.concat([tiff([image(0)]), QUOTE])],
    ['docx with a PDF in it', 'docx', zip([['word/embeddings/quote.pdf', PDF], ...officeEntries('docx')])],
    ['xlsx with a PDF in it', 'xlsx', zip([['xl/embeddings/quote.pdf', PDF], ...officeEntries('xlsx')])],
    ['pptx with a PDF in it', 'pptx', zip([['ppt/embeddings/quote.pdf', PDF], ...officeEntries('pptx')])],
    ['doc', 'doc', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), QUOTE])],
  ])('is that of its signature, whatever else is in it: %s', async (_what, extension, bytes) => {
    expect((await printResult(bytes, `1.${extension}`)).state).toEqual(['completed', '', 1]);
  });

  it('is not PDF because a PDF is quoted in it', async () => {
    const { hint, state } = await printResult(JPEG_WITH_COMMENT, '1.pdf');
    expect(state).toEqual(['completed', 'attention_required', 0]);
    expect(hint).toContain('the name says pdf, the content is jpg');
  });

  it.each<[string, string, Buffer]>([
    ['animated PNG', 'png', png(ANIMATION)],
    ['TIFF with Print Image Matching', 'tiff', tiff([image(0, [[PRINT_IMAGE_MATCHING, 7, 1]])])],
    ['BigTIFF', 'tiff', tiff([image(0)], true)],
  ])('stands for its relatives: %s', async (_what, extension, bytes) => {
    expect(await printResult(bytes, `1.${extension}`)).toEqual({ hint: '', state: ['completed', '', 1] });
  });

  const docx = officeEntries('docx');
  it.each<[string, Buffer]>([
    ['backwards', zip(docx.toReversed())],
    ['packed', zip(docx.toReversed(), true)],
    ['behind an entry of no use', zip([['[trash]/0000.dat', Buffer.alloc(64, 255)], ...docx])],
    ['behind a manifest', zip([['META-INF/MANIFEST.MF', 'Manifest-Version: 1.0'], ...docx])],
    ['behind thousands of others', zip([...media(2000), ...docx])],
    ['beside parts of a spreadsheet', zip([...officeEntries('xlsx').slice(1), ...docx])],
    ['in small letters', zip(docx.map(([name, content]) => [name.toLowerCase(), content] as const))],
  ])('does not depend on the order of the entries of an office file: %s', async (_what, bytes) => {
    expect((await printResult(bytes, '1.docx')).state).toEqual(['completed', '', 1]);
  });

  it.each<[string, string, Buffer, string]>([
    ['a spreadsheet', 'docx', zip(officeEntries('xlsx')), 'the content is xlsx'],
    ['an archive', 'docx', zip([['a.txt', 'a']]), 'the content is zip'],
    ['an office file that was cut off', 'docx', zip(docx).subarray(0, -30), 'a ZIP archive that is cut off'],
    [
      'the type of a document in another entry',
      'docx',
      zip([['a.xml', docx[0]?.[1] ?? '']]),
      'the content is zip',
    ],
  ])('is told where it is not what the name says: %s', async (_what, extension, bytes, why) => {
    const { hint, state } = await printResult(bytes, `1.${extension}`);
    expect(state).toEqual(['completed', 'attention_required', 0]);
    expect(hint).toContain(why);
  });
});

describe('a name of three letters for a TIFF', () => {
  it('is refused, and the right one named', async () => {
    const client = newClient();
    const job = await client.job(await client.authenticate());
    const response = await client.upload(job.upload_uri, '&File=1.tif', tiff([image(0)])).expect(415);
    expect(hintOf(response)).toMatch(/^type-not-printable: .*&File=1\.tiff/);
  });
});

describe('the pages of a TIFF', () => {
  const pages = (count: number) => Array.from({ length: count }, () => image(PAGE));
  it.each<[string, Buffer, number]>([
    ['a BigTIFF of three', tiff(pages(3), true), 3],
    ['a BigTIFF of ten', tiff(pages(10), true), 10],
    ['a page and its thumbnail', tiff([image(0), image(REDUCED)]), 1],
    ['thumbnails before their pages', tiff([image(REDUCED), image(PAGE), image(REDUCED), image(PAGE)]), 2],
    ['a page and its mask', tiff([image(0), image(MASK)]), 1],
    ['a BigTIFF with a thumbnail', tiff([image(0), image(REDUCED)], true), 1],
    ['an old word for a thumbnail', tiff([image(0), [[255, 3, 2]]]), 1],
    ['a thumbnail alone', tiff([image(REDUCED)]), 1],
    ['further images within a page', tiff([image(0, [[SUB_DIRECTORIES, 4, 8]])]), 1],
  ])('are what a reader prints: %s', async (_what, bytes, count) => {
    expect(await printResult(bytes, '1.tiff')).toEqual({ hint: '', state: ['completed', '', count] });
  });

  it('end where the chain of a BigTIFF leads out of the file', async () => {
    const bytes = tiff(pages(2), true);
    bytes.writeBigUInt64LE(2n ** 63n, bytes.length - 8);
    expect((await printResult(bytes, '1.tiff')).state).toEqual(['completed', '', 2]);
  });
});

function media(count: number): [string, string][] {
  return Array.from({ length: count }, (_, index) => [`word/media/${index}.png`, 'x']);
}
