import { useEffect, useRef, useState } from 'preact/hooks';
import { addressOf } from './address.js';
import type { Job } from './api.js';
import { watchInView } from './in-view.js';
import { typeOf } from './kind.js';
import { settingOf } from './setting.js';
import type { Size } from './sheet-order.js';
import { thumbQueue } from './thumb-queue.js';

/** The size of a thumbnail in pixels of the page. */
const BOX: Size = { width: 38, height: 52 };

/** Thumbnails are drawn this many pixels before they come into view, about a row. */
const AHEAD = 80;

const watch = watchInView(AHEAD);

interface Source {
  readonly address: string;
  readonly kind: 'pdf' | 'image';
}

const thumbs = thumbQueue<Source>(({ address, kind }) => (kind === 'pdf' ? drawPdf : drawImage)(address), {
  kept: 100,
  atOnce: 2,
});

/** A small picture of a job's document, drawn when its row comes into view. A job without a document has none. */
export function Thumb({ job }: { job: Job }) {
  const { id, document } = job;
  const ref = useRef<HTMLSpanElement>(null);
  const [picture, see] = useState<string>();
  const type = document === null ? undefined : typeOf(document);
  const sha256 = document?.sha256;
  useEffect(() => {
    see(undefined);
    if (ref.current === null || type === undefined || type.kind === 'other') return;
    const source = { address: addressOf(`/jobs/${id}/document`), kind: type.kind };
    let unwant: (() => void) | undefined;
    const unwatch = watch(ref.current, (isInView) => {
      unwant?.();
      unwant = isInView ? thumbs.want(`${id} ${sha256}`, source, see) : undefined;
    });
    return () => {
      unwatch();
      unwant?.();
    };
  }, [id, sha256]);
  return (
    <span ref={ref} class={type === undefined ? 'thumb none' : 'thumb'} aria-hidden="true">
      {picture !== undefined ? (
        <img class={settingOf(job).isMono ? 'mono' : ''} src={picture} alt="" />
      ) : (
        type !== undefined && <span class="type">{type.extension}</span>
      )}
    </span>
  );
}

async function drawPdf(address: string): Promise<string> {
  const { openPdf } = await import('./pdf.js');
  const pdf = await openPdf(address);
  try {
    const canvas = document.createElement('canvas');
    const { width, height } = await pdf.sizeOf(1);
    const size = fitted({ width, height });
    // The paper has the form of the page here: only the sheets are true to scale.
    await pdf.draw(1, canvas, size);
    return canvas.toDataURL();
  } finally {
    pdf.close();
  }
}

async function drawImage(address: string): Promise<string> {
  const answer = await fetch(address);
  const image = await createImageBitmap(await answer.blob());
  try {
    const canvas = document.createElement('canvas');
    const { width, height } = fitted(image);
    canvas.width = width;
    canvas.height = height;
    canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
    return canvas.toDataURL();
  } finally {
    image.close();
  }
}

/** Returns the size that a picture has inside the box, in pixels of the screen. */
function fitted({ width, height }: Size): Size {
  const scale = Math.min(BOX.width / width, BOX.height / height) * Math.min(devicePixelRatio, 2);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
