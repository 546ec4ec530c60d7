import type { Call } from '../calls.js';
import { each, type Loaded } from '../load.js';
import type { Running } from '../processes.js';
import { inTurns, type Run } from '../run.js';

/** The mock keeps about as many jobs of a printer that were not executed; more would push the first ones out. */
const JOBS_AT_ONCE = 900;

/** Measures calls per second, the slowest hundredth, and processor time. @param work loads a server for so long */
export async function measureRates(
  run: Run,
  step: string,
  all: readonly Running[],
  work: (server: Running, forMs: number) => Promise<Loaded>,
): Promise<void> {
  run.log(`${step}: calls per second, p99, processor time`);
  const figure = (id: string, what: string, unit: string) =>
    run.results.measure(`${step}-${id}`, { base: 'node:http', title: `${what}: ${step}`, unit });
  const rate = figure('rate', 'Calls per second', '/s');
  const p99 = figure('p99', 'The slowest hundredth', 'ms');
  const cpu = figure('cpu', 'Processor time per call', 'µs');
  const forMs = run.isQuick ? 700 : 2000;
  // A round that does not count, so that everyone has compiled what it runs most.
  await inTurns(run, `${step} calls`, all, run.rounds(5) + 1, async (server, round) => {
    const loaded = await work(server, round === 0 ? 2 * forMs : forMs);
    if (round === 0) return;
    rate(server.name, loaded.perSecond);
    p99(server.name, loaded.p99Ms);
    cpu(server.name, loaded.cpuPerCallUs);
  });
}

/** Executes jobs that were made for it: each can be executed once. */
export async function executeAll(
  prepare: (count: number) => Promise<Call[]>,
  server: Running,
  chunks: number,
): Promise<Loaded> {
  const done: Loaded[] = [];
  // A server that takes long for each call is asked less often; its figures are per call.
  let jobs = JOBS_AT_ONCE;
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const startedMs = performance.now();
    done.push(await each(server, await prepare(chunk === 0 ? 200 : jobs)));
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
