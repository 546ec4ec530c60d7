import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { printFunction } from '../examples/print-function.js';
import { sqlTokenStore, type Query } from '../../sdk/examples/postgres/token-store.js';
import { systemClock } from 'epson-connect-sdk/v2';
import { newFolder } from '../support/folder.js';
import { PDF } from '../support/mock/client.js';
import { consent } from '../support/mock/journey-v2.js';
import { bundleProgram } from '../support/processes/bundle.js';
import { postgresFolder, startDatabase } from '../support/processes/postgres.js';

if (postgresFolder === undefined)
  process.stderr.write('skipped: the function with its tokens in PostgreSQL (there is no PostgreSQL here)\n');

async function database() {
  const { folder, pool } = await startDatabase();
  const query: Query = (sql, values) => pool.query(sql, values);
  return { folder, query };
}

async function startHost(): Promise<RunningMockHost> {
  const host = await startMockHost({ consent: 'auto' });
  onTestFinished(() => host.close());
  return host;
}

const optionsOf = (host: RunningMockHost) => ({ ...host.credentialsV2, baseUrl: host.url });
const printing = () =>
  new Request('https://f.example/print?name=a.pdf', { method: 'POST', body: new Uint8Array(PDF) });

/** Goes the way of the owner's browser. */
async function connect(call: (request: Request) => Promise<Response>): Promise<Response> {
  const asked = await call(new Request('https://f.example/connect'));
  const cookie = asked.headers.get('set-cookie')?.split(';')[0] ?? '';
  const back = new URL(await consent(asked.headers.get('location') ?? ''));
  return call(new Request(`https://f.example/callback${back.search}`, { headers: { cookie } }));
}

const SECONDS = 5;
const LIFE_S = 2;

/** An instance of the function in a process of its own, which is called again and again. */
const instance = `
  import pg from 'pg';
  import { printFunction } from './examples/print-function.ts';
  import { setTimeout as sleep } from 'node:timers/promises';
  const { options, folder, body } = JSON.parse(process.argv[2]);
  const pool = new pg.Pool({ host: folder, user: 'test', database: 'postgres' });
  const fetchShortLived = async (url, init) => {
    const response = await fetch(url, init);
    if (!url.endsWith('/auth/token') || !response.ok) return response;
    return Response.json({ ...(await response.json()), expires_in: ${LIFE_S} });
  };
  const call = printFunction((sql, values) => pool.query(sql, values), () => true, { ...options, fetch: fetchShortLived });
  process.once('disconnect', () => process.exit());
  for (;;) {
    const request = new Request('https://f.example/print?name=a.pdf', { method: 'POST', body });
    const answer = await call(request);
    const text = await answer.text();
    if (process.connected) process.send({ status: answer.status, text });
    await sleep(20);
  }
`;

