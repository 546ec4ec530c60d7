import type { ComponentChildren } from 'preact';
import type { Setting } from './setting.js';
import type { Size } from './sheet-order.js';

/** The margin that a printer leaves, in millimetres. */
const MARGIN = 3;
/** Pixels for a millimetre of paper where there is room. The style sheet has the same number. */
const SCALE = 2;

/** Returns the size in pixels of the part of a paper that is printed on, as sharp as the screen shows it. */
export function printedSize({ paper, isBorderless }: Setting): Size {
  const scale = SCALE * Math.min(devicePixelRatio, 2);
  const margins = isBorderless ? 0 : 2 * MARGIN;
  return { width: (paper.width - margins) * scale, height: (paper.height - margins) * scale };
}

interface PaperProps {
  readonly setting: Setting;
  /** The paper as it lies: turned, where what is on it is. */
  readonly size: Size;
  readonly label: string;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

/** A side of paper, true to scale, with what is printed on it and the margin. */
export function Paper({ setting, size: { width, height }, label, class: more = '', children }: PaperProps) {
  const { isBorderless, isMono, copies } = setting;
  const margin = isBorderless ? 0 : MARGIN * 100;
  return (
    <figure class={`side ${more}`}>
      <div
        class={copies > 1 ? 'paper stack' : 'paper'}
        style={{ '--width': width, aspectRatio: `${width} / ${height}` }}
      >
        <div
          class={`print${isMono ? ' mono' : ''}${isBorderless ? '' : ' margin'}`}
          style={{ inset: `${margin / height}% ${margin / width}%` }}
        >
          {children}
        </div>
        {copies > 1 && (
          <span class="copies" title={`${copies} copies`}>
            × {copies}
          </span>
        )}
      </div>
      <figcaption>{label}</figcaption>
    </figure>
  );
}
