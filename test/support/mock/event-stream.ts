import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect } from 'vitest';

/** An event as it was sent, with its data read. */
export interface SentEvent {
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A stream of server-sent events that is open. */
export interface EventStream extends Disposable {
  readonly events: readonly SentEvent[];
  /** Waits for an event. */
  until(event: string, data?: object): Promise<void>;
  /** The names of the events, and forgets them. */
  taken(): string[];
}

/** Opens a stream of events and waits for its answer. */
export async function openStream(url: string): Promise<EventStream> {
  const events: SentEvent[] = [];
  let rest = '';
  const request = get(url);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'text/event-stream']);
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const [, event = ''] = /^event: (.*)$/m.exec(part) ?? [];
      const [, data = 'null'] = /^data: (.*)$/m.exec(part) ?? [];
      events.push({ event, data: JSON.parse(data) as SentEvent['data'] });
    }
  });
  return {
    events,
    until: (event, data = {}) =>
      expect.poll(() => events).toContainEqual({ event, data: expect.objectContaining(data) as object }),
    taken: () => events.splice(0).map(({ event }) => event),
    [Symbol.dispose]: () => request.destroy(),
  };
}
