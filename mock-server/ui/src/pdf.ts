import { getDocument, GlobalWorkerOptions } from 'pdfjs-dist';

GlobalWorkerOptions.workerSrc = 'pdf.worker.js';

/** A PDF that is open. */
export interface Pages {
  readonly count: number;
  /** Draws a page into a canvas, as large as its box. */
  draw(number: number, canvas: HTMLCanvasElement): Promise<void>;
  close(): void;
}

/** Opens a PDF. Nothing in it is run. */
export async function openPdf(url: string): Promise<Pages> {
  const task = getDocument({
    url,
    cMapUrl: 'cmaps/',
    standardFontDataUrl: 'standard_fonts/',
    wasmUrl: 'wasm/',
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    stopAtErrors: false,
  });
  const document = await task.promise;
  return {
    count: document.numPages,
    async draw(number, canvas) {
      const page = await document.getPage(number);
      const box = canvas.parentElement?.getBoundingClientRect();
      const { width, height } = page.getViewport({ scale: 1 });
      const scale = Math.min((box?.width ?? width) / width, (box?.height ?? height) / height);
      const viewport = page.getViewport({ scale: scale * devicePixelRatio });
      canvas.width = viewport.width;
      canvas.height = viewport.height;
      await page.render({ canvas, viewport }).promise;
    },
    close: () => void task.destroy(),
  };
}
