import type { ServerResponse } from 'node:http';
import { ControlRefusal } from './refusal.js';

/** The maximum number of open streams, for all worlds together. */
export const MOST_STREAMS = 100;
/** The maximum number of things that one turn of the event loop looks at, for all streams together, so that calls are answered in between. */
export const MOST_PER_TURN = 64;
/** The maximum for one stream in a turn, so that every stream makes progress. */
const MOST_AT_ONCE = 16;

/** The source of a stream, in which its events wait, and not in memory of their own. */
export interface EventSource {
  /** Looks at what comes next, at most at so many things, and returns how many those were and their events. */
  take(most: number): { readonly looked: number; readonly events: readonly Buffer[] };
  /** True if something that was to be sent is gone. */
  readonly hasMissed: boolean;
  /** Sets what is called when there is more to take. @returns a function that ends it */
  listen(wake: () => void): () => void;
}

interface Stream {
  readonly source: EventSource;
  readonly response: ServerResponse;
  /** True while the client has to read before more is sent. */
  isFull: boolean;
}

/**
 * Streams of server-sent events. A client that reads so slowly that its source loses what it still has to get is
 * dropped.
 */
export class EventStreams {
  readonly #open = new Set<Stream>();
  /** Those that have something to come, in the order of their turns. */
  readonly #ready = new Set<Stream>();
  #isScheduled = false;

  /**
   * Sends what there is already, and each new event as it comes, until the client goes.
   *
   * @throws ControlRefusal `streams-too-many`
   */
  open(source: EventSource, response: ServerResponse): void {
    if (this.#open.size >= MOST_STREAMS)
      throw new ControlRefusal(
        429,
        'streams-too-many',
        `${MOST_STREAMS} streams of events are open, the most that there are at the same time. Close one, or read GET /_mock/api/journal?since=N.`,
      );
    const stream: Stream = { source, response, isFull: false };
    this.#open.add(stream);
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    const end = source.listen(() => this.#wake(stream));
    response.on('drain', () => {
      stream.isFull = false;
      this.#wake(stream);
    });
    response.once('close', () => {
      end();
      this.#open.delete(stream);
      this.#ready.delete(stream);
    });
    this.#wake(stream);
  }

  #wake(stream: Stream): void {
    if (stream.source.hasMissed) return void stream.response.destroy();
    if (stream.isFull) return;
    this.#ready.add(stream);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isScheduled = false;
    let left = MOST_PER_TURN;
    for (const stream of this.#ready) {
      if (left <= 0) break;
      this.#ready.delete(stream);
      const most = Math.min(left, MOST_AT_ONCE);
      const { looked, events } = stream.source.take(most);
      // In one write: one for each takes most of the time of a long journal.
      if (events.length > 0) stream.isFull = !stream.response.write(Buffer.concat(events));
      left -= Math.max(looked, 1);
      // To the end of the queue; those that are in the set are visited in their order.
      if (looked === most) this.#wake(stream);
    }
    const [next] = this.#ready;
    if (next !== undefined) this.#wake(next);
  }
}
