import { describe, expect, it } from 'vitest';
import { DocumentError } from '../errors/index.js';
import { rejection } from '../test/fake-host.js';
import {
  checkedDocument,
  type PrintDocument,
  contentTypeFor,
  extensionOfMimeType,
  fileNameOf,
} from './document.js';

const bytes = new TextEncoder().encode('%PDF-1.4');
const named = (name: string) => checkedDocument({ data: bytes, name }, {});
const refused = async (document: unknown, options = {}) =>
  (await rejection(checkedDocument(document as PrintDocument, options))) as DocumentError;

describe('checkedDocument', () => {
  it.each([
    ['a File', new File([bytes], 'a.pdf'), 'a.pdf'],
    ['bytes with a name', { data: bytes, name: 'a.pdf' }, 'a.pdf'],
    ['an ArrayBuffer with a name', { data: bytes.buffer, name: 'a.pdf' }, 'a.pdf'],
    ['a DataView with a name', { data: new DataView(bytes.buffer), name: 'a.pdf' }, 'a.pdf'],
    ['a Buffer with a name', { data: Buffer.from(bytes), name: 'a.pdf' }, 'a.pdf'],
    ['a Blob with a name', { data: new Blob([bytes]), name: 'a.pdf' }, 'a.pdf'],
    ['a Blob of a known MIME type', new Blob([bytes], { type: 'application/pdf' }), 'document.pdf'],
    [
      'a File without an extension but of a known MIME type',
      new File([bytes], 'scan', { type: 'application/pdf' }),
      'scan',
    ],
    [
      'a stream with a name and a size',
      { stream: new Blob([bytes]).stream(), name: 'a.pdf', sizeBytes: 8 },
      'a.pdf',
    ],
  ] as [string, PrintDocument, string][])('takes %s', async (_, document, name) => {
    expect(await checkedDocument(document, {})).toMatchObject({ name, extension: 'pdf', sizeBytes: 8 });
  });

  it.each([
    ['A.PDF', 'A.PDF', 'pdf'],
    ['x.pdf?sig=1', 'x.pdf', 'pdf'],
    ['x.pdf?v=1.5', 'x.pdf', 'pdf'],
    ['https://host.test/a/b/x.jpeg?sig=a/b.c', 'x.jpeg', 'jpeg'],
    ['https://host.test/x.pdf#page=2', 'x.pdf', 'pdf'],
    ['what?.pdf', 'what?.pdf', 'pdf'],
    ['C#.docx', 'C#.docx', 'docx'],
    ['/home/me/v1.2/Final.Report.XLSX', 'Final.Report.XLSX', 'xlsx'],
    ['C:\\scans\\x.tiff', 'x.tiff', 'tiff'],
    ['scan.tif', 'scan.tif', 'tiff'],
    ['SCAN.TIF?sig=1', 'SCAN.TIF', 'tiff'],
    ['photo.jfif', 'photo.jfif', 'jpg'],
    ['photo.JPE', 'photo.JPE', 'jpg'],
    ['Ünïcode 🖨.png', 'Ünïcode 🖨.png', 'png'],
  ])('reads the name %s as %s of type %s', async (name, fileName, extension) => {
    expect(await named(name)).toMatchObject({ name: fileName, extension });
  });

  it.each(['README', '.pdf', 'x.txt', 'x.pdf.exe', 'x.', 'pdf', 'photo.tiffs', 'x.constructor', ''])(
    'refuses the name %j with the list of what prints',
    async (name) => {
      const error = await refused({ data: bytes, name });
      expect(error).toBeInstanceOf(DocumentError);
      expect(error.code).toBe('unknown_document_type');
      expect(error.message).toContain('doc, docx, xls, xlsx, ppt, pptx, pdf, jpeg, jpg, bmp, gif, png, tiff');
    },
  );

  it('refuses a Blob that tells neither name nor type, and takes the type of its name before its MIME type', async () => {
    expect((await refused(new Blob([bytes]))).message).toMatch(
      /^A document without a name has no printable type/,
    );
    expect((await refused(new Blob([bytes], { type: 'text/plain' }))).code).toBe('unknown_document_type');
    expect((await refused(new File([bytes], 'x.txt', { type: 'application/pdf' }))).code).toBe(
      'unknown_document_type',
    );
  });

  it('sends an unknown type when it is told to, but nothing without any', async () => {
    expect(await checkedDocument({ data: bytes, name: 'a.TXT' }, { allowUnknownType: true })).toMatchObject({
      extension: 'txt',
    });
    expect((await refused({ data: bytes, name: 'README' }, { allowUnknownType: true })).code).toBe(
      'unknown_document_type',
    );
  });

  it('refuses a string with an error that names fileDocument and does not repeat it', async () => {
    for (const text of ['./invoice.pdf', 'https://intranet.test/secret.pdf', '']) {
      const error = await refused(text);
      expect(error).toBeInstanceOf(DocumentError);
      expect(error.message).toMatch(
        /^A string is not a document.*fileDocument\(path\) of epson-connect-sdk\/node/,
      );
      if (text) expect(error.message).not.toContain(text);
    }
  });

  it.each([
    ['bytes without a name', bytes],
    ['a URL', new URL('https://host.test/a.pdf')],
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['text as data', { data: 'text', name: 'a.pdf' }],
    ['a stream of less than nothing', { stream: new Blob().stream(), name: 'a.pdf', sizeBytes: -1 }],
    ['a stream with a size in text', { stream: new Blob().stream(), name: 'a.pdf', sizeBytes: '8' }],
  ])('refuses %s and says what to pass', async (_, document) => {
    const error = await refused(document);
    expect(error).toBeInstanceOf(DocumentError);
    expect(error.message).toMatch(/\{ data, name \}.*\{ stream, name, sizeBytes \}/);
  });

  it('prints the bytes as they were when they were given', async () => {
    const mine = new Uint8Array(bytes);
    const { open } = await checkedDocument({ data: mine, name: 'a.pdf' }, {});
    mine.fill(0);
    expect(await new Response((await open()) as ReadableStream).text()).toBe('%PDF-1.4');
  });

  it('can be opened again where it is bytes, a Blob, or a function that opens it', async () => {
    const open = () => new Blob([bytes]).stream();
    const canReplay = async (document: PrintDocument) => (await checkedDocument(document, {})).canReplay;
    expect(await canReplay({ data: bytes, name: 'a.pdf' })).toBe(true);
    expect(await canReplay(new File([bytes], 'a.pdf'))).toBe(true);
    expect(await canReplay({ stream: open, name: 'a.pdf', sizeBytes: 8 })).toBe(true);
    expect(await canReplay({ stream: open(), name: 'a.pdf', sizeBytes: 8 })).toBe(false);
  });

  it.each<[string, PrintDocument]>([
    ['bytes', { data: new Uint8Array(), name: 'a.pdf' }],
    ['an ArrayBuffer', { data: new ArrayBuffer(0), name: 'a.pdf' }],
    ['a File', new File([], 'a.pdf')],
    ['a stream', { stream: new Blob().stream(), name: 'a.pdf', sizeBytes: 0 }],
  ])('refuses %s without a byte, and takes it with allowEmpty', async (_, document) => {
    expect(await refused(document)).toMatchObject({
      code: 'empty_document',
      message: expect.stringMatching(/^The document "a\.pdf" is empty.*allowEmpty/),
    });
    expect(await checkedDocument(document, { allowEmpty: true })).toMatchObject({ sizeBytes: 0 });
  });

  it('takes a stream whose size nobody knows, and says so', async () => {
    const stream = new Blob([bytes]).stream();
    expect(await checkedDocument({ stream, name: 'a.pdf' }, {})).toMatchObject({
      sizeBytes: undefined,
      canReplay: false,
    });
  });

  it.each([0, -1, Number.NaN, '7'])('refuses a stallMs of %s before any request', async (stallMs) => {
    expect((await refused({ data: bytes, name: 'a.pdf' }, { stallMs })).message).toMatch(
      /stallMs must be above 0/,
    );
  });

  it('takes a document that is frozen, and does not read it', async () => {
    const stream = new Blob([bytes]).stream();
    await checkedDocument(Object.freeze({ stream, name: 'a.pdf', sizeBytes: 8 }), {});
    expect(stream.locked).toBe(false);
  });
});

describe('document types', () => {
  it.each([
    ['application/pdf', 'pdf'],
    ['Image/JPEG; charset=binary', 'jpeg'],
    ['image/tiff', 'tiff'],
    ['image/jpg', 'jpg'],
    ['image/svg+xml', undefined],
    ['application/pdfx', undefined],
    ['text/plain', undefined],
    ['', undefined],
  ])('the MIME type %j stands for %s', async (type, extension) => {
    expect(extensionOfMimeType(type)).toBe(extension);
  });

  it('JPEG travels as image/jpeg, everything else as plain bytes', async () => {
    expect(['jpg', 'jpeg', 'png', 'pdf', 'docx', 'jpgx'].map(contentTypeFor)).toEqual([
      'image/jpeg',
      'image/jpeg',
      'application/octet-stream',
      'application/octet-stream',
      'application/octet-stream',
      'application/octet-stream',
    ]);
  });

  it('a signature in a URL is not part of the name', async () => {
    expect(fileNameOf('https://host.test/x.bin?token=secret')).toBe('x.bin');
  });
});
