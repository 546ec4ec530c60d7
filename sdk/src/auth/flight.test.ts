import { describe, expect, it } from 'vitest';
import { deviceId, hanging, json, rejection, token } from '../test/fake-host.js';
import { deferred, settled } from '../test/settled.js';
import { tokenSourceOnFakeHost } from '../test/token-source.js';
import type { StoredTokens } from './token.js';

describe('a shared request for a token', () => {
  it('lets a caller go at its own abort, timeout or deadline, while the others get their token', async () => {
    const { clock, host, source, usable } = tokenSourceOnFakeHost();
    const answer = deferred<Response>();
    host.next('authenticate', () => answer.promise);
    const controller = new AbortController();
    const aborted = rejection(usable({ signal: controller.signal }));
    const timedOut = rejection(usable({ timeoutMs: 10 }));
    const late = rejection(usable({ deadlineAtMs: clock.monotonicMs() + 20 }));
    const patient = source.usable({});
    await settled();
    controller.abort('enough');
    clock.advance(20);
    expect(await aborted).toBe('enough');
    expect(await timedOut).toMatchObject({ code: 'timeout', step: 'authenticate' });
    expect(await late).toMatchObject({ code: 'deadline', step: 'authenticate' });
    expect(host.seen[0]?.signal.aborted).toBe(false);
    answer.resolve(json(200, { access_token: 'there', expires_in: 3600, subject_id: deviceId }));
    expect((await patient).access_token).toBe('there');
    expect(host.seen).toHaveLength(1);
  });

  it('calls the request off when the last caller has gone, and starts another for the next', async () => {
    const { host, usable } = tokenSourceOnFakeHost();
    host.next('authenticate', hanging);
    const controllers = [new AbortController(), new AbortController()];
    const waiting = controllers.map(({ signal }) => rejection(usable({ signal })));
    await settled();
    controllers[0]?.abort('one');
    await waiting[0];
    expect(host.seen[0]?.signal.aborted).toBe(false);
    controllers[1]?.abort('two');
    expect(await Promise.all(waiting)).toEqual(['one', 'two']);
    expect(host.seen[0]?.signal.aborted).toBe(true);
    expect(await usable()).toBe(token('access', 1));
    expect(host.seen).toHaveLength(2);
  });

  it('does not let an old answer that comes late replace a newer token', async () => {
    const gate = deferred<void>();
    let kept: StoredTokens | undefined;
    let writing = 0;
    // A store that lets anybody write, and holds the first writer up until the second has finished.
    const { host, usable } = tokenSourceOnFakeHost({
      read: () => kept,
      async replace(_, next) {
        writing += 1;
        if (writing === 1) await gate.promise;
        else kept = next;
        return true;
      },
    });
    const controller = new AbortController();
    const first = rejection(usable({ signal: controller.signal }));
    await settled();
    controller.abort('impatient');
    await first;
    expect(await usable()).toBe(token('access', 2));
    gate.resolve();
    await settled();
    expect(await usable()).toBe(token('access', 2));
    expect(host.seen).toHaveLength(2);
  });

  it('sends nothing for a call that is aborted already', async () => {
    const { host, usable } = tokenSourceOnFakeHost();
    expect(await rejection(usable({ signal: AbortSignal.abort('no') }))).toBe('no');
    await settled();
    expect(host.seen).toHaveLength(0);
  });

  it('gives up a token request after timeoutMs', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost();
    host.next('authenticate', hanging);
    const waiting = rejection(usable());
    await settled();
    clock.advance(30_000);
    expect(await waiting).toMatchObject({ name: 'TimeoutError', code: 'timeout', step: 'authenticate' });
    expect(await usable()).toBe(token('access', 1));
  });
});
