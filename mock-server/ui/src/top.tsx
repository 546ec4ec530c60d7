import { useState } from 'preact/hooks';
import { api, query, type Fault, type Printer } from './api.js';
import { Controls } from './controls.js';
import { state } from './store.js';

/** The words for what a printer suffers from. */
export const TROUBLES: Readonly<Record<NonNullable<Printer['trouble']>, string>> = {
  media_jam: 'Paper jam',
  media_empty: 'Out of paper',
  marker_supply_empty: 'Out of ink',
  cover_open: 'Cover open',
  attention_required: 'Needs attention',
};

/** Changes a printer. */
export const change = (
  { email }: Printer,
  body: { trouble?: Printer['trouble']; online?: boolean; remote_printing?: boolean },
) => api.PATCH('/_mock/api/printers/{email}', { params: { path: { email }, query }, body });

/** The top row: the printer, everything that is switched on with its undo, and the way to the controls. */
export function Top() {
  const [isOpen, open] = useState(false);
  const { printers = [], faults = [], clock, consent } = state.value ?? {};
  const [first] = printers;
  return (
    <header>
      <h1>Epson Connect mock</h1>
      {first !== undefined && (
        <span class="chip">
          <span class={first.online ? 'dot' : 'dot off'} />
          {printers.length === 1 ? first.email : `${printers.length} printers`}
        </span>
      )}
      {printers.map((printer) => (
        <Undo printer={printer} isOne={printers.length === 1} />
      ))}
      {faults.map((fault) => (
        <On text={faultText(fault)} undo="Undo" run={() => removeFault(fault)} />
      ))}
      {consent !== undefined && consent !== 'page' && (
        <On
          text={`Consent: ${consent}`}
          undo="Undo"
          run={() => api.PUT('/_mock/api/consent', { params: { query }, body: { consent: 'page' } })}
        />
      )}
      {clock?.is_frozen === true && (
        <On
          text={`Clock stands at ${clock.now.slice(11, 19)}`}
          undo="Release"
          run={() => api.POST('/_mock/api/clock', { params: { query }, body: { freeze: false } })}
        />
      )}
      <span class="grow" />
      <a href="/_mock/docs/">Docs</a>
      <button type="button" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        Controls
      </button>
      {isOpen && <Controls close={() => open(false)} />}
    </header>
  );
}

function On({ text, undo, run }: { text: string; undo: string; run: () => unknown }) {
  return (
    <span class="chip on">
      <b>{text}</b>
      <button type="button" onClick={run} aria-label={`${undo}: ${text}`}>
        {undo}
      </button>
    </span>
  );
}

function Undo({ printer, isOne }: { printer: Printer; isOne: boolean }) {
  const of = isOne ? '' : ` (${printer.email})`;
  const { trouble, online, remote_printing: isAllowed } = printer;
  return (
    <>
      {trouble !== null && (
        <On text={TROUBLES[trouble] + of} undo="Mend" run={() => change(printer, { trouble: null })} />
      )}
      {!online && <On text={`Offline${of}`} undo="Connect" run={() => change(printer, { online: true })} />}
      {!isAllowed && (
        <On
          text={`Remote printing off${of}`}
          undo="Allow"
          run={() => change(printer, { remote_printing: true })}
        />
      )}
    </>
  );
}

const removeFault = ({ id: fault_id }: Fault) =>
  api.DELETE('/_mock/api/faults/{fault_id}', { params: { path: { fault_id }, query } });

function faultText({ operation, effect, times, struck }: Fault): string {
  const what =
    effect.kind === 'refuse' ? (effect.code ?? String(effect.status)) : effect.kind.replace('_', ' ');
  const left = times === null ? 'each' : times - struck <= 1 ? 'next' : `next ${times - struck}`;
  return times !== null && struck >= times
    ? `${operation ?? 'Any call'}: ${what}, has struck`
    : `${left} ${operation ?? 'call'}: ${what}`;
}
