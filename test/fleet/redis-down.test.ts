import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { printAll, type PrintResult } from 'epson-connect-sdk/many';
import { redisStores, type RedisClient, type RedisStoresOptions } from 'epson-connect-sdk/redis';
import { openClient } from '../support/fleet/clients.js';
import { PDF } from '../support/mock/client.js';
import { hasRedis, skipNotice, startRedis, type RedisServer } from '../support/processes/redis.js';

skipNotice('what workers do while Redis is down');

const clients = Object.keys(openClient);

async function redis(settings?: Record<string, string>): Promise<RedisServer> {
  const server = await startRedis(settings);
  onTestFinished(() => server.close());
  return server;
}

async function connected(name: string, port: number) {
  const { client, close } = await openClient[name]!(port);
  onTestFinished(close);
  return client;
}

/** A worker on a mock host of its own, and what it prints. */
async function worker(client: RedisClient, options: RedisStoresOptions = {}, afterUpload = () => {}) {
  const host = await startMockHost({
    callsPerMinute: 100_000,
    pace: 'instant',
    // A host that knows jobs from their creation on says at once that a job waits.
    assume: { 'job-info-before-execute': 'pending_held' },
  });
  onTestFinished(() => host.close());
  const { ledger, ...shared } = redisStores(client, { prefix: randomUUID(), timeoutMs: 300, ...options });
  const watched = async (url: string, init: RequestInit) => {
    const answer = await fetch(url, init);
    if (url.includes('Key=')) afterUpload();
    return answer;
  };
  const own = { ...host.credentials, baseUrl: host.url, ...shared };
  const epson = new EpsonConnect({ ...own, callsPerMinute: 1_000, fetch: watched });
  async function print(...ids: string[]): Promise<PrintResult[]> {
    const documents = ids.map((id) => ({ id, document: { data: PDF, name: `${id}.pdf` } }));
    const results: PrintResult[] = [];
    for await (const result of printAll(epson, documents, { ledger, print_mode: 'document' }))
      results.push(result);
    return results;
  }
  const executed = () => host.control.jobs().filter(({ executed_at }) => executed_at).length;
  return { host, epson, ledger, print, executed };
}

const unavailable = {
  error: {
    name: 'EpsonConnectError',
    code: 'store_unavailable',
    message: expect.stringMatching(
      /^Redis did not answer within 300 ms: .+ Nothing was executed without it\. Check/,
    ),
  },
};

