import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { api, query, type Printer } from './api.js';
import { ClockControls } from './clock-controls.js';
import { Dialog } from './dialog.js';
import { FaultControls } from './fault-controls.js';
import { order } from './notices.js';
import { ScanControls } from './scan-controls.js';
import { state } from './store.js';
import { changePrinter, CONSENTS, PACES, setConsent, setPace, TROUBLES } from './switched.js';

/** The dialog that does what a real printer, and a real host, cannot do on demand. */
export function Controls({ close }: { close: () => void }) {
  const { printers = [], pace, consent, at_start } = state.value ?? {};
  const [email, choose] = useState<string | undefined>(undefined);
  const printer = printers.find((each) => each.email === email) ?? printers[0];
  return (
    <Dialog title="Controls" close={close} class="controls">
      {printer !== undefined && (
        <Group title="Printer">
          <PrinterChoice printers={printers} chosen={printer} choose={choose} />
          <PrinterControls printer={printer} />
        </Group>
      )}
      {printer !== undefined && <ScanControls printer={printer} />}
      <FaultControls />
      {pace !== undefined && (
        <Choice
          title="Pace of the printers"
          words={PACES}
          value={pace}
          usual={at_start?.pace}
          choose={setPace}
          about="Instant: printed before execute is answered. Fast: in two seconds. Real: page by page."
        />
      )}
      <ClockControls />
      {consent !== undefined && (
        <Choice
          title="Consent of version 2"
          words={CONSENTS}
          value={consent}
          usual={at_start?.consent}
          choose={setConsent}
        />
      )}
      <Tokens />
      <Reset />
    </Dialog>
  );
}

/** A part of the dialog. */
export function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

interface PrinterChoiceProps {
  readonly printers: readonly Printer[];
  readonly chosen: Printer;
  readonly choose: (email: string) => void;
}

/** The choice of a printer, where there is more than one. */
export function PrinterChoice({ printers, chosen, choose }: PrinterChoiceProps) {
  if (printers.length === 1) return <small>{chosen.email}</small>;
  return (
    <select
      aria-label="Printer"
      value={chosen.email}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {printers.map(({ email, name }) => (
        <option key={email} value={email}>
          {email} ({name})
        </option>
      ))}
    </select>
  );
}

function PrinterControls({ printer }: { printer: Printer }) {
  const { trouble, online, remote_printing: isAllowed } = printer;
  return (
    <>
      {Object.entries(TROUBLES).map(([word, text]) => (
        <button
          key={word}
          type="button"
          class="unusual"
          aria-pressed={trouble === word}
          onClick={() =>
            void changePrinter(printer, { trouble: trouble === word ? null : (word as Printer['trouble']) })
          }
        >
          {text}
        </button>
      ))}
      <button
        type="button"
        class="unusual"
        aria-pressed={!online}
        onClick={() => void changePrinter(printer, { online: !online })}
      >
        Offline
      </button>
      <button
        type="button"
        class="unusual"
        aria-pressed={!isAllowed}
        onClick={() => void changePrinter(printer, { remote_printing: !isAllowed })}
      >
        Remote printing off
      </button>
    </>
  );
}

interface ChoiceProps<W extends string> {
  readonly title: string;
  readonly words: Readonly<Record<W, string>>;
  readonly value: W;
  /** The word of the start: it is no warning. */
  readonly usual: W | undefined;
  readonly choose: (word: W) => Promise<unknown>;
  readonly about?: string;
}

/** A setting with one of a few words. */
function Choice<W extends string>({ title, words, value, usual, choose, about }: ChoiceProps<W>) {
  return (
    <Group title={title}>
      {(Object.keys(words) as W[]).map((word) => (
        <button
          key={word}
          type="button"
          class={word === usual ? '' : 'unusual'}
          aria-pressed={value === word}
          onClick={() => void choose(word)}
        >
          {words[word]}
        </button>
      ))}
      {about !== undefined && <small>{about}</small>}
    </Group>
  );
}

function Tokens() {
  const [outcome, tell] = useState('');
  const expire = async () => {
    const told = await order(api.POST('/_mock/api/tokens/expire', { params: { query } }));
    const count = told?.access_tokens ?? 0;
    tell(told === undefined ? '' : `${count} access ${count === 1 ? 'token has' : 'tokens have'} expired.`);
  };
  return (
    <Group title="Tokens">
      <button type="button" onClick={() => void expire()}>
        Expire access tokens
      </button>
      <small role="status">{outcome}</small>
    </Group>
  );
}

function Reset() {
  const [isAsking, ask] = useState(false);
  const reset = async () => {
    await order(api.POST('/_mock/api/reset', { params: { query } }));
    ask(false);
  };
  return (
    <Group title="Start again">
      {isAsking ? (
        <>
          <small role="alert">Forget all jobs, tokens, faults and calls of this world?</small>
          <button type="button" class="danger" onClick={() => void reset()}>
            Yes, reset
          </button>
          <button type="button" onClick={() => ask(false)}>
            No
          </button>
        </>
      ) : (
        <button type="button" class="danger" onClick={() => ask(true)}>
          Reset
        </button>
      )}
    </Group>
  );
}
