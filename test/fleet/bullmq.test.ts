import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startMockHost, type FaultEffect, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { redisStores } from 'epson-connect-sdk/redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import {
  addPrints,
  openDeadLetters,
  openPrints,
  queueId,
  type Print,
  type PrintQueue,
} from '../../sdk/examples/bullmq/queue.js';
import { startWorker } from '../../sdk/examples/bullmq/worker.js';
import { addBy, buildPrograms, composedSettings, startWork } from '../support/fleet/bullmq.js';
import { newFolder } from '../support/folder.js';
import { PDF } from '../support/mock/client.js';
import { hasRedis, skipNotice, startRedis, type RedisServer } from '../support/processes/redis.js';

skipNotice('the queue worker of BullMQ');

describe.skipIf(!hasRedis)('the queue worker of BullMQ', () => {
  let redis: RedisServer;
  let programs: string;
  let client: Redis;
  let prints: PrintQueue;

  beforeAll(async () => {
    // The settings of the compose file are those that the door accepts.
    redis = await startRedis(composedSettings());
    programs = mkdtempSync(join(tmpdir(), 'epson-connect-tests-'));
    await buildPrograms(programs);
  });
  afterAll(async () => {
    await redis.close();
    rmSync(programs, { recursive: true, force: true });
  });
  beforeEach(async () => {
    client = new Redis(redis.port, { maxRetriesPerRequest: null });
    await client.flushall();
    prints = openPrints(client);
    // A test stops the server.
    for (const each of [client, prints]) each.on('error', () => {});
    onTestFinished(async () => {
      await prints.close();
      await client.quit();
    });
  });

  async function startHost(options: StartOptions = {}): Promise<RunningMockHost> {
    const host = await startMockHost({ pace: 'instant', ...options });
    onTestFinished(() => host.close());
    return host;
  }

  /** Makes documents on disk, each with its own bytes. */
  function documents(count: number): Print[] {
    const folder = newFolder();
    return Array.from({ length: count }, (_, index) => {
      const file = join(folder, `${index}.pdf`);
      writeFileSync(file, PDF);
      return { id: `invoice:${index}`, file, options: { job_name: `invoice-${index}` } };
    });
  }

  const papers = (host: RunningMockHost) =>
    host.control
      .jobs()
      .filter(({ executed_at }) => executed_at !== null)
      .map(({ job_name }) => job_name)
      .toSorted();
  const completed = async () => (await prints.getJobCounts('completed'))['completed'];

  /** A worker in this process. */
  function work(host: RunningMockHost, deadlineMs = 20_000) {
    const { tokenStore, ledger, callLimit } = redisStores(client);
    const epson = new EpsonConnect({
      ...host.credentials,
      baseUrl: host.url,
      retries: 0,
      tokenStore,
      callLimit,
    });
    const own = startWorker({ connection: client, epson, ledger, deadlineMs, onError: () => {} });
    onTestFinished(() => own.close());
    return { ...own, ledger };
  }

  it('prints what was added twice once, by two processes, and shows progress and health', async () => {
    const host = await startHost();
    const workers = [1, 2].map(() => startWork(programs, host, redis.url));
    const list = documents(12);
    await addPrints(prints, list);
    await addPrints(prints, list);
    const [{ healthUrl, child }, other] = await Promise.all(workers).then(([a, b]) => [a!, b!] as const);
    await expect.poll(completed).toBe(12);
    expect(papers(host)).toEqual(list.map(({ options }) => options?.job_name ?? '').toSorted());
    const job = await prints.getJob(queueId('invoice:3'));
    expect(job?.progress).toMatchObject({ step: 'execute' });
    expect(job?.returnvalue).toMatchObject({ job: { job_name: 'invoice-3' }, isRepeat: false });
    const answer = await fetch(healthUrl);
    expect([answer.status, await answer.json()]).toEqual([
      200,
      expect.objectContaining({ completed: 12, failed: 0, unknownOutcome: 0 }),
    ]);
    // The document is added again when the queue has forgotten it: the ledger knows it.
    await job?.remove();
    await addPrints(prints, list);
    await expect.poll(completed).toBe(12);
    expect((await prints.getJob(queueId('invoice:3')))?.returnvalue).toMatchObject({ isRepeat: true });
    expect(papers(host)).toHaveLength(12);
    for (const each of [child, other.child]) each.kill('SIGTERM');
    expect(await other.ended).toBe(0);
  });

  it('is fed by the program of the example, and by that of the README', async () => {
    const host = await startHost();
    const [{ file }] = documents(1) as [Print];
    expect(await addBy('produce', programs, host, redis.url, [file])).toMatch(
      /^1 documents are in the queue/,
    );
    expect(await addBy('readme', programs, host, redis.url, [])).toBe('');
    work(host);
    await expect.poll(completed).toBe(1);
    expect((await prints.getJob(queueId(file)))?.data).toEqual({ id: file, file });
    const missing = await prints.getJob(queueId('invoice-17'));
    await expect.poll(() => missing?.getState()).toBe('failed');
    expect(missing?.data).toMatchObject({ file: 'invoices/17.pdf', options: { job_name: 'Invoice 17' } });
  });

  it('executes nothing while Redis is down, and goes on when it is back', async () => {
    const host = await startHost();
    host.control.faults.add({
      operation: 'uploadPrintFile',
      times: 3,
      effect: { kind: 'delay', delay_ms: 500 },
    });
    work(host);
    await addPrints(prints, documents(3));
    await expect.poll(() => host.control.faults.all()[0]?.struck).toBe(3);
    await redis.stop('SIGKILL');
    await host.control.waitFor({ kind: 'exchanges', operation: 'uploadPrintFile', count: 3 });
    expect(papers(host)).toEqual([]);
    await redis.start();
    await expect.poll(completed).toBe(3);
    expect(papers(host)).toEqual(['invoice-0', 'invoice-1', 'invoice-2']);
  });

  it.each<[string, FaultEffect]>([
    ['before the host executed', { kind: 'hang' }],
    ['after the host executed', { kind: 'slow', bytes_per_second: 1 }],
  ])('goes on with the same job when a worker is killed with -9 %s', async (_, effect) => {
    const host = await startHost({ faults: [{ operation: 'executePrint', effect }] });
    const { child, ended } = await startWork(programs, host, redis.url);
    await addPrints(prints, documents(1));
    await expect.poll(() => host.control.faults.all()[0]?.struck).toBe(1);
    if (effect.kind === 'slow') await expect.poll(() => papers(host)).toHaveLength(1);
    child.kill('SIGKILL');
    await ended;
    // As if the 30 s of the claim were over.
    await client.hset('{epson-connect}:document:invoice:0', 'lease_end', '0');
    await startWork(programs, host, redis.url);
    await expect.poll(completed).toBe(1);
    expect(papers(host)).toEqual(['invoice-0']);
    expect(host.control.jobs()).toHaveLength(1);
    const { ledger } = redisStores(client);
    expect((await ledger.history('invoice:0')).map(({ state }) => state)).toEqual([
      'claimed',
      'executing',
      'claimed',
      'done',
    ]);
  });

  it('ends what it has begun on SIGTERM, and leaves the rest to others', async () => {
    const host = await startHost({
      faults: [{ operation: 'executePrint', times: null, effect: { kind: 'delay', delay_ms: 1_000 } }],
    });
    const { child, ended, healthUrl } = await startWork(programs, host, redis.url);
    await addPrints(prints, documents(8));
    await expect.poll(() => host.control.faults.all()[0]?.struck).toBe(4);
    child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(healthUrl)).status).toBe(503);
    expect(await ended).toBe(0);
    expect(await prints.getJobCounts('completed', 'waiting', 'active', 'failed')).toEqual({
      completed: 4,
      waiting: 4,
      active: 0,
      failed: 0,
    });
    host.control.faults.clear();
    work(host);
    await expect.poll(completed).toBe(8);
    expect(papers(host)).toHaveLength(8);
  });

  it('puts a document of unknown outcome among the dead letters, and never tries it again by itself', async () => {
    const host = await startHost();
    host.control.faults.add({ operation: 'executePrint', times: null, effect: { kind: 'drop_after' } });
    host.control.faults.add({ operation: 'getPrintJob', times: null, code: 'job_not_found' });
    const { health } = work(host, 2_000);
    const [print] = documents(1) as [Print];
    await addPrints(prints, [print]);
    const letters = openDeadLetters(client);
    onTestFinished(() => letters.close());
    await expect.poll(() => letters.count()).toBe(1);
    const [letter] = await letters.getWaiting();
    const { id: job_id } = host.control.jobs()[0]!;
    expect(letter?.data).toEqual({ print, job_id, message: expect.stringContaining(job_id) });
    await expect.poll(async () => (await prints.getJob(queueId(print.id)))?.getState()).toBe('failed');
    const failed = await prints.getJob(queueId(print.id));
    expect([failed?.attemptsMade, await failed?.getState()]).toEqual([1, 'failed']);
    expect((await health()).counts).toMatchObject({ failed: 1, unknownOutcome: 1 });
    // A person lets it try again: the job is looked at first, and it was printed.
    host.control.faults.clear();
    await failed?.retry('failed');
    await expect.poll(completed).toBe(1);
    expect(host.control.jobs()).toHaveLength(1);
    expect(papers(host)).toEqual(['invoice-0']);
  });

  it('tries again what may pass, and not what never prints', async () => {
    const host = await startHost({
      faults: [{ operation: 'createPrintJob', times: 2, code: 'service_unavailable' }],
    });
    work(host);
    const [print] = documents(1) as [Print];
    const text = { id: `text-${randomUUID()}`, file: join(newFolder(), 'a.exe') };
    writeFileSync(text.file, 'MZ');
    await addPrints(prints, [text]);
    await prints.add('print', print, {
      jobId: queueId(print.id),
      backoff: { type: 'fixed', delay: 20 },
    });
    await expect.poll(completed).toBe(1);
    expect((await prints.getJob(queueId(print.id)))?.attemptsMade).toBeGreaterThan(1);
    const never = await prints.getJob(queueId(text.id));
    expect([never?.attemptsMade, await never?.getState()]).toEqual([1, 'failed']);
    expect(papers(host)).toEqual(['invoice-0']);
  });
});
