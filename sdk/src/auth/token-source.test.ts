import { describe, expect, it } from 'vitest';
import { baseUrl, clientId, deviceId, json, printerEmail, token } from '../test/fake-host.js';
import { settled } from '../test/settled.js';
import { HOUR_MS, tokenSourceOnFakeHost } from '../test/token-source.js';
import { memoryTokenStore } from './token-store.js';

const owner = `${baseUrl} ${clientId} ${printerEmail}`;

describe('token source', () => {
  it('makes one request for 50 concurrent calls, and for 50 more on an expired token', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost();
    const first = await Promise.all(Array.from({ length: 50 }, () => usable()));
    expect(new Set(first)).toEqual(new Set([token('access', 1)]));
    expect(host.seen).toHaveLength(1);
    clock.advance(HOUR_MS);
    const second = await Promise.all(Array.from({ length: 50 }, () => usable()));
    expect(new Set(second)).toEqual(new Set([token('access', 2)]));
    expect(host.seen).toHaveLength(2);
  });

  it('makes one request for 50 concurrent calls whose token was refused, and does nothing for a late one', async () => {
    const memory = memoryTokenStore();
    let reads = 0;
    const read = () => {
      reads += 1;
      return memory.read();
    };
    const { host, source, usable } = tokenSourceOnFakeHost({ ...memory, read });
    const refused = await usable();
    const renewed = await Promise.all(Array.from({ length: 50 }, () => source.instead({}, refused)));
    expect(new Set(renewed.map(({ access_token }) => access_token))).toEqual(new Set([token('access', 2)]));
    expect(await source.instead({}, refused)).toMatchObject({ access_token: token('access', 2) });
    expect(host.seen).toHaveLength(2);
    expect(reads).toBe(2);
  });

  it('writes a new token to the store before anybody gets it', async () => {
    const memory = memoryTokenStore();
    const events: string[] = [];
    const { usable } = tokenSourceOnFakeHost({
      read: () => memory.read(),
      async replace(previous, next) {
        await settled();
        events.push('stored');
        return memory.replace(previous, next);
      },
    });
    await usable();
    events.push('used');
    expect(events).toEqual(['stored', 'used']);
    expect(await memory.read()).toMatchObject({
      owner,
      access_token: token('access', 1),
      subject_id: deviceId,
    });
  });

  it('takes a fresh token from the store without a request, also in another client', async () => {
    const { host, another, usable } = tokenSourceOnFakeHost();
    await usable();
    expect((await another().usable({})).access_token).toBe(token('access', 1));
    expect(host.seen).toHaveLength(1);
  });

  it('goes on with the tokens of another process that was faster', async () => {
    const { store, host, clock, another, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.advance(HOUR_MS);
    const other = another();
    host.next('authenticate', async () => {
      // While this client waits for its answer, the other one has got and stored its own.
      await other.usable({});
      return json(200, { access_token: 'slow', expires_in: 3600, subject_id: deviceId });
    });
    expect(await usable()).toBe(token('access', 2));
    expect(await store.read()).toMatchObject({ access_token: token('access', 2) });
  });

  it.each([
    ['another printer', { owner: `${baseUrl} ${clientId} other@print.epsonconnect.com` }],
    ['a broken file', { access_token: 7 }],
    ['no time', { obtainedAtMs: undefined }],
  ])('does not use what the store holds of %s', async (_, difference) => {
    const { clock, store, grants, usable } = tokenSourceOnFakeHost();
    const good = {
      owner,
      access_token: 'kept',
      refresh_token: 'kept',
      subject_id: 'x',
      expires_in: 3600,
      obtainedAtMs: clock.nowMs(),
    };
    await store.replace(undefined, { ...good, ...difference } as never);
    expect(await usable()).toBe(token('access', 1));
    expect(grants()).toEqual(['password']);
  });

  it('does not take the refused token from the store again', async () => {
    const { source, usable } = tokenSourceOnFakeHost();
    const refused = await usable();
    expect((await source.instead({}, refused)).access_token).toBe(token('access', 2));
  });
});
