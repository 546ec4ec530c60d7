import { describe, expect, it } from 'vitest';
import { clientOnFakeHost } from '../test/client.js';
import { failures } from '../test/failing.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { rejection, token } from '../test/fake-host.js';
import { settled } from '../test/settled.js';
import { HOUR_MS, tokenSourceOnFakeHost } from '../test/token-source.js';

const RETRIES = 3;

describe('a token request that fails', () => {
  it.each(['a broken connection', "a gateway's page", 'a 429'] as const)(
    'by %s is repeated once for 50 calls that wait for it',
    async (kind) => {
      const { clock, host, usable } = tokenSourceOnFakeHost(undefined, RETRIES);
      await usable();
      clock.advance(HOUR_MS);
      host.next('authenticate', failures[kind]);
      const tokens = await hurry(clock, Promise.all(Array.from({ length: 50 }, () => usable())));
      expect(new Set(tokens)).toEqual(new Set([token('access', 2)]));
      expect(host.seen).toHaveLength(3);
      expect(clock.pending).toBe(0);
    },
  );

  it('lets those go with the failure whose own limits do not let them wait, at once, and serves the others', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost(undefined, RETRIES);
    host.next('authenticate', failures["a gateway's page"]);
    const deadlineAtMs = clock.monotonicMs() + 100;
    const hasty = [usable({ retries: 0 }), usable({ deadlineAtMs }), usable({ timeoutMs: 100 })];
    const patient = usable();
    for (const call of hasty)
      expect(await rejection(call)).toMatchObject({ name: 'ServerError', status: 502, step: 'authenticate' });
    expect(await hurry(clock, patient)).toBe(token('access', 1));
    expect(host.seen).toHaveLength(2);
  });

  it('is given up with the failure when nobody may wait any more', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost(undefined, RETRIES);
    host.always('authenticate', failures['a refused connection']);
    const errors = await hurry(clock, Promise.all([rejection(usable()), rejection(usable({ retries: 1 }))]));
    expect(errors).toMatchObject([
      { notSent: true, attempts: 4 },
      { notSent: true, attempts: 2 },
    ]);
    expect(host.seen).toHaveLength(4);
    await settled();
    expect(clock.pending).toBe(0);
  });

  it('is called off in its pause when the last caller has gone', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost(undefined, RETRIES);
    host.next('authenticate', failures["a gateway's page"]);
    const controller = new AbortController();
    const waiting = rejection(usable({ signal: controller.signal }));
    await settled();
    controller.abort('enough');
    expect(await waiting).toBe('enough');
    await settled();
    expect(clock.pending).toBe(0);
    expect(await usable()).toBe(token('access', 1));
  });

  it('is not repeated once more by the call that needs the token', async () => {
    const clock = fakeClock();
    const { host, epson } = clientOnFakeHost({ clock, retries: 1 });
    host.always('authenticate', failures["a gateway's page"]);
    const error = await hurry(clock, rejection(epson.createJob({ job_name: 'a' })));
    expect(error).toMatchObject({ step: 'authenticate', attempts: 2 });
    expect(host.steps()).toEqual(['authenticate', 'authenticate']);
  });
});
