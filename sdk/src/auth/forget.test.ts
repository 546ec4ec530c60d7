import { describe, expect, it } from 'vitest';
import { clientOnFakeHost } from '../test/client.js';
import { json, rejection } from '../test/fake-host.js';
import { deferred, settled } from '../test/settled.js';
import { tokenSourceOnFakeHost } from '../test/token-source.js';

describe('forget', () => {
  it('empties the store, so that the next call starts with the password', async () => {
    const { source, store, usable, grants } = tokenSourceOnFakeHost();
    await usable();
    await source.forget();
    expect(await store.read()).toBeUndefined();
    await usable();
    expect(grants()).toEqual(['password', 'password']);
  });

  it('does not keep a token that was on its way', async () => {
    const { source, store, host, usable } = tokenSourceOnFakeHost();
    let answer!: () => void;
    const gate = new Promise<void>((resolve) => (answer = resolve));
    host.next('authenticate', async () => {
      await gate;
      return json(200, { access_token: 'late', subject_id: 'd', expires_in: 3600 });
    });
    const late = usable();
    await expect.poll(() => host.seen).toHaveLength(1);
    await source.forget();
    const fresh = await usable();
    answer();
    expect(await late).toBe(fresh);
    expect((await store.read())?.access_token).toBe(fresh);
    expect(await usable()).toBe(fresh);
  });

  it('leaves the store empty when a first token comes after it', async () => {
    const { source, store, host, usable } = tokenSourceOnFakeHost();
    const gate = deferred<void>();
    host.next('authenticate', async () => {
      await gate.promise;
      return json(200, { access_token: 'late', subject_id: 'd', expires_in: 3600 });
    });
    const late = usable();
    await settled();
    await source.forget();
    gate.resolve();
    expect(await late).toBe('late');
    expect(await store.read()).toBeUndefined();
    expect(await usable()).not.toBe('late');
  });

  it('leaves tokens of another printer alone', async () => {
    const { source, store } = tokenSourceOnFakeHost();
    const others = { owner: 'b', access_token: 'x', subject_id: 'd', expires_in: 3600, obtainedAtMs: 0 };
    await store.replace(undefined, others);
    await source.forget();
    expect(await store.read()).toBe(others);
  });
});

describe('cancelAuthentication', () => {
  it('sends no body, and keeps the tokens when the host refuses', async () => {
    const { host, epson } = clientOnFakeHost();
    host.next('other', () => json(404, { code: 'printer_not_found' })).next('other', () => json(200, {}));
    expect(await rejection(epson.cancelAuthentication())).toMatchObject({
      code: 'printer_not_found',
      step: 'cancelAuthentication',
    });
    await epson.cancelAuthentication();
    expect(host.steps()).toEqual(['authenticate', 'other', 'other']);
    expect(host.requests('other').map(({ method, text }) => [method, text])).toEqual([
      ['DELETE', ''],
      ['DELETE', ''],
    ]);
  });
});
