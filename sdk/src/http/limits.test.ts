import { describe, expect, it, vi } from 'vitest';
import { TimeoutError } from '../errors/index.js';
import { fakeClock } from '../test/fake-clock.js';
import { rejection } from '../test/fake-host.js';
import { limitsOf, within, type Call } from './limits.js';

const about = { step: 'create', job_id: 'j1' } as const;
const never = () => new Promise<never>(() => {});

describe('within', () => {
  it('gives what the work gives, and leaves no timer and no listener behind', async () => {
    const clock = fakeClock();
    const { signal } = new AbortController();
    const remove = vi.spyOn(signal, 'removeEventListener');
    const call = {
      about,
      limits: limitsOf({ clock, usesNodeFetch: () => false }, { signal, deadlineMs: 5 }),
    };
    await expect(within(clock, call, 10, async () => 'done')).resolves.toBe('done');
    expect(clock.pending).toBe(0);
    expect(remove).toHaveBeenCalledOnce();
  });

  it('passes the error of the work on', async () => {
    const problem = new Error('broken');
    const call = { about, limits: {} };
    await expect(within(fakeClock(), call, 10, () => Promise.reject(problem))).rejects.toBe(problem);
  });

  it('throws a TimeoutError when a try takes too long, also over work that does not listen', async () => {
    const clock = fakeClock();
    let seen: AbortSignal | undefined;
    const waiting = rejection(
      within(clock, { about, limits: {} }, 10, (signal) => {
        seen = signal;
        return never();
      }),
    );
    clock.advance(9);
    expect(seen?.aborted).toBe(false);
    clock.advance(1);
    const error = await waiting;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({
      code: 'timeout',
      ...about,
      message: expect.stringContaining('timeoutMs') as string,
    });
    expect((error as TimeoutError).notSent).toBeUndefined();
    expect(seen?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('throws a TimeoutError at the deadline of the call when that comes first', async () => {
    const clock = fakeClock();
    const limits = limitsOf({ clock, usesNodeFetch: () => false }, { deadlineMs: 100 });
    clock.advance(95);
    const waiting = rejection(within(clock, { about, limits }, 10, never));
    clock.advance(5);
    expect(await waiting).toMatchObject({
      code: 'deadline',
      message: expect.stringContaining('deadlineMs') as string,
    });
  });

  it('does not begin after the deadline', async () => {
    const clock = fakeClock();
    const limits = limitsOf({ clock, usesNodeFetch: () => false }, { deadlineMs: 100 });
    clock.advance(100);
    const run = vi.fn(never);
    expect(await rejection(within(clock, { about, limits }, 10, run))).toMatchObject({
      code: 'deadline',
      notSent: true,
    });
    expect(run).not.toHaveBeenCalled();
  });

  it('throws the reason of an abort as it is, before and during the work', async () => {
    const clock = fakeClock();
    const controller = new AbortController();
    const reason = { my: 'reason' };
    const call: Call = { about, limits: { signal: controller.signal } };
    const waiting = rejection(within(clock, call, 10, never));
    controller.abort(reason);
    expect(await waiting).toBe(reason);
    const run = vi.fn(never);
    expect(await rejection(within(clock, call, 10, run))).toBe(reason);
    expect(run).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });
});
