import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost, type MockHostOptions, type RunningMockHost } from 'epson-connect-mock';
import { EpsonConnect, type EpsonConnectOptions } from 'epson-connect-sdk';
import { printAll, type PrintResult } from 'epson-connect-sdk/many';
import { EpsonConnectV2 } from 'epson-connect-sdk/v2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { postgresStores, type PostgresStores } from '../../sdk/examples/postgres/stores.js';
import { example } from '../support/description/pages.js';
import { newFolder } from '../support/folder.js';
import { connect } from '../support/mock/consent.js';
import { PDF } from '../support/mock/client.js';
import { openPool, postgresFolder, startDatabase, useDatabase } from '../support/processes/postgres.js';
import { runProgram } from '../support/processes/programs.js';

if (postgresFolder === undefined)
  process.stderr.write('skipped: workers with their stores in PostgreSQL (there is no PostgreSQL here)\n');

const EXAMPLE = fileURLToPath(new URL('../../sdk/examples/postgres', import.meta.url));
const open = useDatabase();
const IDS = Array.from({ length: 10 }, (_, index) => `invoice-${index}`);

async function startHost(options: MockHostOptions = {}): Promise<RunningMockHost> {
  const host = await startMockHost({ pace: 'instant', consent: 'auto', ...options });
  onTestFinished(() => host.close());
  return host;
}

const optionsOf = (host: RunningMockHost, { tokenStore, callLimit }: PostgresStores) => ({
  baseUrl: host.url,
  tokenStore,
  callLimit,
});

const documents = () =>
  IDS.map((id) => ({ id, job_name: id, document: { data: new Uint8Array(PDF), name: 'invoice.pdf' } }));

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const result of results) list.push(result);
  return list;
}

type Work = (
  host: RunningMockHost,
  stores: PostgresStores,
  more?: Partial<EpsonConnectOptions>,
  deadlineMs?: number,
) => Promise<PrintResult[]>;

/** Prints all documents with one worker of version 1. */
const print: Work = (host, stores, more = {}, deadlineMs = 60_000) => {
  const epson = new EpsonConnect({ ...host.credentials, ...optionsOf(host, stores), ...more });
  return all(printAll(epson, documents(), { ledger: stores.ledger, deadlineMs }));
};

/** Returns a client of version 2, whose limit is on. */
const clientV2 = (host: RunningMockHost, stores: PostgresStores) =>
  new EpsonConnectV2({ ...host.credentialsV2, ...optionsOf(host, stores), callsPerMinute: 100 });

/** Prints all documents with one worker of version 2. */
const printV2: Work = (host, stores) => {
  const named = documents().map(({ job_name, ...document }) => ({ ...document, jobName: job_name }));
  return all(printAll(clientV2(host, stores), named, { ledger: stores.ledger }));
};

