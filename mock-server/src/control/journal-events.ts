import { fits, type Entry, type EntryFilter, type Journal } from '../journal/journal.js';
import { viewEntry } from './entry-view.js';
import type { EventSource } from './event-streams.js';

/** Returns an entry as a server-sent event. */
export function eventOf(entry: Entry): string {
  return `id: ${entry.sequence}\nevent: exchange\ndata: ${JSON.stringify(viewEntry(entry))}\n\n`;
}

/** The entries of journals as events, each made once for all streams. */
export class JournalEvents {
  readonly #serialise: (entry: Entry) => string;
  #events = new WeakMap<Entry, Buffer>();
  #sources = 0;

  constructor(serialise: (entry: Entry) => string = eventOf) {
    this.#serialise = serialise;
  }

  /** Returns a source of the entries that there are already after `since`, and of each new one. */
  source(journal: Journal, filter: EntryFilter): EventSource {
    // Entries that were dropped before the stream began do not count as missed.
    let last = Math.max(filter.since ?? 0, journal.droppedUpTo);
    return {
      take: (most) => {
        const entries = journal.after(last, most);
        last = entries.at(-1)?.sequence ?? last;
        const fitting = entries.filter((entry) => fits(entry, filter));
        return { looked: entries.length, events: fitting.map((entry) => this.#eventOf(entry)) };
      },
      get hasMissed() {
        return last < journal.droppedUpTo;
      },
      listen: (wake) => {
        this.#sources += 1;
        const end = journal.listen(wake);
        return () => {
          end();
          this.#sources -= 1;
          // Made for streams, and as large as the journal.
          if (this.#sources === 0) this.#events = new WeakMap();
        };
      },
    };
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
