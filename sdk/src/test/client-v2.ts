import { memoryTokenStore } from '../index.js';
import { EpsonConnectV2, type EpsonConnectV2Options } from '../v2/index.js';
import { baseUrl, clientId, clientSecret, fakeHost, jobId, json, token, uploadKey } from './fake-host.js';

export const apiKey = '0123456789abcdefghij'.repeat(2);
export const redirectUri = 'http://127.0.0.1:8381/callback';
export const uploadUriV2 = `https://storage.test/data?Key=${uploadKey}`;

/** A client of version 2 on a fake host that speaks it, with a connected printer. */
export function clientV2OnFakeHost(more: EpsonConnectV2Options = {}) {
  const host = fakeHost();
  const { printerEmail: _, ...options } = host.options;
  let issued = 0;
  host
    .always('authenticate', () => {
      issued += 1;
      const tokens = { access_token: token('access', issued), refresh_token: token('refresh', issued) };
      return json(200, { ...tokens, token_type: 'Bearer', scope: 'device', expires_in: 3600 });
    })
    .always('create', () => json(201, { jobId, uploadUri: uploadUriV2 }))
    .always('execute', () => json(202, {}))
    .always('other', () => json(404, { error: 'job_not_found' }));
  const tokenStore = memoryTokenStore();
  const { connection = 'default', clock } = more;
  void tokenStore.replace(undefined, {
    owner: `${baseUrl}/api/2 ${clientId} ${connection}`,
    access_token: token('access', 0),
    refresh_token: token('refresh', 0),
    expires_in: 3600,
    obtainedAtMs: clock?.nowMs() ?? Date.now(),
  });
  const credentials = { clientId, clientSecret, apiKey, redirectUri };
  return { host, epson: new EpsonConnectV2({ ...options, ...credentials, tokenStore, ...more }) };
}
