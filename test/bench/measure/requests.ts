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
import { repeat, CONNECTIONS, type Loaded } from '../load.js';
import { start, type Program, type Running } from '../processes.js';
import { inTurns, within, type Run } from '../run.js';
import { executeAll, measureRates } from './rates.js';
import { measureVersion2 } from './requests-v2.js';

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
    // The peers are given the description of version 1.
    await measureVersion2(
      run,
      all.filter(({ name }) => [node, express, mock].some((own) => own.name === name)),
    );
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
  await measureRates(run, step, all, (server, forMs) =>
    step === 'execute'
      ? executeAll((count) => prepare(server, count), server, run.rounds(2))
      : repeatStep(server, step, forMs),
  );
}

async function repeatStep(server: Running, step: 'token' | 'create', forMs: number): Promise<Loaded> {
  if (step === 'token') return repeat(server, tokenCall(), { forMs });
  const client = new Client(server.url);
  const caller = await client.authenticate();
  client.close();
  return repeat(server, createCall(caller), { forMs });
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
