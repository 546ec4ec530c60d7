import { useEffect, useRef, useState } from 'preact/hooks';
import { watchInView } from './in-view.js';
import { printedSize } from './paper.js';
import type { Pdf } from './pdf.js';
import type { Setting } from './setting.js';
import type { Size } from './sheet-order.js';

/** Pages are drawn this many pixels before they come into view. */
const AHEAD = 400;
/** A page that is passed faster than this is not drawn. */
const PASSED_MS = 50;

const watch = watchInView(AHEAD);

interface PdfPageProps {
  readonly pdf: Pdf;
  readonly page: number;
  readonly setting: Setting;
  readonly onSize: (size: Size) => void;
}

/** A page of a PDF. It is drawn when it comes into view, and its canvas is emptied when it leaves. */
export function PdfPage({ pdf, page, setting, onSize }: PdfPageProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [isBroken, lose] = useState(false);
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    let stop: AbortController | undefined;
    const draw = async ({ signal }: AbortController) => {
      try {
        const size = await pdf.sizeOf(page);
        if (signal.aborted) return;
        onSize(size);
        await pdf.draw(page, canvas, printedSize(setting), signal);
      } catch {
        if (!signal.aborted) lose(true);
      }
    };
    const clear = () => {
      stop?.abort();
      stop = undefined;
      canvas.width = canvas.height = 0;
    };
    const unwatch = watch(canvas, (isInView) => {
      if (!isInView) return clear();
      if (stop !== undefined) return;
      const begun = (stop = new AbortController());
      setTimeout(() => begun.signal.aborted || void draw(begun), page === 1 ? 0 : PASSED_MS);
    });
    return () => {
      unwatch();
      clear();
    };
  }, [pdf, page]);
  if (isBroken) return <p>Page {page} is damaged, and cannot be drawn.</p>;
  return <canvas ref={ref} role="img" aria-label={`Page ${page}`} />;
}
