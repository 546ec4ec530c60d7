import { open, readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { officeKindOf } from './office-file.js';
import { countTiffPages } from './tiff-pages.js';
import { PACKAGE_ROOT } from '../package.js';

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

/** Reading is ended after that: a few hundred bytes can keep a reader busy for ever. */
const MOST_MS = 3000;
/** ... or when it has taken so much: a megabyte can unpack to a thousand. */
const MOST_MEMORY_BYTES = 256 * 1024 * 1024;
const LOOK_MS = 50;

const COUNTER = new URL('pdf/page-counter.js', PACKAGE_ROOT);

/** The pages of a PDF cannot be counted. The message follows "the PDF". */
export class PdfError extends Error {
  override readonly name = 'PdfError';
  /** True if no reader can print it; otherwise only this reader has given up. */
  readonly isUnprintable: boolean;

  constructor({ failure, isUnprintable = false }: Failure) {
    super(failure);
    this.isUnprintable = isUnprintable;
  }
}

interface Failure {
  readonly failure: string;
  readonly isUnprintable?: boolean;
}

type Answer = { readonly pages: number } | Failure;

/** The thread that counts, for all hosts of this process; started with the first PDF, because loading takes longer than
 * a print. */
let counter: Promise<Worker> | undefined;
let last: Promise<unknown> = Promise.resolve();

/**
 * Counts the pages of a PDF, one file after the other, beside the thread that answers calls.
 *
 * @throws PdfError when it is broken, encrypted with a password, or more than a reader should be asked to do; the message
 *   says which
 */
export function countPdfPages(path: string): Promise<number> {
  const counting = last.then(async () => {
    counter ??= startCounter();
    return ask(await counter, path);
  });
  last = counting.catch(() => {});
  return counting;
}

function startCounter(): Promise<Worker> {
  return new Promise((resolve, reject) => {
    // Without the flags of this process: a loader for TypeScript, say, has nothing to do here.
    const worker = new Worker(COUNTER, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } });
    worker.unref();
    const forget = () => (counter = undefined);
    worker.once('exit', forget);
    worker.once('error', (error) => {
      forget();
      reject(error);
    });
    worker.once('message', () => resolve(worker));
  });
}

function ask(worker: Worker, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.ref();
    const beganMs = performance.now();
    const beganBytes = process.memoryUsage.rss();
    const settle = (answer: Answer) => {
      clearInterval(watch);
      worker.off('message', settle).off('exit', onExit).off('error', onExit).unref();
      if ('pages' in answer) resolve(answer.pages);
      else reject(new PdfError(answer));
    };
    const onExit = () => settle({ failure: 'is more than its reader can hold' });
    const end = (failure: string) => {
      // Before it has gone: the next file gets another thread.
      counter = undefined;
      settle({ failure });
      void worker.terminate();
    };
    const watch = setInterval(() => {
      if (performance.now() - beganMs > MOST_MS) end(`was not read to its end in ${MOST_MS / 1000} s`);
      else if (process.memoryUsage.rss() - beganBytes > MOST_MEMORY_BYTES)
        end('is larger unpacked than a reader should hold');
    }, LOOK_MS);
    worker.on('message', settle).on('exit', onExit).on('error', onExit);
    worker.postMessage(path);
  });
}

/** The form that a file was put into before it was sent, or that was sent in its place. */
export interface WrappedUpload {
  /** The name of the form, as the end of a sentence. */
  readonly what: string;
  /** The remedy, as a sentence that goes on behind a colon. */
  readonly mend: string;
}

/** The first bytes of files that print; office files are archives. */
const BEGINNINGS: readonly (readonly [beginning: string, what: string])[] = [
  ['%PDF-', 'a PDF'],
  ['\xff\xd8\xff', 'a JPEG'],
  ['\x89PNG', 'a PNG'],
  ['GIF8', 'a GIF'],
  ['II*\0', 'a TIFF'],
  ['MM\0*', 'a TIFF'],
  ['PK\x03\x04', 'an office file'],
  ['\xd0\xcf\x11\xe0', 'an office file'],
];

/** Base64 of any length that tells what it is of; of a text that ends sooner nobody can say. */
const BASE64 = /[A-Za-z0-9+/_-]{16,}(?=[=\s"'\\]|$)/g;
const ITSELF = 'send the bytes themselves';

/** @param head the first bytes of what was sent; a kilobyte is plenty */
export function wrappedUploadOf(head: Buffer): WrappedUpload | undefined {
  const text = head.toString('latin1').replace(/^(?:\xef\xbb\xbf|\s)+/, '');
  if (/^--\S{1,70}\r?\n[A-Za-z-]+:/.test(text)) {
    const mend = 'send the bytes of the file alone (with curl: --data-binary @FILE and not -F)';
    return { what: 'a multipart form', mend };
  }
  if (head[0] === 0x1f && head[1] === 0x8b) return { what: 'gzip', mend: `${ITSELF}, unpacked` };
  // The specification of PDF lets something stand before its first line.
  if (text.includes('%PDF-')) return undefined;
  if (/^<(?:!doctype\s+html|html)\b/i.test(text)) {
    const mend = 'what was fetched as the file is a page, perhaps of an error or a login; send the file';
    return { what: 'an HTML page', mend };
  }
  const inside = base64In(text);
  const isWhole = inside !== undefined && /^["']?$/.test(text.slice(0, inside.at));
  if (isWhole) return { what: inside.what, mend: ITSELF };
  if (/^data:[^\s,]{0,100},/i.test(text)) {
    const what = inside === undefined ? 'a data: URI' : `a data: URI with ${inside.what}`;
    return { what, mend: `${ITSELF}, which are what follows its comma, decoded` };
  }
  if (/^(?:\{\s*["}]|\[\s*(?:["{[\]\d]|true|false|null))/.test(text)) {
    const what = inside === undefined ? 'JSON' : `JSON with ${inside.what} in it`;
    return { what, mend: `${ITSELF}, and nothing around them` };
  }
  return undefined;
}

/** The first piece of base64 that a file begins in. */
function base64In(text: string): { readonly what: string; readonly at: number } | undefined {
  for (const { 0: piece, index } of text.matchAll(BASE64)) {
    const decoded = Buffer.from(piece.slice(0, 16), 'base64').toString('latin1');
    const [, what] = BEGINNINGS.find(([beginning]) => decoded.startsWith(beginning)) ?? [];
    if (what !== undefined) return { what: `base64 of ${what}`, at: index };
  }
  return undefined;
}
