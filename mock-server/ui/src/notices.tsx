import { signal } from '@preact/signals';
import { entries, state } from './store.js';
import { clockTime } from './text.js';

/** The reason why an order of this page was refused; one alone, because the next order shows whether it still holds. */
const refusal = signal<string | undefined>(undefined);
/** The notices that somebody has read, by their keys. */
const read = signal<ReadonlySet<string>>(new Set());

/** Shows a text until somebody has read it. */
export function notify(text: string | undefined): void {
  refusal.value = text;
}

/** An answer of the control API, as its client returns it. */
export interface Answered<T> {
  readonly data?: T;
  readonly error?: { readonly message: string } | undefined;
}

/** Carries out an order of the control API. Shows why it was refused. Returns the answer, if it was not. */
export async function order<T>(answer: Promise<Answered<T>>): Promise<T | undefined> {
  try {
    const { data, error } = await answer;
    notify(error?.message);
    return data;
  } catch {
    notify('The mock did not answer, so it may not have done this. Look whether it runs, and try again.');
    return undefined;
  }
}

function Notice({ text, isBad, hide }: { text: string; isBad: boolean; hide: () => void }) {
  return (
    <p class={isBad ? 'notice bad' : 'notice'}>
      <span>{text}</span>
      <button type="button" aria-label={`Hide: ${text.slice(0, 60)}`} onClick={hide}>
        Hide
      </button>
    </p>
  );
}

/** The notice on an order that was refused. A dialog shows it itself, because it covers the page. */
export function RefusedOrder() {
  return (
    <div class="notices" role="status">
      {refusal.value !== undefined && <Notice text={refusal.value} isBad hide={() => notify(undefined)} />}
    </div>
  );
}

/** Notices on the storage of the mock. */
export function Notices() {
  const dropped = state.value?.journal.dropped.entries ?? 0;
  const failed = entries.value.find(({ rule }) => rule === 'storage-failed');
  const all: readonly (readonly [key: string, text: string])[] = [
    ...(failed === undefined
      ? []
      : [
          [
            `storage ${failed.sequence}`,
            `The data folder could not be written at ${clockTime(failed.time)} UTC. ${failed.hint ?? ''}`,
          ] as const,
        ]),
    ...(dropped === 0
      ? []
      : [
          [
            // The number grows with each call: one who knows that calls are missing need not be told each time.
            'dropped',
            `The journal has dropped its oldest ${dropped} ${dropped === 1 ? 'call' : 'calls'} to stay within its limits. The story of older jobs is not complete.`,
          ] as const,
        ]),
  ];
  const unread = all.filter(([key]) => !read.value.has(key));
  return (
    <div class="notices" role="status">
      {unread.map(([key, text]) => (
        <Notice
          key={key}
          text={text}
          isBad={key !== 'dropped'}
          hide={() => (read.value = new Set([...read.value, key]))}
        />
      ))}
    </div>
  );
}
