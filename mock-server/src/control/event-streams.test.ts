import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { exchangeOutside } from '../http/exchange.js';
import { Journal } from '../journal/journal.js';
import { ControlRefusal } from './refusal.js';
import { EventStreams, MOST_PER_TURN, MOST_STREAMS } from './event-streams.js';
import { eventOf, JournalEvents } from './journal-events.js';

function journalOf(count: number): Journal {
  const journal = new Journal();
  for (let number = 1; number <= count; number += 1) add(journal);
  return journal;
}

const add = (journal: Journal) =>
  journal.add(exchangeOutside({ method: 'GET', target: '/', startedAt: new Date(0), status: 404 }));

/** An answer that goes nowhere, and what was written to it. */
class Answer extends Writable {
  readonly ids: number[] = [];
  readonly #isRead: boolean;
  readonly #onWrite: (events: number) => void;

  constructor({ isRead = true, onWrite = (_events: number) => {} } = {}) {
    super();
    this.#isRead = isRead;
    this.#onWrite = onWrite;
  }

  override write(chunk: unknown): boolean {
    const ids = [...String(chunk).matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    this.#onWrite(ids.length);
    this.ids.push(...ids);
    return super.write(chunk);
  }

  override _write(_chunk: unknown, _encoding: string, taken: () => void): void {
    if (this.#isRead) setImmediate(taken);
  }

  writeHead = () => this;
  flushHeaders = () => {};
  get response(): ServerResponse {
    onTestFinished(() => void this.destroy());
    return this as unknown as ServerResponse;
  }
}

describe('200 streams of a journal of 1,000 entries', () => {
  it('make each entry an event once, and take a bounded part of each turn of the event loop', async () => {
    let [made, turn, isOver] = [0, 0, false];
    const perTurn: number[] = [];
    const streams = new EventStreams();
    const events = new JournalEvents((entry) => ((made += 1), eventOf(entry)));
    const journal = journalOf(1000);
    const count = () => {
      turn += 1;
      if (!isOver) setImmediate(count);
    };
    count();
    const onWrite = (count: number) => (perTurn[turn] = (perTurn[turn] ?? 0) + count);
    const answers: Answer[] = [];
    const refused: unknown[] = [];
    for (let number = 0; number < 200; number += 1) {
      const answer = new Answer({ onWrite });
      try {
        streams.open(events.source(journal, {}), answer.response);
        answers.push(answer);
      } catch (error) {
        refused.push(error);
      }
    }
    expect([made, answers.length, refused.length]).toEqual([0, MOST_STREAMS, 200 - MOST_STREAMS]);
    expect(refused[0]).toBeInstanceOf(ControlRefusal);
    await expect.poll(() => answers.every(({ ids }) => ids.length === 1000)).toBe(true);
    isOver = true;
    expect(made).toBe(1000);
    expect(Math.max(...perTurn.filter((events) => events !== undefined))).toBeLessThanOrEqual(MOST_PER_TURN);
    for (const { ids } of answers) expect(ids).toEqual(Array.from({ length: 1000 }, (_, at) => at + 1));
  });

  it('leave room for another one when one is over', async () => {
    const [streams, events] = [new EventStreams(), new JournalEvents()];
    const journal = journalOf(1);
    const answers = Array.from({ length: MOST_STREAMS }, () => new Answer());
    for (const answer of answers) streams.open(events.source(journal, {}), answer.response);
    const next = new Answer();
    expect(() => streams.open(events.source(journal, {}), next.response)).toThrow(/100 streams .* Close one/);
    const [first = next] = answers;
    await once(first.destroy(), 'close');
    streams.open(events.source(journal, {}), next.response);
    await expect.poll(() => next.ids).toEqual([1]);
  });
});

describe('a client that does not read', () => {
  it('gets no more than fits, and is dropped when the journal has dropped what it still has to get', async () => {
    const [streams, events] = [new EventStreams(), new JournalEvents()];
    const journal = journalOf(900);
    const [slow, other] = [new Answer({ isRead: false }), new Answer()];
    streams.open(events.source(journal, {}), slow.response);
    streams.open(events.source(journal, {}), other.response);
    await expect.poll(() => other.ids.length).toBe(900);
    const sent = slow.ids.length;
    expect(slow.writableLength).toBeLessThan(2 * slow.writableHighWaterMark);
    for (let count = 0; count < 100; count += 1) add(journal);
    await expect.poll(() => other.ids.length).toBe(1000);
    expect([slow.destroyed, slow.ids.length]).toEqual([false, sent]);
    for (let count = 0; count <= sent; count += 1) add(journal);
    expect(slow.destroyed).toBe(true);
    await expect.poll(() => other.ids.at(-1)).toBe(1001 + sent);
    expect(other.destroyed).toBe(false);
  });

  it('is not dropped for entries that had gone before it came, nor for those that were cleared', async () => {
    const [streams, events] = [new EventStreams(), new JournalEvents()];
    const journal = journalOf(1100);
    const answer = new Answer();
    streams.open(events.source(journal, {}), answer.response);
    await expect.poll(() => answer.ids.length).toBe(1000);
    journal.clear();
    add(journal);
    await expect.poll(() => answer.ids.at(-1)).toBe(1101);
    expect([answer.ids[0], answer.destroyed]).toEqual([101, false]);
  });
});