describe.skipIf(!hasRedis)('a worker whose Redis', () => {
  it.each(clients)(
    'is down executes nothing, says so soon, and goes on by itself later (%s)',
    async (name) => {
      const server = await redis();
      const { print, executed } = await worker(await connected(name, server.port));
      expect(await print('a')).toMatchObject([{ isRepeat: false }]);
      await server.stop();
      const startMs = performance.now();
      expect(await print('a', 'b')).toMatchObject([unavailable, unavailable]);
      expect(performance.now() - startMs).toBeLessThan(5_000);
      expect(executed()).toBe(1);
      await server.start();
      await expect.poll(async () => (await print('b'))[0]?.job).toBeDefined();
      expect(await print('a', 'b')).toMatchObject([{ isRepeat: true }, { isRepeat: true }]);
      expect(executed()).toBe(2);
    },
  );

  it.each(clients)(
    'starts anew is not noticed when that is quick, and has lost nothing (%s)',
    async (name) => {
      const server = await redis();
      const { print, executed, ledger } = await worker(await connected(name, server.port), {
        timeoutMs: 20_000,
      });
      expect(await print('a')).toMatchObject([{ isRepeat: false }]);
      const restarted = server.stop('SIGKILL').then(() => server.start());
      expect(await print('b', 'a')).toMatchObject([{ isRepeat: false }, { isRepeat: true }]);
      await restarted;
      expect(executed()).toBe(2);
      const states = (await ledger.history('b')).map(({ state }) => state);
      expect(states).toEqual(['claimed', 'executing', 'done']);
    },
  );

  it.each(clients)(
    'takes commands and answers none ends each step by a time of its own (%s)',
    async (name) => {
      const server = await redis();
      const { print, executed } = await worker(await connected(name, server.port));
      expect(await print('a')).toMatchObject([{ isRepeat: false }]);
      server.freeze(true);
      expect(await print('b')).toMatchObject([unavailable]);
      server.freeze(false);
      await expect.poll(async () => (await print('b'))[0]?.job).toBeDefined();
      expect(executed()).toBe(2);
    },
  );

  it('goes down before the execution ends the document there, and the next run prints it', async () => {
    const server = await redis();
    let isDown = false;
    const { print, executed, ledger } = await worker(await connected('redis', server.port), {}, () => {
      if (isDown) server.freeze(true);
    });
    expect(await print('a')).toMatchObject([{ isRepeat: false }]);
    isDown = true;
    expect(await print('b')).toMatchObject([unavailable]);
    expect(executed()).toBe(1);
    isDown = false;
    server.freeze(false);
    await expect.poll(async () => (await print('b'))[0]?.job).toBeDefined();
    expect(executed()).toBe(2);
    expect(await ledger.get('b')).toMatchObject({ state: 'done' });
  });

  it('never was there is told, by a client that connects to nothing', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    listener.close();
    const { print, executed } = await worker(await connected('ioredis', port));
    expect(await print('a')).toMatchObject([unavailable]);
    expect(executed()).toBe(0);
  });

  it('refuses commands says why, at once', async () => {
    const server = await redis({ requirepass: 'a-password-of-this-test' });
    const { print, executed } = await worker(await connected('ioredis', server.port), {
      timeoutMs: 60_000,
      onUncheckedSettings: () => {},
    });
    expect(await print('a')).toMatchObject([
      { error: { code: 'store_refused', message: expect.stringContaining('NOAUTH') } },
    ]);
    expect(executed()).toBe(0);
  });
});

describe.skipIf(!hasRedis)('the settings of a server', () => {
  it.each(clients)('that may lose records are refused before anything is recorded (%s)', async (name) => {
    const server = await redis({
      appendonly: 'no',
      appendfsync: 'everysec',
      'maxmemory-policy': 'allkeys-lru',
    });
    const client = await connected(name, server.port);
    const { print, executed, epson } = await worker(client);
    expect(await print('a')).toMatchObject([
      {
        error: {
          name: 'ConfigurationError',
          code: 'unsafe_store',
          message: expect.stringMatching(
            /appendonly is no, .*appendfsync is everysec, .*maxmemory-policy is allkeys-lru, .*CONFIG SET appendonly yes, /,
          ),
        },
      },
    ]);
    expect(executed()).toBe(0);
    // Tokens of version 1 and the limit lose nothing that matters, so they are not refused.
    expect(await epson.authenticate()).toHaveProperty('device_id');
    const accepting = await worker(client, { allowUnsafeSettings: true });
    expect(await accepting.print('a')).toMatchObject([{ isRepeat: false }]);
  });

  it.each(clients)(
    'are read from INFO where CONFIG is forbidden, and what that lacks is reported (%s)',
    async (name) => {
      const server = await redis({ 'rename-command': 'CONFIG ' });
      const told: string[] = [];
      const options = { onUncheckedSettings: (problem: string) => told.push(problem) };
      const { print } = await worker(await connected(name, server.port), options);
      expect(await print('a', 'b')).toMatchObject([{ isRepeat: false }, { isRepeat: false }]);
      expect(told).toEqual([
        expect.stringMatching(/^Redis does not tell its settings appendfsync\. .* are always: /),
      ]);
      const unsafe = await redis({ 'rename-command': 'CONFIG ', appendonly: 'no' });
      const refused = await worker(await connected(name, unsafe.port), options);
      expect(await refused.print('a')).toMatchObject([{ error: { code: 'unsafe_store' } }]);
    },
  );
});
