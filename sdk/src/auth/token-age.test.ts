import { describe, expect, it } from 'vitest';
import { ServerError } from '../errors/index.js';
import { deviceId, json, rejection, token } from '../test/fake-host.js';
import { settled } from '../test/settled.js';
import { HOUR_MS, tokenSourceOnFakeHost } from '../test/token-source.js';

describe('the age of a token', () => {
  it('does not use a token in its last 30 seconds', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.advance(HOUR_MS - 1000);
    expect(await usable()).toBe(token('access', 2));
    expect(host.seen).toHaveLength(2);
  });

  it('does not make all of a short life a margin', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost();
    host.next('authenticate', () =>
      json(200, { access_token: 'short', expires_in: 10, subject_id: deviceId }),
    );
    await usable();
    clock.advance(4_900);
    expect(await usable()).toBe('short');
    clock.advance(200);
    expect(await usable()).not.toBe('short');
  });

  it('renews in the background in the last five minutes, while the old token still serves', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.advance(HOUR_MS - 290_000);
    expect(await usable()).toBe(token('access', 1));
    await settled();
    expect(host.seen).toHaveLength(2);
    expect(await usable()).toBe(token('access', 2));
  });

  it('keeps quiet about a failed renewal in the background, and lets 30 seconds pass before the next', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost();
    await usable();
    host.always('authenticate', () => json(500, { error: 'server_error' }));
    clock.advance(HOUR_MS - 290_000);
    for (let n = 0; n < 5; n += 1) {
      expect(await usable()).toBe(token('access', 1));
      await settled();
    }
    expect(host.seen).toHaveLength(2);
    clock.advance(30_000);
    expect(await usable()).toBe(token('access', 1));
    await settled();
    expect(host.seen).toHaveLength(3);
    clock.advance(250_000);
    expect(await rejection(usable())).toBeInstanceOf(ServerError);
  });

  it('does not live longer because the wall clock is set back', async () => {
    const { clock, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.advance(HOUR_MS / 2);
    clock.jumpWall(-HOUR_MS / 4);
    expect(await usable()).toBe(token('access', 1));
    clock.advance(HOUR_MS / 2);
    expect(await usable()).toBe(token('access', 2));
  });

  it('takes a token from the future for expired', async () => {
    const { clock, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.jumpWall(-HOUR_MS);
    expect(await usable()).toBe(token('access', 2));
  });

  it('counts the time that the machine slept, when only the wall clock went on', async () => {
    const { clock, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.jumpWall(HOUR_MS);
    expect(await usable()).toBe(token('access', 2));
  });
});
