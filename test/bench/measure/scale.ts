import {
  Client,
  CLIENT_ID,
  createCall,
  manyAtOnce,
  PRINTER,
  printerCall,
  tokenCall,
  type Caller,
} from '../calls.js';
import { CONNECTIONS, each as load } from '../load.js';
import { within, type Run } from '../run.js';
import { clockJumps, uploadsAtOnce } from './bursts.js';
import { callersOf, costs, many, onHost, printerOf, PRINTERS, seeded } from './scaled-host.js';

/** Calls that make one figure. */
const CALLS = 1500;

const clientOf = (index: number) => index.toString(16).padStart(32, '0');

/** Measures, as a curve each, the cost of the same call while the mock holds more and more. */
export async function measureScale(run: Run): Promise<void> {
  const curves = { jobsHeld, callsMade, printers, worlds, uploadsAtOnce, clockJumps };
  for (const [name, follow] of Object.entries(curves)) {
    run.log(`scale: ${name}`);
    await within(240_000, `the curve ${name}`, () => follow(run)).catch((error: unknown) => {
      run.results.miss(`scale: ${name}`, error);
      run.log(`not measured: ${name}: ${String(error)}`);
    });
  }
}

async function jobsHeld(run: Run): Promise<void> {
  const about = { y: 'processor time, µs per call' };
  const create = run.results.follow('jobs-create', {
    ...about,
    title: 'Create job, by jobs held over 500 printers',
    x: 'jobs held at least',
  });
  const read = run.results.follow('jobs-read', {
    ...about,
    title: 'Reading a printer, by jobs held over 500 printers',
    x: 'jobs held',
  });
  await onHost(run, seeded(PRINTERS), async (host) => {
    const callers = await callersOf(host, PRINTERS);
    const creates = (count: number) => many(count, (index) => createCall(callers[index % PRINTERS]!));
    const reads = many(CALLS, (index) => printerCall(callers[index % PRINTERS]!));
    let held = 0;
    for (const jobs of run.isQuick ? [10, 1000, 3000] : [10, 100, 1000, 10_000, 30_000, 100_000]) {
      if (jobs > held) await load(host, creates(jobs - held));
      held = Math.max(jobs, held);
      await costs(run, host, reads, (cpuUs) => read(jobs, cpuUs));
      // Fewer than that many more would say nothing of so few.
      for (let round = 0; jobs >= 1000 && round < run.rounds(5); round += 1) {
        create(jobs, (await load(host, creates(500))).cpuPerCallUs);
        held += 500;
      }
    }
  });
}

async function callsMade(run: Run): Promise<void> {
  const title = 'Reading a printer, by calls in the journal, of which it keeps the newest';
  const cost = run.results.follow('journal', {
    title,
    x: 'calls made before',
    y: 'processor time, µs per call',
  });
  for (const calls of run.isQuick ? [1000, 3000] : [3000, 10_000, 30_000, 100_000]) {
    await onHost(run, seeded(1), async (host) => {
      const [caller] = await callersOf(host, 1);
      await load(
        host,
        many(Math.max(calls - CALLS, 10), () => printerCall(caller!)),
      );
      await costs(
        run,
        host,
        many(CALLS, () => printerCall(caller!)),
        (cpu) => cost(calls, cpu),
      );
    });
  }
}

async function printers(run: Run): Promise<void> {
  const about = { x: 'printers', y: 'processor time, µs per call' };
  const read = run.results.follow('printers-read', { ...about, title: 'Reading a printer, by printers' });
  const token = run.results.follow('printers-token', { ...about, title: 'Authenticating, by printers' });
  for (const count of run.isQuick ? [1, 100] : [1, 10, 100, 1000]) {
    await onHost(run, seeded(count), async (host) => {
      const callers = await callersOf(host, count);
      await costs(
        run,
        host,
        many(CALLS, (index) => printerCall(callers[index % count]!)),
        (cpu) => read(count, cpu),
      );
      await costs(
        run,
        host,
        many(CALLS, (index) => tokenCall(CLIENT_ID, printerOf(index % count))),
        (cpu) => token(count, cpu),
      );
    });
  }
}

async function worlds(run: Run): Promise<void> {
  const cost = run.results.follow('worlds', {
    title: 'Reading a printer, by worlds in turn',
    x: 'worlds',
    y: 'processor time, µs per call',
  });
  for (const count of run.isQuick ? [1, 100] : [1, 10, 100, 999]) {
    await onHost(run, { worlds: true }, async (host) => {
      const client = new Client(host.url, CONNECTIONS);
      const callers: Caller[] = [];
      await manyAtOnce(count, CONNECTIONS, async (index) => {
        callers[index] = await client.authenticate(clientOf(index + 1), PRINTER);
      });
      client.close();
      await costs(
        run,
        host,
        many(CALLS, (index) => printerCall(callers[index % count]!)),
        (cpu) => cost(count, cpu),
      );
    });
  }
}
