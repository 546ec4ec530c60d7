import { getDocument, GlobalWorkerOptions, PDFWorker, VerbosityLevel } from 'pdfjs-dist';
import { turnedFor, type Size } from './sheet-order.js';

/** Returns the address of a file of the page. The worker needs it whole: its own base is another one. */
const besidePage = (path: string) => new URL(path, document.baseURI).href;

GlobalWorkerOptions.workerSrc = besidePage('pdf.worker.js');

/** A PDF that is open. */
export interface Pdf {
  readonly count: number;
  sizeOf(page: number): Promise<Size>;
  /** Draws a page as large as fits on paper of a size in pixels, which is turned for it. */
  draw(page: number, canvas: HTMLCanvasElement, paper: Size, signal?: AbortSignal): Promise<void>;
  close(): void;
}

/** The most workers that are kept while no document is open. */
const IDLE_WORKERS = 2;
const idle: PDFWorker[] = [];

/** Opens a PDF. Nothing in it is run: the engine has scripts only where a viewer gives it a sandbox. */
export async function openPdf(url: string, signal?: AbortSignal): Promise<Pdf> {
  // A document has a worker to itself, so that no other one keeps it waiting. Starting one takes longer than most pages
  // do, so it serves another document later.
  const worker = idle.pop() ?? new PDFWorker({ verbosity: VerbosityLevel.ERRORS });
  const task = getDocument({
    url,
    worker,
    cMapUrl: besidePage('cmaps/'),
    standardFontDataUrl: besidePage('standard_fonts/'),
    wasmUrl: besidePage('wasm/'),
    // The policy of the page allows no WebAssembly. Each decoder has one in JavaScript behind it.
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  let isClosed = false;
  const close = () => {
    if (isClosed) return;
    isClosed = true;
    // A worker answers only when it has ended what it was at.
    void task.destroy().then(
      () => (idle.length < IDLE_WORKERS ? idle.push(worker) : worker.destroy()),
      () => worker.destroy(),
    );
  };
  signal?.addEventListener('abort', close);
  try {
    const pdf = await task.promise;
    return {
      count: pdf.numPages,
      sizeOf: async (page) => (await pdf.getPage(page)).getViewport({ scale: 1 }),
      draw: async (number, canvas, paper, stop) => {
        const page = await pdf.getPage(number);
        if (stop?.aborted === true) return;
        const size = page.getViewport({ scale: 1 });
        const room = turnedFor(paper, size);
        const scale = Math.min(room.width / size.width, room.height / size.height);
        const viewport = page.getViewport({ scale });
        canvas.width = Math.max(1, Math.round(viewport.width));
        canvas.height = Math.max(1, Math.round(viewport.height));
        const rendering = page.render({ canvas, viewport });
        const cancel = () => rendering.cancel();
        stop?.addEventListener('abort', cancel);
        try {
          await rendering.promise;
        } finally {
          stop?.removeEventListener('abort', cancel);
          page.cleanup();
        }
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Returns why a PDF cannot be shown, and what to do. */
export function reasonOf(error: unknown): string {
  switch (error instanceof Error ? error.name : '') {
    case 'PasswordException':
      return 'This PDF is encrypted, and opens only with its password. A printer cannot enter one: send it without encryption.';
    case 'InvalidPDFException':
      return 'This file is not a whole PDF, so no page of it can be shown. Its bytes are as they were sent: compare them with the file that the program meant to send.';
    case 'ResponseException':
      return 'The mock does not give the file. Perhaps the job was forgotten meanwhile.';
    default:
      return `This PDF cannot be shown (${String(error)}). Its bytes are as they were sent.`;
  }
}
