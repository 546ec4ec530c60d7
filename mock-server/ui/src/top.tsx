import { useState } from 'preact/hooks';
import { Controls } from './controls.js';
import { Notices, RefusedOrder } from './notices.js';
import { PrintHere, printing } from './print-dialog.js';
import { state } from './store.js';
import { switchedOn, type Switched } from './switched.js';
import { Worlds } from './worlds.js';

/** The top row: the printers, everything that is switched on with its undo, and the ways to print and to control. */
export function Top() {
  const [isOpen, open] = useState(false);
  const switched = state.value === undefined ? [] : switchedOn(state.value);
  return (
    <header>
      <h1>Epson Connect mock</h1>
      <PrintersChip />
      <Worlds />
      {switched.map((each) => (
        <On key={each.text} {...each} />
      ))}
      {switched.length > 1 && (
        <button type="button" onClick={() => void undoAll(switched)}>
          Undo all
        </button>
      )}
      <span class="grow" />
      <a href="/_mock/docs/">Docs</a>
      <button type="button" aria-haspopup="dialog" aria-expanded={isOpen} onClick={() => open(true)}>
        Controls
      </button>
      <button
        type="button"
        class="main"
        aria-haspopup="dialog"
        onClick={() => (printing.value = { file: undefined })}
      >
        Print a file
      </button>
      {isOpen && <Controls close={() => open(false)} />}
      <PrintHere />
      <RefusedOrder />
      <Notices />
    </header>
  );
}

/** Undoes one after the other, so that a refusal of one is seen. */
async function undoAll(switched: readonly Switched[]): Promise<void> {
  for (const { run } of switched) await run();
}

function PrintersChip() {
  const { printers = [] } = state.value ?? {};
  const [first] = printers;
  if (first === undefined) return null;
  const off = printers.filter(({ online }) => !online).length;
  const name = printers.length === 1 ? first.email : `${printers.length} printers`;
  return (
    <span class="chip">
      <span class={off === printers.length ? 'dot off' : 'dot'} />
      {name}
      {off > 0 && `, ${printers.length === 1 ? 'offline' : `${off} offline`}`}
    </span>
  );
}

function On({ text, undo, run }: Switched) {
  return (
    <span class="chip on">
      <b>{text}</b>
      <button type="button" onClick={() => void run()} aria-label={`${undo}: ${text}`}>
        {undo}
      </button>
    </span>
  );
}
