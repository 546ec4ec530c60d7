import { describe, expect, it } from 'vitest';
import { DocumentError } from '../errors.js';
import { checkedDocument, type PrintDocument } from './document.js';
import { contentTypeFor, extensionOfMimeType, fileNameOf } from './document-type.js';

const bytes = new TextEncoder().encode('%PDF-1.4');
const named = (name: string) => checkedDocument({ data: bytes, name }, {});
const refused = (document: unknown, options = {}): DocumentError => {
  try {
    checkedDocument(document as PrintDocument, options);
  } catch (error) {
    return error as DocumentError;
  }
  throw new Error('expected a refusal');
};

describe('checkedDocument', () => {
  it.each([
    ['a File', new File([bytes], 'a.pdf'), 'a.pdf'],
    ['bytes with a name', { data: bytes, name: 'a.pdf' }, 'a.pdf'],
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
  ] as [string, PrintDocument, string][])('takes %s', (_, document, name) => {
    expect(checkedDocument(document, {})).toMatchObject({ name, extension: 'pdf', sizeBytes: 8 });
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
    ['Ünïcode 🖨.png', 'Ünïcode 🖨.png', 'png'],
  ])('reads the name %s as %s of type %s', (name, fileName, extension) => {
    expect(named(name)).toMatchObject({ name: fileName, extension });
  });

  it.each(['README', '.pdf', 'x.txt', 'x.pdf.exe', 'x.', 'pdf', 'photo.tif', ''])(
    'refuses the name %j with the list of what prints',
    (name) => {
      const error = refused({ data: bytes, name });
      expect(error).toBeInstanceOf(DocumentError);
      expect(error.code).toBe('unknown_document_type');
      expect(error.message).toContain('doc, docx, xls, xlsx, ppt, pptx, pdf, jpeg, jpg, bmp, gif, png, tiff');
    },
  );

  it('refuses a Blob that tells neither name nor type, and takes the type of its name before its MIME type', () => {
    expect(refused(new Blob([bytes])).message).toMatch(/^A document without a name has no type/);
    expect(refused(new Blob([bytes], { type: 'text/plain' })).code).toBe('unknown_document_type');
    expect(refused(new File([bytes], 'x.txt', { type: 'application/pdf' })).code).toBe(
      'unknown_document_type',
    );
  });

  it('sends an unknown type when it is told to, but nothing without any', () => {
    expect(checkedDocument({ data: bytes, name: 'a.TXT' }, { allowUnknownType: true })).toMatchObject({
      extension: 'txt',
    });
    expect(refused({ data: bytes, name: 'README' }, { allowUnknownType: true }).code).toBe(
      'unknown_document_type',
    );
  });

  it('refuses a string with an error that names fileDocument and does not repeat it', () => {
    for (const text of ['./invoice.pdf', 'https://intranet.test/secret.pdf', '']) {
      const error = refused(text);
      expect(error).toBeInstanceOf(DocumentError);
      expect(error.message).toMatch(
        /^A string is no document.*fileDocument\(path\) from "epson-connect-sdk\/node"/,
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
    ['a stream without a size', { stream: new Blob().stream(), name: 'a.pdf' }],
    ['a stream of less than nothing', { stream: new Blob().stream(), name: 'a.pdf', sizeBytes: -1 }],
    ['a stream with a size in text', { stream: new Blob().stream(), name: 'a.pdf', sizeBytes: '8' }],
  ])('refuses %s and says what to pass', (_, document) => {
    const error = refused(document);
    expect(error).toBeInstanceOf(DocumentError);
    expect(error.message).toMatch(/\{ data, name \}.*\{ stream, name, sizeBytes \}/);
  });

  it('prints the bytes as they were when they were given', async () => {
    const mine = new Uint8Array(bytes);
    const { source } = checkedDocument({ data: mine, name: 'a.pdf' }, {});
    mine.fill(0);
    expect(await (source as Blob).text()).toBe('%PDF-1.4');
  });

  it('takes a document that is frozen, and does not read it', () => {
    const stream = new Blob([bytes]).stream();
    checkedDocument(Object.freeze({ stream, name: 'a.pdf', sizeBytes: 8 }), {});
    expect(stream.locked).toBe(false);
  });
});

describe('document types', () => {
  it.each([
    ['application/pdf', 'pdf'],
    ['Image/JPEG; charset=binary', 'jpeg'],
    ['image/tiff', 'tiff'],
    ['image/svg+xml', undefined],
    ['application/pdfx', undefined],
    ['text/plain', undefined],
    ['', undefined],
  ])('the MIME type %j stands for %s', (type, extension) => {
    expect(extensionOfMimeType(type)).toBe(extension);
  });

  it('JPEG travels as image/jpeg, everything else as plain bytes', () => {
    expect(['jpg', 'jpeg', 'png', 'pdf', 'docx', 'jpgx'].map(contentTypeFor)).toEqual([
      'image/jpeg',
      'image/jpeg',
      'application/octet-stream',
      'application/octet-stream',
      'application/octet-stream',
      'application/octet-stream',
    ]);
  });

  it('a signature in a URL is not part of the name', () => {
    expect(fileNameOf('https://host.test/x.bin?token=secret')).toBe('x.bin');
  });
});
