import { open, readFile } from 'node:fs/promises';
import { officeKindOf } from './office-file.js';
import { wrappedUploadOf } from './wrapped-upload.js';
import { countPdfPages, PdfError } from './pdf-pages.js';
import { countTiffPages } from './tiff-pages.js';

/** The result of a look into a document. */
export interface Inspection {
  /** The usual extension of such content: `pdf`, `jpg`, `png`, `tif`, `docx`, `cfb` for older office files; or `unknown`. */
  readonly kind: string;
  /** The content that was sent in the place of the file, where that can be told. */
  readonly packing?: string;
  readonly pages: number;
  /** The reason why nobody could print it, although its content is what its name says. */
  readonly unprintable?: string;
  /** A remark where the number of pages is not what a reader would count. */
  readonly remark?: string;
}

/** The kinds that go by another name than that of the type they are a relative of. */
const RELATIVES: Readonly<Record<string, string>> = {
  // An animated PNG: a reader that knows no animation shows its first picture.
  apng: 'png',
  // Built as a TIFF. Print Image Matching, which cameras write for Epson's printers, is taken for one of these.
  arw: 'tif',
  dng: 'tif',
  nef: 'tif',
  cr2: 'tif',
};
/** The kinds that are known by how they begin; whatever is quoted further on in them. */
const PRINTABLE = ['jpg', 'png', 'gif', 'bmp', 'tif', 'cfb'];
const OFFICE = ['docx', 'xlsx', 'pptx'];

/** Looks into a document: what it is, and how many pages it has. Never fails because of the content. */
export async function inspect(path: string): Promise<Inspection> {
  const head = await readHead(path);
  if (head.toString('latin1', 0, 4) === 'PK\x03\x04') return inspectArchive(path);
  const kind = await kindOf(path);
  if (kind === 'tif') return { kind, pages: countTiffPages(await readFile(path)) };
  if (!PRINTABLE.includes(kind) && head.includes('%PDF-')) return inspectPdf(path);
  const packing = kind === 'unknown' ? wrappedUploadOf(head)?.what : undefined;
  if (packing !== undefined) return { kind, packing, pages: 1 };
  return kind === 'cfb' ? officeFile(kind) : { kind, pages: 1 };
}

async function inspectArchive(path: string): Promise<Inspection> {
  const kind = await officeKindOf(path);
  if (kind === 'cut off') return { kind: 'zip', packing: 'a ZIP archive that is cut off', pages: 1 };
  if (kind !== 'other') return officeFile(kind);
  const named = await kindOf(path);
  return { kind: OFFICE.includes(named) ? 'zip' : named, pages: 1 };
}

const officeFile = (kind: string): Inspection => ({
  kind,
  pages: 1,
  remark: 'office files count as one page',
});

async function readHead(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    // The specification of PDF lets its first line stand anywhere in the first kilobyte.
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function kindOf(path: string): Promise<string> {
  const { fileTypeFromFile } = await import('file-type');
  try {
    const kind = (await fileTypeFromFile(path))?.ext ?? 'unknown';
    return RELATIVES[kind] ?? kind;
  } catch {
    return 'unknown';
  }
}

async function inspectPdf(path: string): Promise<Inspection> {
  try {
    return { kind: 'pdf', pages: await countPdfPages(path) };
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    const why = `the PDF ${error.message}`;
    if (error.isUnprintable) return { kind: 'pdf', pages: 1, unprintable: why };
    return { kind: 'pdf', pages: 1, remark: `${why}, and counts as one page` };
  }
}
