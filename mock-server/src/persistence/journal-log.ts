import {
  readExchange,
  type WrittenExchange,
  type JournalLog,
  type Entry,
  type Journal,
} from '../journal/journal.js';
import { Group } from './group-commit.js';
import { lineOf, type Log } from './log.js';
import * as v from 'valibot';
import { anyObject, check, InvalidValue, record } from '../text/check.js';

/** The journals of all worlds, by the client's ID. */
type Journals = () => readonly [string, Journal][];

/** A line: an entry of a world's journal, or that everything up to one was cleared. */
type Line = readonly [clientId: string, what: Entry | { readonly clearedUpTo: number }];

/** The log is written anew when it is larger than this and twice what it was when it was last written anew. */
const ROOM_BYTES = 8 * 1024 * 1024;

const ENTRY = record(
  {
    sequence: v.number(),
    method: v.string(),
    target: v.string(),
    startedAt: v.string(),
    warnings: v.array(anyObject),
  },
  {},
);

/**
 * Keeps the journals. Nobody waits for it: an exchange is written down when it is over, together with what else is over
 * then. A journal that cannot be written is written anew from memory when it can be again.
 */
export class Diaries {
  readonly #log: Log;
  readonly #group = new Group(() => this.#write());
  #lines: string[] = [];
  #journals: Journals | undefined;
  #freshBytes = 0;
  /** True if the file lacks lines. */
  #isBehind = false;

  constructor(log: Log) {
    this.#log = log;
  }

  of(clientId: string): JournalLog {
    return {
      added: (entry) => this.#add([clientId, entry]),
      cleared: (clearedUpTo) => this.#add([clientId, { clearedUpTo }]),
    };
  }

  begin(journals: Journals, isAnew: boolean): void {
    this.#journals = journals;
    this.#freshBytes = this.#log.sizeBytes;
    this.#isBehind = isAnew;
    this.#group.soon().catch(() => {});
  }

  async close(): Promise<void> {
    if (this.#lines.length > 0 || this.#isBehind) await this.#group.soon().catch(() => {});
    else await this.#group.running?.catch(() => {});
    this.#log.close();
    this.#journals = undefined;
  }

  #add(line: Line): void {
    // Memory has all that a rewrite needs, so the line need not wait here too.
    if (!this.#isBehind) this.#lines.push(lineOf(line));
    if (this.#journals !== undefined) this.#group.soon().catch(() => {});
  }

  async #write(): Promise<void> {
    if (this.#journals === undefined) return;
    const lines = this.#lines.join('');
    this.#lines = [];
    try {
      const isTooLong = this.#log.sizeBytes > this.#freshBytes * 2 + ROOM_BYTES;
      if (this.#isBehind || isTooLong || !this.#log.isThere()) await this.#writeAnew(this.#journals);
      else if (lines !== '') await this.#log.append(lines);
    } catch {
      // The keeper tells of the folder; the journal is written anew with the next entry.
      this.#isBehind = true;
    }
  }

  async #writeAnew(journals: Journals): Promise<void> {
    function* all(): Generator<Line> {
      for (const [clientId, journal] of journals()) {
        const entries = journal.read();
        const first = entries[0]?.sequence ?? journal.sequence + 1;
        if (first > 1) yield [clientId, { clearedUpTo: first - 1 }];
        for (const entry of entries) yield [clientId, entry];
      }
    }
    this.#lines = [];
    this.#isBehind = false;
    await this.#log.replace(all());
    this.#freshBytes = this.#log.sizeBytes;
  }
}

/** Puts the lines of a log back into the journals they belong to. */
export function restoreJournals(
  values: readonly unknown[],
  journalOf: (clientId: string) => Journal,
  onRefused: (record: unknown, why: string) => void,
): void {
  const worlds = new Map<string, { entries: Entry[]; sequence: number }>();
  for (const value of values) {
    const [clientId, what] = Array.isArray(value) ? (value as unknown[]) : [];
    if (typeof clientId !== 'string' || typeof what !== 'object' || what === null) {
      onRefused(value, 'it is no entry');
      continue;
    }
    const world = worlds.get(clientId) ?? { entries: [], sequence: 0 };
    worlds.set(clientId, world);
    if ('clearedUpTo' in what) {
      world.sequence = Math.max(world.sequence, Number(what.clearedUpTo));
      world.entries = world.entries.filter(({ sequence }) => sequence > world.sequence);
      continue;
    }
    try {
      const { sequence } = check(ENTRY, what, 'entry');
      const entry = Object.assign(readExchange(what as unknown as WrittenExchange), { sequence });
      if (sequence > world.sequence) world.entries.push(entry);
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error;
      onRefused(value, error.message);
    }
  }
  for (const [clientId, { entries, sequence }] of worlds) journalOf(clientId).restore(entries, sequence);
}
