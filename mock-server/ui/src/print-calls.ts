import type { Entry } from './api.js';
import { remedyOf } from './rules.js';
import { entries } from './store.js';

/** A call of this page, and its answer once it is there. */
export interface Call {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly sent?: string;
  /** Absent while it runs; 0 if there was no answer. */
  readonly status?: number;
  readonly answer?: string;
  readonly rule?: string;
  readonly hint?: string;
  readonly remedy?: string;
}

/** The end of a sequence of calls, because one of them was refused. */
export class Stopped extends Error {
  readonly call: Call;

  constructor(call: Call) {
    super(call.hint ?? `status ${call.status}`);
    this.call = call;
  }
}

/** Makes tokens and keys unreadable: a picture of this page may go anywhere. */
const masked = (text: string) =>
  text
    .replace(/(Key=)[0-9a-f]+/g, '$1***')
    .replace(/("(?:access_token|refresh_token|code)":")[\w-]{40,}/g, '$1***');

export type Json = Readonly<Record<string, string>>;

interface Sent {
  readonly name: string;
  readonly path: string;
  readonly method?: 'GET';
  readonly headers?: Json;
  readonly body?: BodyInit;
  /** The body as it is shown, where it is no text without secrets. */
  readonly shown?: string;
}

/** Makes the calls of one print, and tells of each. */
export class Caller {
  readonly #told: Call[] = [];
  readonly #tell: (calls: readonly Call[]) => void;
  readonly #signal: AbortSignal;

  constructor(tell: (calls: readonly Call[]) => void, signal: AbortSignal) {
    this.#tell = tell;
    this.#signal = signal;
  }

  /** @throws Stopped unless it succeeds */
  async call({ name, path, method, headers = {}, body, shown }: Sent): Promise<Json> {
    const at = this.#told.length;
    const sent = shown ?? (typeof body === 'string' ? body : undefined);
    const begun: Call = { name, method: method ?? 'POST', path: masked(path), ...(sent && { sent }) };
    this.#put(at, begun);
    const before = entries.value[0]?.sequence ?? 0;
    try {
      const response = await fetch(path, {
        method: begun.method,
        headers,
        ...(body !== undefined && { body }),
        // Without, the browser itself asks for a password where a secret is wrong.
        credentials: path.startsWith('/_mock/') ? 'same-origin' : 'omit',
        signal: this.#signal,
      });
      const text = await response.text();
      const answered = { ...begun, status: response.status, answer: masked(text) };
      if (!response.ok) {
        const why = whyOf(response, text) ?? whyOfEntry(await this.#entryOf(begun, before));
        throw new Stopped({
          ...answered,
          ...(why ?? { hint: 'The call was refused. Its answer says more.' }),
        });
      }
      const json = text === '' ? {} : (JSON.parse(text) as Json);
      this.#put(at, answered);
      return json;
    } catch (error) {
      const stopped = error instanceof Stopped ? error : new Stopped(await this.#unanswered(begun, before));
      const { rule } = stopped.call;
      const remedy = rule === undefined ? undefined : await remedyOf(rule);
      this.#put(at, { ...stopped.call, ...(remedy !== undefined && { remedy }) });
      throw stopped;
    }
  }

  #put(at: number, call: Call): void {
    this.#told[at] = call;
    this.#tell([...this.#told]);
  }

  /** Looks into the journal for a call without a whole answer: a large file is refused while it is still sent. */
  async #unanswered(call: Call, before: number): Promise<Call> {
    if (this.#signal.aborted)
      return { ...call, status: 0, hint: 'It was stopped here. It may have taken effect.' };
    const entry = await this.#entryOf(call, before);
    const unknown = {
      hint: 'There was no whole answer, so it is not known whether the call took effect. Look at the job before you print again.',
    };
    return { ...call, status: entry?.response.status ?? 0, ...(whyOfEntry(entry) ?? unknown) };
  }

  /** Finds a call of this page in the journal, which the stream brings a moment later. */
  async #entryOf({ method, path }: Call, before: number): Promise<Entry | undefined> {
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [beginning = ''] = path.split('?');
    return entries.value.find(
      (entry) => entry.sequence > before && entry.method === method && entry.target.startsWith(beginning),
    );
  }
}

type Why = Pick<Call, 'rule' | 'hint'>;

function whyOf(response: Response, text: string): Why | undefined {
  const told = response.headers.get('x-epson-mock-hint');
  const [, rule, hint] = /^([a-z0-9-]+): ([^]*)$/.exec(told ?? '') ?? [];
  if (rule !== undefined && hint !== undefined) return { rule, hint };
  try {
    // An order of the control API says it in its body.
    const { code, message } = JSON.parse(text) as Json;
    if (code !== undefined && message !== undefined) return { rule: code, hint: message };
  } catch {
    // The body is shown as it is.
  }
  return undefined;
}

function whyOfEntry(entry: Entry | undefined): Why | undefined {
  return entry?.rule == null ? undefined : { rule: entry.rule, hint: entry.hint ?? '' };
}
