import { describe, expect, it } from 'vitest';
import { HOUR_MS, rotatingHost } from '../test/rotating-host.js';
import { baseUrl, clientId, clientSecret, json } from '../test/fake-host.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import { transportOn } from '../test/transport.js';
import { api } from '../v2/api.js';
import { createApplicationTokens } from '../v2/grants.js';

function applicationTokens(retries = 0) {
  const clock = fakeClock();
  const host = rotatingHost();
  const transport = transportOn(host.fetch, { api, clock, retries });
  const app = { baseUrl, authUrl: 'https://auth.test', clientId, clientSecret, connection: 'default' };
  return { clock, host, source: createApplicationTokens(transport, app) };
}

describe('the token of the app itself', () => {
  it('is requested once for all calls, again at its end, when it is refused, and after forget', async () => {
    const { clock, host, source } = applicationTokens();
    const found = await Promise.all(Array.from({ length: 20 }, () => source.usable({})));
    expect(new Set(found.map(({ access_token }) => access_token))).toEqual(new Set(['access-1']));
    clock.advance(HOUR_MS);
    expect(await source.usable({})).toMatchObject({ access_token: 'access-2' });
    expect(await source.instead({}, 'access-2')).toMatchObject({ access_token: 'access-3' });
    expect(await source.instead({}, 'access-2')).toMatchObject({ access_token: 'access-3' });
    await source.forget();
    expect(await source.usable({})).toMatchObject({ access_token: 'access-4' });
    expect(host.seen.map(String)).toEqual(Array.from({ length: 4 }, () => 'grant_type=client_credentials'));
  });

  it('is requested again after a failure of the host', async () => {
    const { clock, host, source } = applicationTokens(1);
    host.next(() => json(503, {}));
    expect(await hurry(clock, source.usable({}))).toMatchObject({ access_token: 'access-1' });
    expect(host.seen).toHaveLength(2);
  });
});
