import { Exchange, type KeptBody, exchangeOutside } from '../http/exchange.js';
import type { ApiVersion } from '../rules/answers.js';
import { KeptTold } from '../http/recorder.js';

/** An exchange with its place in the journal. */
export interface Entry extends Exchange {
  /** Counts from 1 for each world, and goes on when the journal is cleared. */
  readonly sequence: number;
}

/** A filter of entries; a member that is left out does not matter. */
export interface EntryFilter {
  /** The version of the API that the path belongs to. */
  readonly apiVersion?: ApiVersion;
  /** The operation ID of the description, such as `executePrint`. */
  readonly operation?: string;
  /** The ID of a job. */
  readonly jobId?: string;
  /** The status of the answer. */
  readonly status?: number;
  /** The ID of a rule that the call broke. */
  readonly rule?: string;
  /** Only entries after this one. */
  readonly since?: number;
}

/** The entries and bytes that were dropped because the journal is bounded. */
export interface Dropped {
  readonly entries: number;
  readonly bytes: number;
}

/** Writes a journal down as it grows. */
export interface JournalLog {
  added(entry: Entry): void;
  /** Nothing up to this entry counts any more. */
  cleared(sequence: number): void;
}

const MOST_ENTRIES = 1000;
const MOST_BYTES = 4 * 1024 * 1024;
/** The bytes that an entry takes beside its texts, roughly. */
const ENTRY_BYTES = 500;

/** The newest exchanges with one client, bounded by count and by bytes. */
export class Journal {
  #entries: { readonly entry: Entry; readonly bytes: number }[] = [];
  #bytes = 0;
  #sequence = 0;
  #dropped = { entries: 0, bytes: 0 };
  #droppedUpTo = 0;
  readonly #listeners = new Set<(entry: Entry) => void>();
  readonly #log: JournalLog | undefined;

  /** @param log in which entries are written as well */
  constructor(log?: JournalLog) {
    this.#log = log;
  }

  /** The number of the newest entry, also of one that was cleared. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Takes back what was exchanged before the host was restarted, oldest first. */
  restore(entries: readonly Entry[], sequence: number): void {
    for (const entry of entries) this.#enter(entry);
    this.#sequence = Math.max(sequence, entries.at(-1)?.sequence ?? 0);
    this.#dropped = { entries: 0, bytes: 0 };
  }

  /** The number of the oldest entry that it has; without entries, that of the next one. */
  get first(): number {
    return this.#entries[0]?.entry.sequence ?? this.#sequence + 1;
  }

  /** The entries and bytes that were dropped since the journal was cleared. */
  get dropped(): Dropped {
    return { ...this.#dropped };
  }

  /** The number of the newest entry that had to go because the journal is bounded; 0 where none had to. */
  get droppedUpTo(): number {
    return this.#droppedUpTo;
  }

  add(exchange: Exchange): void {
    const entry: Entry = Object.assign(exchange, { sequence: (this.#sequence += 1) });
    this.#enter(entry);
    this.#log?.added(entry);
    for (const listener of this.#listeners) listener(entry);
  }

  /** Returns the entries that match the filter, oldest first. */
  read(filter: EntryFilter = {}): Entry[] {
    return this.#entries.map(({ entry }) => entry).filter((entry) => fits(entry, filter));
  }

  /** Returns the entries that follow one, oldest first, and not more than so many. Takes no longer in a long journal. */
  after(sequence: number, most: number): Entry[] {
    // Numbers have gaps only where an entry could not be read after a restart.
    const first = this.#entries[0]?.entry.sequence ?? 0;
    let at = Math.min(Math.max(sequence + 1 - first, 0), this.#entries.length);
    while (at > 0 && (this.#entries[at - 1]?.entry.sequence ?? 0) > sequence) at -= 1;
    return this.#entries.slice(at, at + most).map(({ entry }) => entry);
  }

  clear(): void {
    this.#entries = [];
    this.#bytes = 0;
    this.#dropped = { entries: 0, bytes: 0 };
    this.#log?.cleared(this.#sequence);
  }

  /** @returns a function that ends it */
  listen(listener: (entry: Entry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #enter(entry: Entry): void {
    const bytes = ENTRY_BYTES + entry.keptBytes;
    this.#entries.push({ entry, bytes });
    this.#bytes += bytes;
    while (this.#entries.length > MOST_ENTRIES || this.#bytes > MOST_BYTES) this.#dropOldest();
  }

  #dropOldest(): void {
    const oldest = this.#entries.shift();
    if (oldest === undefined) return;
    this.#bytes -= oldest.bytes;
    this.#droppedUpTo = oldest.entry.sequence;
    this.#dropped.entries += 1;
    this.#dropped.bytes += oldest.bytes;
  }
}

/** Tells whether an entry matches a filter. */
export function fits(entry: Entry, filter: EntryFilter): boolean {
  const { apiVersion, operation, jobId, status, rule, since } = filter;
  return (
    (apiVersion === undefined || entry.apiVersion === apiVersion) &&
    (operation === undefined || entry.operation === operation) &&
    (jobId === undefined || entry.jobId === jobId) &&
    (status === undefined || entry.outcome?.status === status) &&
    (rule === undefined ||
      entry.refusal?.rule === rule ||
      entry.warnings.some((warning) => warning.rule === rule)) &&
    (since === undefined || entry.sequence > since)
  );
}

/** The JSON of an exchange, as `toJSON` returns it. */
export interface WrittenExchange extends Partial<
  Pick<
    Exchange,
    'clientId' | 'operation' | 'family' | 'methods' | 'jobId' | 'documentSha256' | 'refusal' | 'outcome'
  >
> {
  readonly method: string;
  readonly target: string;
  /** As JSON has it. */
  readonly startedAt: string;
  readonly warnings: Readonly<Exchange['warnings']>;
  readonly requestHeaders?: readonly [string, string][];
  readonly requestBody?: KeptBody;
  readonly responseHeaders?: readonly [string, string][];
  readonly responseBody?: KeptBody;
}

/** Restores an exchange from its JSON. */
export function readExchange(written: WrittenExchange): Exchange {
  const { method, target, startedAt, warnings, outcome, ...rest } = written;
  const { requestHeaders, requestBody, responseHeaders, responseBody, ...own } = rest;
  const exchange = new Exchange(method, target, Date.parse(startedAt));
  Object.assign(exchange, own);
  exchange.warnings.push(...warnings);
  const [request, response] = [
    new KeptTold(requestHeaders, requestBody),
    new KeptTold(responseHeaders, responseBody),
  ];
  if (outcome !== undefined) exchange.end(outcome, request, response);
  return exchange;
}

/** Notifies those who wait for a change that something has changed in a world. */
export class ChangeSignal {
  readonly #listeners = new Set<() => void>();

  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * Waits until a condition is met, which is checked now and at every change.
   *
   * @param signal ends the wait when nobody waits any more
   * @returns true if it was met in time
   */
  async waitUntil(holds: () => boolean, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    if (holds()) return true;
    if (signal?.aborted === true) return false;
    return new Promise<boolean>((resolve) => {
      const end = (met: boolean) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        this.#listeners.delete(look);
        resolve(met);
      };
      const look = () => holds() && end(true);
      const leave = () => end(false);
      const timer = setTimeout(() => end(false), timeoutMs);
      this.#listeners.add(look);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}

/** Returns a journal entry that belongs to no exchange. */
export function event(rule: string, hint: string, at: Date): Exchange {
  const exchange = exchangeOutside({ method: '(folder)', target: '', startedAt: at, status: 0, rule, hint });
  exchange.outcome = undefined;
  return exchange;
}
