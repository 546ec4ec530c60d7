import { describe, expect, it } from 'vitest';
import { TimeoutError } from '../errors/index.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { rejection } from '../test/fake-host.js';
import { deferred, settled } from '../test/settled.js';
import { transportOn } from '../test/transport.js';
import { limitsOf, type CallOptions } from './limits.js';
import { paced, slowDown } from './pacer.js';
import type { Answer, Transport } from './transport.js';

const answer = { ok: true } as Answer;

function pacing(more: Partial<Transport> = {}) {
  const clock = fakeClock();
  const transport = transportOn(fetch, { clock, callsPerMinute: 3, ...more });
  const left: [number, string][] = [];
  const startMs = clock.monotonicMs();
  /** A call that says when it leaves, and ends with `ended`. */
  const call = (name: string, options: CallOptions = {}, ended: Promise<unknown> = Promise.resolve()) =>
    paced(transport, { limits: limitsOf(transport, options), about: { step: 'execute' } }, async () => {
      left.push([clock.monotonicMs() - startMs, name]);
      await ended;
      return answer;
    });
  return { clock, transport, left, call };
}

describe('the pace of a client', () => {
  it('lets as many calls leave at once as the host takes in a minute, and the next when a minute has passed', async () => {
    const { clock, left, call } = pacing();
    await hurry(clock, Promise.all(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => call(name))));
    expect(left.map(([ms]) => ms)).toEqual([0, 0, 0, 60_100, 60_100, 60_100, 120_200]);
    expect(left.map(([, name]) => name).join('')).toBe('abcdefg');
    expect(clock.pending).toBe(0);
  });

  it('counts a call from its answer on, because only then it is sure that the host has counted it', async () => {
    const { clock, left, call } = pacing();
    const answer = deferred<void>();
    const slow = ['a', 'b', 'c'].map((name) => call(name, {}, answer.promise));
    const next = call('d');
    clock.advance(90_000);
    await settled();
    expect(left).toHaveLength(3);
    answer.resolve();
    await Promise.all(slow);
    await hurry(clock, next);
    expect(left.at(-1)).toEqual([150_100, 'd']);
  });

  it('says of a call that waits for its turn how long that is', async () => {
    const told: number[] = [];
    const { clock, transport, call } = pacing();
    await hurry(clock, Promise.all(['a', 'b', 'c'].map((name) => call(name))));
    clock.advance(20_000);
    const about = { limits: {}, about: {} };
    await hurry(
      clock,
      paced(
        transport,
        about,
        async () => answer,
        (delayMs) => told.push(delayMs),
      ),
    );
    expect(told).toEqual([40_100]);
  });

  it('is one for all clients of a client ID on a host, and another for every other', async () => {
    const { clock, transport, left, call } = pacing();
    await Promise.all([call('a'), call('b'), call('c')]);
    let ran = 0;
    const run = async () => {
      ran += 1;
      return answer;
    };
    const about = { limits: {}, about: {} };
    await paced({ ...transport, client: 'another' }, about, run);
    expect(ran).toBe(1);
    const same = paced({ ...transport }, about, run);
    await settled();
    expect(ran).toBe(1);
    await hurry(clock, same);
    expect([ran, left.length]).toEqual([2, 3]);
  });

  it('does not wait where the limit is off', async () => {
    const { left, call } = pacing({ callsPerMinute: Infinity });
    await Promise.all(Array.from({ length: 500 }, () => call('a')));
    expect(left).toHaveLength(500);
  });

  it('lets a waiting call go at its abort or deadline, knows that it was not sent, and keeps the order of the others', async () => {
    const { clock, left, call } = pacing();
    await Promise.all([call('a'), call('b'), call('c')]);
    const controller = new AbortController();
    const aborted = rejection(call('d', { signal: controller.signal }));
    const late = rejection(call('e', { deadlineMs: 1000 }));
    const patient = [call('f'), call('g')];
    controller.abort('enough');
    expect(await aborted).toBe('enough');
    clock.advance(1000);
    const error = await late;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: 'deadline', notSent: true, step: 'execute' });
    await hurry(clock, Promise.all(patient));
    expect(left.map(([, name]) => name).join('')).toBe('abcfg');
    expect(clock.pending).toBe(0);
  });

  it('gives the turn of a call that failed back after its minute, too', async () => {
    const { clock, left, call } = pacing();
    const failed = ['a', 'b', 'c'].map((name) => rejection(call(name, {}, Promise.reject(new Error(name)))));
    await Promise.all(failed);
    await hurry(clock, call('d'));
    expect(left.at(-1)).toEqual([60_100, 'd']);
  });

  it('lets nobody leave for a while after a refusal, and then one first', async () => {
    const { clock, transport, left, call } = pacing({ callsPerMinute: 10 });
    await call('a');
    slowDown(transport, 15_000);
    slowDown(transport, 5_000);
    const first = deferred<void>();
    const calls = [call('b', {}, first.promise), call('c'), call('d')];
    clock.advance(15_000);
    await settled();
    expect(left.map(([, name]) => name).join('')).toBe('ab');
    first.resolve();
    await Promise.all(calls);
    expect(left.slice(1)).toEqual([
      [15_000, 'b'],
      [15_000, 'c'],
      [15_000, 'd'],
    ]);
    expect(clock.pending).toBe(0);
  });
});