describe.skipIf(postgresFolder === undefined)('workers with their stores in PostgreSQL', () => {
  it.each([
    [1, print],
    [2, printV2],
  ] as const)(
    'print each document of version %i once, also while the answers are lost',
    async (version, work) => {
      const { folder } = await open();
      const host = await startHost();
      const stores = [1, 2, 3].map(() => postgresStores(openPool(folder)));
      if (version === 2) await connect(clientV2(host, stores[0]!));
      // Nobody knows the outcome of an execute for a minute, until somebody looks.
      host.control.faults.add({
        operation: 'executePrint',
        duration_ms: 60_000,
        effect: { kind: 'drop_after' },
      });
      const workers = await Promise.all(stores.map((each) => work(host, each)));
      for (const results of workers)
        expect(results.map(({ id, error }) => [id, error])).toEqual(IDS.map((id) => [id, undefined]));
      const jobs = host.control.jobs();
      expect(jobs.filter(({ executed_at }) => executed_at !== null)).toHaveLength(IDS.length);
      expect(jobs.every(({ api_version }) => api_version === version)).toBe(true);
      // Two of three found each document printed.
      expect(workers.flat().filter(({ isRepeat }) => isRepeat)).toHaveLength(2 * IDS.length);
      expect(host.control.faults.all()[0]?.struck).toBe(IDS.length);
      const [step] = (await stores[0]!.ledger.history(IDS[0]!)).slice(-1);
      expect(step).toMatchObject({ state: 'done', job_id: workers[0]?.[0]?.job?.id });
    },
  );

  it('need five round trips to PostgreSQL for a document, and two that nobody waits for', async () => {
    const { pool } = await open();
    const host = await startHost();
    const counts = { tokens: 0, ends: 0, others: 0 };
    const counting = postgresStores({
      query(sql, values) {
        const isEnd = sql.includes('SET calls = calls ||');
        counts[sql.includes('epson_tokens') ? 'tokens' : isEnd ? 'ends' : 'others'] += 1;
        return pool.query(sql, values);
      },
    });
    await print(host, counting);
    expect(counts).toEqual({
      tokens: expect.any(Number),
      ends: 2 * IDS.length,
      others: 5 * IDS.length,
    });
    // The token is asked for once, not for each document.
    expect(counts.tokens).toBeLessThan(IDS.length);
  });

  it('stay below the limit of the host together, and none of their calls is refused', async () => {
    const { folder } = await open();
    const host = await startHost({ callsPerMinute: 12 });
    const stores = [1, 2].map(() => postgresStores(openPool(folder)));
    const ended = Promise.all(stores.map((each) => print(host, each, { callsPerMinute: 12 }, 1_500)));
    const results = (await ended).flat();
    const late = results.filter(({ error }) => error !== undefined);
    expect(late.length).toBeGreaterThan(0);
    expect(host.control.journal.read().filter(({ response }) => response.status === 403)).toEqual([]);
    const counted = host.control.journal
      .read()
      .filter(({ operation }) => operation === 'createPrintJob' || operation === 'executePrint');
    expect(counted).toHaveLength(12);
  });

  it('run the program of the README, as often as one likes', async () => {
    const { folder } = await open();
    const host = await startHost();
    const here = newFolder(fileURLToPath(new URL('.fleet-', import.meta.url)));
    cpSync(EXAMPLE, here, { recursive: true });
    writeFileSync(join(here, 'print.js'), example('fleet-postgres'));
    writeFileSync(join(here, 'invoice.pdf'), PDF);
    const { clientId, clientSecret, printerEmail } = host.credentials;
    const env = {
      ...process.env,
      PGHOST: folder,
      PGUSER: 'test',
      PGDATABASE: 'postgres',
      EPSON_CONNECT_API_BASE_URL: host.url,
      EPSON_CONNECT_API_CLIENT_ID: clientId,
      EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
      EPSON_CONNECT_API_PRINTER_EMAIL: printerEmail,
    };
    const args = ['--import', 'tsx', '--conditions=epson-connect-kit:source', 'print.js'];
    const run = () => runProgram(process.execPath, args, { cwd: here, env });
    const [first, second] = [await run(), await run()];
    expect([first.code, first.output]).toEqual([
      0,
      expect.stringMatching(/^invoice\.pdf is job [0-9a-f]{32}\n$/),
    ]);
    expect([second.code, second.output]).toEqual([0, first.output.replace('\n', ', printed before\n')]);
  });

  it('execute nothing while PostgreSQL is down, and say why', async () => {
    const { folder, stop } = await startDatabase();
    const host = await startHost();
    const stores = postgresStores(openPool(folder));
    const results = await print(host, stores, {
      async fetch(url, init) {
        if (url.includes('/PostData') || url.includes('/data?')) await stop();
        return fetch(url, init);
      },
    });
    for (const { error } of results)
      expect(error).toMatchObject({
        message: expect.stringMatching(/^PostgreSQL did not do what the printing needs: ./),
      });
    expect(results).toHaveLength(IDS.length);
    expect(host.control.jobs().filter(({ executed_at }) => executed_at !== null)).toEqual([]);
  });
});
