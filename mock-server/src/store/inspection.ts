import { open, readFile } from 'node:fs/promises';
import { packingOf } from './packing.js';
import { countPdfPages, PdfError } from './pdf-pages.js';

/** What a look into a document shows. */
export interface Inspection {
  /** The usual extension of such content: `pdf`, `jpg`, `png`, `tif`, `docx`, `cfb` for older office files; or `unknown`. */
  readonly kind: string;
  /** What the file was put into, or sent in its place, where that can be told. */
  readonly packing?: string;
  readonly pages: number;
  /** Where the number of pages is not what a reader would count. */
  readonly remark?: string;
}

/** A chain of images is followed so far. */
const MOST_IMAGES = 10_000;

/** Looks into a document: what it is, and how many pages it has. Never fails because of the content. */
export async function inspect(path: string): Promise<Inspection> {
  const head = await readHead(path);
  const start = head.indexOf('%PDF-');
  if (start >= 0) return inspectPdf(path);
  const kind = await kindOf(path);
  if (kind === 'tif') return { kind, pages: countTiffPages(await readFile(path)) };
  const packing = kind === 'unknown' ? packingOf(head)?.what : undefined;
  if (packing !== undefined) return { kind, packing, pages: 1 };
  const isOffice = ['docx', 'xlsx', 'pptx', 'cfb'].includes(kind);
  return isOffice ? { kind, pages: 1, remark: 'office files count as one page' } : { kind, pages: 1 };
}

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
    return (await fileTypeFromFile(path))?.ext ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

async function inspectPdf(path: string): Promise<Inspection> {
  try {
    return { kind: 'pdf', pages: await countPdfPages(path) };
  } catch (error) {
    if (!(error instanceof PdfError)) throw error;
    return { kind: 'pdf', pages: 1, remark: `the PDF is ${error.message}, and counts as one page` };
  }
}

/** Follows the chain of image directories; a broken chain ends where it breaks. */
function countTiffPages(bytes: Buffer): number {
  const isLittle = bytes.toString('latin1', 0, 2) === 'II';
  const u16 = (at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const seen = new Set<number>();
  try {
    for (
      let at = u32(4);
      at !== 0 && !seen.has(at) && seen.size < MOST_IMAGES;
      at = u32(at + 2 + u16(at) * 12)
    )
      seen.add(at);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return Math.max(seen.size, 1);
}
