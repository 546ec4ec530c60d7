import type { ServerResponse } from 'node:http';
import { fits, type Entry, type EntryFilter, type Journal } from '../journal/journal.js';
import { viewEntry } from './entry-view.js';
import { ControlRefusal } from './refusal.js';

/** The maximum number of open streams, for all worlds together. */
export const MOST_STREAMS = 100;
/** The maximum number of entries that one turn of the event loop looks at, for all streams together, so that calls are answered in between. */
export const ENTRIES_PER_TURN = 64;
/** The maximum for one stream in a turn, so that every stream makes progress. */
const ENTRIES_AT_ONCE = 16;

/** Returns an entry as a server-sent event. */
export function eventOf(entry: Entry): string {
  return `id: ${entry.sequence}\nevent: exchange\ndata: ${JSON.stringify(viewEntry(entry))}\n\n`;
}

interface Stream {
  readonly journal: Journal;
  readonly filter: EntryFilter;
  readonly response: ServerResponse;
  /** The sequence number up to which entries have been looked at. */
  last: number;
  /** True while the client has to read before more is sent. */
  isFull: boolean;
}

/**
 * Streams of journals. What waits for a client stays in the journal, which is bounded, and not in memory of its own: a
 * client that reads more slowly than the journal goes on is dropped.
 */
export class JournalStreams {
  readonly #serialise: (entry: Entry) => string;
  readonly #open = new Set<Stream>();
  /** Those that have something to come, in the order of their turns. */
  readonly #ready = new Set<Stream>();
  /** Each entry is made an event once, for all streams. */
  #events = new WeakMap<Entry, Buffer>();
  #isScheduled = false;

  constructor(serialise: (entry: Entry) => string = eventOf) {
    this.#serialise = serialise;
  }

  /**
   * Sends the entries that there are already, and each new one as it comes, until the client goes.
   *
   * @throws ControlRefusal `streams-too-many`
   */
  open(journal: Journal, filter: EntryFilter, response: ServerResponse): void {
    if (this.#open.size >= MOST_STREAMS)
      throw new ControlRefusal(
        429,
        'streams-too-many',
        `${MOST_STREAMS} streams of the journal are open, the most that there are at the same time. Close one, or read GET /_mock/api/journal?since=N.`,
      );
    // Entries that were dropped before the stream began do not count as missed.
    const last = Math.max(filter.since ?? 0, journal.droppedUpTo);
    const stream: Stream = { journal, filter, response, last, isFull: false };
    this.#open.add(stream);
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    const end = journal.listen(() => this.#wake(stream));
    response.on('drain', () => {
      stream.isFull = false;
      this.#wake(stream);
    });
    response.once('close', () => {
      end();
      this.#open.delete(stream);
      this.#ready.delete(stream);
      // Made for streams, and as large as the journal.
      if (this.#open.size === 0) this.#events = new WeakMap();
    });
    this.#wake(stream);
  }

  #wake(stream: Stream): void {
    // It has missed something. With since, its client goes on where it was.
    if (stream.last < stream.journal.droppedUpTo) return void stream.response.destroy();
    if (stream.isFull) return;
    this.#ready.add(stream);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isScheduled = false;
    let left = ENTRIES_PER_TURN;
    for (const stream of this.#ready) {
      if (left <= 0) break;
      this.#ready.delete(stream);
      const most = Math.min(left, ENTRIES_AT_ONCE);
      const entries = stream.journal.after(stream.last, most);
      this.#send(stream, entries);
      left -= Math.max(entries.length, 1);
      // To the end of the queue; those that are in the set are visited in their order.
      if (entries.length === most) this.#wake(stream);
    }
    const [next] = this.#ready;
    if (next !== undefined) this.#wake(next);
  }

  #send(stream: Stream, entries: readonly Entry[]): void {
    stream.last = entries.at(-1)?.sequence ?? stream.last;
    const events = entries.filter((entry) => fits(entry, stream.filter)).map((entry) => this.#eventOf(entry));
    // In one write: one for each takes most of the time of a long journal.
    if (events.length > 0) stream.isFull = !stream.response.write(Buffer.concat(events));
  }

  #eventOf(entry: Entry): Buffer {
    let event = this.#events.get(entry);
    if (event === undefined) {
      event = Buffer.from(this.#serialise(entry));
      this.#events.set(entry, event);
    }
    return event;
  }
}
