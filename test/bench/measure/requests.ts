import {
  Client,
  createCall,
  executeCall,
  isUp,
  manyAtOnce,
  tokenCall,
  uploadCall,
  DOCUMENT,
  type Call,
} from '../calls.js';
import type { Entrants } from '../entrants.js';
import { each, repeat, CONNECTIONS, type Loaded } from '../load.js';
import { start, type Program, type Running } from '../processes.js';
import { inTurns, within, type Run } from '../run.js';

/** The mock keeps about as many jobs of a printer that were not executed; more would push the first ones out. */
const JOBS_AT_ONCE = 900;

const STEPS = ['token', 'create', 'execute'] as const;

/** Calls per second, the slowest hundredth, and processor time, of each step; and the four steps one after the other. */
export async function measureRequests(run: Run, entrants: Entrants): Promise<void> {
  const { node, express, mock, peers, variants, tls } = entrants;
  const all = await startAll(run, [
    node,
    express,
    mock,
    ...peers,
    ...(run.isQuick ? [] : [...variants, ...tls]),
  ]);
  try {
    for (const step of STEPS) await measureStep(run, step, all);
    await measureFlow(run, all);
  } finally {
    for (const server of all) await server.stop();
  }
}

async function startAll(run: Run, programs: readonly Program[]): Promise<Running[]> {
  const running: Running[] = [];
  for (const program of programs) {
    const started = await start(program, run.newFolder(), isUp).catch((error: unknown) => {
      run.results.miss(`requests: ${program.name}`, error);
      return undefined;
    });
    if (started !== undefined) running.push(started);
  }
  return running;
}

async function measureStep(run: Run, step: (typeof STEPS)[number], all: readonly Running[]): Promise<void> {
  run.log(`${step}: calls per second, p99, processor time`);
  const about = { base: 'node:http' };
  const rate = run.results.measure(`${step}-rate`, {
    ...about,
    title: `Calls per second: ${step}`,
    unit: '/s',
  });
  const p99 = run.results.measure(`${step}-p99`, {
    ...about,
    title: `The slowest hundredth: ${step}`,
    unit: 'ms',
  });
  const cpu = run.results.measure(`${step}-cpu`, {
    ...about,
    title: `Processor time per call: ${step}`,
    unit: 'µs',
  });
  const forMs = run.isQuick ? 700 : 2000;
  // A round that does not count, so that everyone has compiled what it runs most.
  await inTurns(run, `${step} calls`, all, run.rounds(5) + 1, async (server, round) => {
    const loaded =
      step === 'execute'
        ? await execute(server, run.rounds(2))
        : await repeatStep(server, step, round === 0 ? 2 * forMs : forMs);
    if (round === 0) return;
    rate(server.name, loaded.perSecond);
    p99(server.name, loaded.p99Ms);
    cpu(server.name, loaded.cpuPerCallUs);
  });
}

async function repeatStep(server: Running, step: 'token' | 'create', forMs: number): Promise<Loaded> {
  if (step === 'token') return repeat(server, tokenCall(), { forMs });
  const client = new Client(server.url);
  const caller = await client.authenticate();
  client.close();
  return repeat(server, createCall(caller), { forMs });
}

/** Executes jobs that were made for it: each can be executed once. */
async function execute(server: Running, chunks: number): Promise<Loaded> {
  const done: Loaded[] = [];
  // A server that takes long for each call is asked less often; its figures are per call.
  let jobs = JOBS_AT_ONCE;
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const startedMs = performance.now();
    done.push(await each(server, await prepare(server, chunk === 0 ? 200 : jobs)));
    if (performance.now() - startedMs > 2000) jobs = 200;
  }
  if (chunks > 1) done.shift();
  const calls = done.reduce((sum, each) => sum + each.calls, 0);
  const mean = (of: (each: Loaded) => number) =>
    done.reduce((sum, each) => sum + of(each) * each.calls, 0) / calls;
  return {
    calls,
    perSecond: mean(({ perSecond }) => perSecond),
    p99Ms: mean(({ p99Ms }) => p99Ms),
    cpuPerCallUs: mean(({ cpuPerCallUs }) => cpuPerCallUs),
  };
}

/** Jobs that have their file. */
async function prepare(server: Running, count: number): Promise<Call[]> {
  const client = new Client(server.url, CONNECTIONS);
  const caller = await client.authenticate();
  const calls: Call[] = [];
  await manyAtOnce(count, CONNECTIONS, async () => {
    const { id, upload_uri: uri } = await client.create(caller);
    await client.send(uploadCall(uri, DOCUMENT));
    calls.push(executeCall(caller, id));
  });
  client.close();
  return calls;
}

async function measureFlow(run: Run, all: readonly Running[]): Promise<void> {
  run.log('the four steps, one after the other');
  const took = run.results.measure('flow', {
    title: 'The four steps of a print, median',
    unit: 'ms',
    base: 'node:http',
  });
  const forMs = run.isQuick ? 500 : 1500;
  await inTurns(run, 'the four steps', all, run.rounds(5) + 1, async (server, round) => {
    const client = new Client(server.url);
    const prints: number[] = [];
    const endMs = performance.now() + forMs;
    while (performance.now() < endMs || prints.length < 5) {
      const startedMs = performance.now();
      await within(30_000, 'a print', () => client.print());
      prints.push(performance.now() - startedMs);
    }
    client.close();
    if (round > 0) took(server.name, prints.toSorted((a, b) => a - b)[prints.length >> 1] ?? Number.NaN);
  });
}
