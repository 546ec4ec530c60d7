import { api, query, type Printer } from './api.js';
import { state } from './store.js';
import { change, TROUBLES } from './top.js';

const HOUR_MS = 3_600_000;
const OPERATIONS = ['createPrintJob', 'uploadPrintFile', 'executePrint', 'getPrintJob'] as const;

const clock = (body: { advance_ms?: number; freeze?: boolean; speed?: number }) =>
  api.POST('/_mock/api/clock', { params: { query }, body });

/** The panel that does what a real printer, and a real host, cannot do on demand. */
export function Controls({ close }: { close: () => void }) {
  const { printers = [], clock: time } = state.value ?? {};
  return (
    <section class="controls" aria-label="Controls">
      {printers.slice(0, 20).map((printer) => (
        <PrinterControls printer={printer} />
      ))}
      <fieldset>
        <legend>Clock{time !== undefined && `: ${time.now.slice(0, 19).replace('T', ' ')} UTC`}</legend>
        <button type="button" onClick={() => clock({ advance_ms: HOUR_MS })}>
          An hour on
        </button>
        <button type="button" onClick={() => clock({ advance_ms: 72 * HOUR_MS })}>
          Three days on
        </button>
        <button type="button" onClick={() => clock({ freeze: time?.is_frozen !== true })}>
          {time?.is_frozen === true ? 'Release' : 'Freeze'}
        </button>
      </fieldset>
      <fieldset>
        <legend>The next call fails</legend>
        {OPERATIONS.map((operation) => (
          <button
            type="button"
            onClick={() =>
              api.POST('/_mock/api/faults', {
                params: { query },
                body: { operation, effect: { kind: 'drop_after' } },
              })
            }
          >
            {operation}
          </button>
        ))}
        <small>The call takes effect, and its answer is lost.</small>
      </fieldset>
      <fieldset>
        <legend>Tokens and consent</legend>
        <button type="button" onClick={() => api.POST('/_mock/api/tokens/expire', { params: { query } })}>
          Expire access tokens
        </button>
        {(['page', 'auto', 'deny'] as const).map((consent) => (
          <button
            type="button"
            aria-pressed={state.value?.consent === consent}
            onClick={() => api.PUT('/_mock/api/consent', { params: { query }, body: { consent } })}
          >
            Consent: {consent}
          </button>
        ))}
      </fieldset>
      <fieldset>
        <legend>Start again</legend>
        <button
          type="button"
          class="danger"
          onClick={() => {
            if (confirm('Forget all jobs, tokens, faults and calls of this world?'))
              void api.POST('/_mock/api/reset', { params: { query } });
          }}
        >
          Reset
        </button>
        <button type="button" onClick={close}>
          Close
        </button>
      </fieldset>
    </section>
  );
}

function PrinterControls({ printer }: { printer: Printer }) {
  return (
    <fieldset>
      <legend>{printer.email}</legend>
      {Object.entries(TROUBLES).map(([trouble, text]) => (
        <button
          type="button"
          aria-pressed={printer.trouble === trouble}
          onClick={() =>
            change(printer, {
              trouble: printer.trouble === trouble ? null : (trouble as NonNullable<Printer['trouble']>),
            })
          }
        >
          {text}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={!printer.online}
        onClick={() => change(printer, { online: !printer.online })}
      >
        Offline
      </button>
    </fieldset>
  );
}
