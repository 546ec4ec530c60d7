import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, manyAtOnce } from '../bench/calls.js';
import { APP, basicOf, REDIRECT_URI } from '../support/mock/authorization.js';
import { startWeighed, type WeighedHost } from '../support/processes/memory.js';

const CALLS = Number(process.env['CALLS'] ?? 100_000);
/** Calls after which all that is bounded is full: 1,000 tokens, 1,000 open jobs of a printer, the journal. */
const FILLED_BY = 12_000;
const MB = 1024 * 1024;
/** Less than 100,000 times the 43 characters of a token. 0 to 1 MB were measured. */
const MOST_GROWTH_BYTES = 3 * MB;
const AT_ONCE = 10;

describe(`the memory of the mock, over ${CALLS} calls of version 2`, () => {
  let host: WeighedHost;
  let client: Client;
  /** The newest tokens of each of as many grants as calls are made at once. */
  const grants: { access_token: string; refresh_token: string }[] = [];

  beforeAll(async () => {
    host = await startWeighed({ consent: 'auto' });
    client = new Client(host.url, AT_ONCE);
    const { clientId } = APP;
    const query = { response_type: 'code', client_id: clientId, redirect_uri: REDIRECT_URI, scope: 'device' };
    for (let grant = 0; grant < AT_ONCE; grant += 1) {
      const asked = `${host.url}/auth/authorize?${new URLSearchParams(query).toString()}`;
      const { headers } = await fetch(asked, { redirect: 'manual' });
      const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
      grants.push(await token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI }));
    }
  });
  afterAll(() => {
    client.close();
    host.kill();
  });

  async function token(form: Record<string, string>) {
    const headers = {
      Authorization: basicOf(APP.clientId, APP.clientSecret),
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    const body = new URLSearchParams(form).toString();
    const answer = await client.send({ method: 'POST', path: '/auth/token', headers, body });
    return JSON.parse(answer) as (typeof grants)[number];
  }

  /** Each grant is refreshed by one caller, as often as the others. */
  async function refresh(count: number): Promise<void> {
    await manyAtOnce(AT_ONCE, AT_ONCE, async (index) => {
      for (let time = 0; time < count / AT_ONCE; time += 1) {
        const { refresh_token } = grants[index]!;
        grants[index] = await token({ grant_type: 'refresh_token', refresh_token });
      }
    });
  }

  /** A job that nobody prints, and looks at the printer and at the job. */
  async function call(count: number): Promise<void> {
    await manyAtOnce(count / 4, AT_ONCE, async (index) => {
      const headers = {
        Authorization: `Bearer ${grants[index % AT_ONCE]!.access_token}`,
        'x-api-key': APP.apiKey,
        'Content-Type': 'application/json',
      };
      const path = '/api/2/printing';
      const body = '{"jobName":"flat","printMode":"document"}';
      const created = await client.send({ method: 'POST', path: `${path}/jobs`, headers, body });
      const { jobId } = JSON.parse(created) as { jobId: string };
      for (const what of [`/jobs/${jobId}`, '/devices/info', '/capability/document'])
        await client.send({ method: 'GET', path: path + what, headers });
    });
  }

  it.each([
    ['refreshes', refresh],
    ['calls', call],
  ])('does not rise by %s', async (what, work) => {
    await work(FILLED_BY);
    const before = await host.heldBytes();
    await work(CALLS);
    const growth = (await host.heldBytes()) - before;
    console.log(`${what}: ${(growth / MB).toFixed(2)} MB of ${(before / MB).toFixed(0)} MB`);
    expect(growth).toBeLessThan(MOST_GROWTH_BYTES);
  });
});
