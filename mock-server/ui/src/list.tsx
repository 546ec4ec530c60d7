import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows that are drawn beyond what is in view. */
const BEYOND = 8;

interface ListProps<T> {
  readonly items: readonly T[];
  /** The height of each row in pixels. */
  readonly rowHeight: number;
  readonly label: string;
  readonly keyOf: (item: T) => string | number;
  /** The key of the row that must be in view. */
  readonly shown?: string | number | undefined;
  readonly row: (item: T) => ComponentChildren;
}

/** A list of rows of the same height, of which only those in view are drawn. */
export function List<T>({ items, rowHeight, label, keyOf, shown, row }: ListProps<T>) {
  const box = useRef<HTMLUListElement>(null);
  const [view, see] = useState({ top: 0, height: 800 });
  useEffect(() => {
    const scroller = box.current?.parentElement;
    if (!scroller) return;
    // Something else may stand above the list, and scroll with it.
    const look = () =>
      see({ top: scroller.scrollTop - offsetOf(box.current, scroller), height: scroller.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, []);
  useLayoutEffect(() => {
    const scroller = box.current?.parentElement;
    const at = shown === undefined ? -1 : items.findIndex((item) => keyOf(item) === shown);
    if (!scroller || at === -1) return;
    const top = at * rowHeight + offsetOf(box.current, scroller);
    const least = top + rowHeight - scroller.clientHeight;
    scroller.scrollTop = Math.min(Math.max(scroller.scrollTop, least), top);
  }, [shown]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - BEYOND);
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + BEYOND);
  return (
    <ul class="list" ref={box} aria-label={label} style={{ height: `${items.length * rowHeight}px` }}>
      {items.slice(first, last).map((item, at) => (
        <li key={keyOf(item)} style={{ top: `${(first + at) * rowHeight}px`, height: `${rowHeight}px` }}>
          {row(item)}
        </li>
      ))}
    </ul>
  );
}

function offsetOf(list: HTMLElement | null, scroller: Element): number {
  if (list === null) return 0;
  return list.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop;
}