describe.skipIf(postgresFolder === undefined)('the function with its tokens in a database row', () => {
  it('connects a printer and prints, by another instance and without anything in memory', async () => {
    const [{ query }, host] = [await database(), await startHost()];
    const start = () => printFunction(query, () => true, optionsOf(host));
    const before = await start()(printing());
    expect([before.status, await before.json()]).toEqual([
      409,
      expect.objectContaining({ code: 'not_authorized', connect: '/connect' }),
    ]);
    expect(await (await connect(start())).text()).toBe('The printer is connected.');
    const printed = await start()(printing());
    const { jobId } = (await printed.json()) as { jobId: string };
    expect(printed.status).toBe(202);
    expect(host.control.jobs()).toMatchObject([{ id: jobId, executed_at: expect.any(String) }]);
    const other = new Request('https://f.example/print?name=a.exe', { method: 'POST', body: 'MZ' });
    expect((await start()(other)).status).toBe(400);
  });

  it('is for those alone who may print, and takes no answer that another browser asked for', async () => {
    const [{ query }, host] = [await database(), await startHost()];
    const closed = printFunction(query, () => false, optionsOf(host));
    for (const path of ['connect', 'callback', 'print'])
      expect((await closed(new Request(`https://f.example/${path}`))).status).toBe(403);
    const open = printFunction(query, () => true, optionsOf(host));
    const stranger = await open(new Request('https://f.example/callback?code=a&state=b'));
    expect(stranger.status).toBe(400);
    expect((await query('SELECT * FROM epson_tokens', [])).rows).toEqual([]);
  });

  it('answers only when a renewal in the background is stored, because it may be frozen then', async () => {
    const [{ query }, host] = [await database(), await startHost()];
    await connect(printFunction(query, () => true, optionsOf(host)));
    const stored = async () =>
      (await query("SELECT tokens ->> 'access_token' AS token, lease FROM epson_tokens", [])).rows[0];
    const before = await stored();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let isRenewing = false;
    const call = printFunction(query, () => true, {
      ...optionsOf(host),
      // The token has three minutes left: it is used, and renewed beside.
      clock: { ...systemClock, nowMs: () => Date.now() + 57 * 60_000 },
      async fetch(url, init) {
        isRenewing ||= url.endsWith('/auth/token');
        if (url.endsWith('/auth/token')) await held;
        return fetch(url, init);
      },
    });
    let isAnswered = false;
    const answer = call(printing()).finally(() => (isAnswered = true));
    await expect.poll(() => isRenewing && host.control.jobs()[0]?.executed_at).toEqual(expect.any(String));
    expect([isAnswered, await stored()]).toEqual([false, { ...before, lease: expect.any(String) }]);
    release();
    expect((await answer).status).toBe(202);
    const after = await stored();
    expect([after?.['lease'], after?.['token'] === before?.['token']]).toEqual([null, false]);
  });

  it('leaves the right of a killed instance to the next one, and takes nothing from who lost it', async () => {
    const { query } = await database();
    const [mine, other] = [sqlTokenStore(query), sqlTokenStore(query)];
    const tokens = { owner: 'o', access_token: 'a', expires_in: 3600, obtainedAtMs: 0 };
    await mine.exclusive?.('o', async () => {
      // As if the lease had been taken long ago.
      await query("UPDATE epson_tokens SET leased_until = now() - interval '1 second'", []);
      expect(await other.exclusive?.('o', async () => other.replace(undefined, tokens))).toBe(true);
      expect(await mine.replace(tokens, { ...tokens, access_token: 'b' })).toBe(false);
    });
    expect(await mine.read('o')).toEqual(tokens);
    expect(await mine.replace(tokens, undefined)).toBe(false);
  });

  it('refreshes each token once, by two instances at once while tokens live two seconds', async () => {
    const [{ folder, query }, host] = [await database(), await startHost()];
    const options = optionsOf(host);
    await connect(printFunction(query, () => true, options));
    host.control.clock.setSpeed(3600 / LIFE_S);
    const file = join(newFolder(), 'instance.mjs');
    await bundleProgram(instance, file);
    const refreshes: { token: string; status: number | null }[] = [];
    host.control.journal.listen(({ operation, request, response }) => {
      if (operation !== 'requestToken') return;
      refreshes.push({ token: request.body_sha256 ?? '', status: response.status });
    });
    const answers: { status: number; text: string }[] = [];
    const children = [1, 2].map((): ChildProcess => {
      const child = fork(file, [JSON.stringify({ options, folder, body: String(PDF) })], { execArgv: [] });
      child.on('message', (message) => answers.push(message as { status: number; text: string }));
      return child;
    });
    await sleep(SECONDS * 1000);
    await expect.poll(() => refreshes.length).toBeGreaterThan(2);
    for (const child of children) {
      child.disconnect();
      await once(child, 'exit');
    }
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    expect(answers.length).toBeGreaterThan(10);
    expect(refreshes.filter(({ status }) => status !== 200)).toEqual([]);
    expect(new Set(refreshes.map(({ token }) => token)).size).toBe(refreshes.length);
  });
});
