import { describe, expect, it } from 'vitest';
import { ConfigurationError, TimeoutError } from '../errors/index.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { rejection } from '../test/fake-host.js';
import { settled } from '../test/settled.js';
import { transportOn } from '../test/transport.js';
import type { CallLimit, LimitedCall } from './call-limit.js';
import { limitsOf, type CallOptions } from './limits.js';
import { paced, slowDown } from './pacer.js';
import type { Answer, Transport } from './transport.js';

/** A client whose limit answers with `delays`, then with 0. */
function limited(delays: number[] = [], more: Partial<Transport> = {}) {
  const clock = fakeClock();
  const events: unknown[][] = [];
  const calls: LimitedCall[] = [];
  const callLimit: CallLimit = {
    take(call) {
      calls.push(call);
      events.push(['take', clock.monotonicMs() - 1_000]);
      return delays.shift() ?? 0;
    },
    end: ({ id }, isAccepted) => void events.push(['end', id === calls.at(-1)?.id, isAccepted]),
    close: (client, delayMs) => void events.push(['close', client, delayMs]),
  };
  const transport = transportOn(fetch, { clock, callsPerMinute: 100, callLimit, ...more });
  const call = (options: CallOptions = {}, answer = { ok: true } as Answer) =>
    paced(transport, { limits: limitsOf(transport, options), about: { step: 'execute' } }, async () => {
      events.push(['sent']);
      return answer;
    });
  return { clock, transport, events, calls, call };
}

describe('a limit that all processes share', () => {
  it('is asked before each call, and gets to know its end', async () => {
    const { call, events, calls } = limited();
    await call();
    await call({ timeoutMs: 5_000 }, { ok: false } as Answer);
    expect(events).toEqual([
      ['take', 0],
      ['sent'],
      ['end', true, true],
      ['take', 0],
      ['sent'],
      ['end', true, false],
    ]);
    expect(calls).toMatchObject([
      { client: 'a client', callsPerMinute: 100, timeoutMs: 30_000 },
      { timeoutMs: 5_000 },
    ]);
    expect(calls[0]?.id).not.toBe(calls[1]?.id);
  });

  it('lets a call wait, and ask again under the same ID', async () => {
    const { clock, call, events, calls } = limited([20_000, 500]);
    await hurry(clock, call());
    expect(events.map(([what, at]) => (what === 'take' ? at : what))).toEqual([
      0,
      20_000,
      20_500,
      'sent',
      'end',
    ]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('sends nothing after an error of the store, which is thrown unchanged', async () => {
    const down = new ConfigurationError('The store is down.', { code: 'store_down' });
    const { call, events } = limited([], {
      callLimit: { take: () => Promise.reject(down), end: () => {}, close: () => {} },
    });
    expect(await rejection(call())).toBe(down);
    expect(events).toEqual([]);
  });

  it('is not waited for longer than the call may last', async () => {
    const { clock, call, events } = limited([90_000]);
    const late = rejection(call({ deadlineMs: 1_000 }));
    await settled();
    clock.advance(1_000);
    expect(await late).toBeInstanceOf(TimeoutError);
    expect(await late).toMatchObject({ code: 'deadline', notSent: true });
    expect(events).toEqual([['take', 0]]);
    const silent = limited([], {
      callLimit: { take: () => new Promise(() => {}), end: () => {}, close: () => {} },
    });
    const lost = rejection(silent.call({ deadlineMs: 1_000 }));
    await settled();
    silent.clock.advance(1_000);
    expect(await lost).toMatchObject({ code: 'deadline', notSent: true });
  });

  it('gets to know a refusal; what it cannot note changes nothing', async () => {
    const { transport, events } = limited();
    slowDown(transport, 15_000);
    expect(events).toEqual([['close', 'a client', 15_000]]);
    const fails = () => {
      throw new Error('down');
    };
    const failing = limited([], { callLimit: { take: () => 0, end: fails, close: fails } });
    slowDown(failing.transport, 1);
    await failing.call();
    expect(failing.events).toEqual([['sent']]);
  });

  it('is not asked where the client has no limit', async () => {
    const { call, events } = limited([], { callsPerMinute: Infinity });
    await call();
    expect(events).toEqual([['sent']]);
  });
});
