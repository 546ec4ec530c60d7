import { createHash } from 'node:crypto';
import type { AssumptionOptions } from 'epson-connect-mock';
import { EpsonConnect, EpsonConnectError, OutcomeUnknownError, type PrintJob } from 'epson-connect-sdk';
import { expect } from 'vitest';
import { clientInVirtualTime, hostInVirtualTime, type VirtualTime } from './virtual-time.js';
import { dice, planOf, type Plan, type PlannedPrint } from './faulted-plan.js';
import { seeded } from '../random.js';
import { takeLeaks } from '../secrets/secrets.js';
import { watchedHooks } from './watched-hooks.js';

/** Counts of the outcomes of many prints. */
export interface Tally {
  runs: number;
  prints: number;
  /** Prints by how they ended: `printed`, the name of an error, or `aborted`. */
  readonly ended: Record<string, number>;
  /** Outcomes that were unknown and have been settled: executed after all, or not. */
  readonly settled: { executed: number; notExecuted: number };
  /** Faults by what they do and by the call that they are for: how many were armed, and how often they struck. */
  readonly faults: Record<string, { armed: number; struck: number }>;
  /** Runs in which tokens were to die meanwhile, and in which they did. */
  readonly tokensDie: { armed: number; struck: number };
}

/** Returns what was armed and never struck: a run proves nothing of it. */
export function neverStruck({ faults, tokensDie }: Tally): string[] {
  return Object.entries({ ...faults, tokensDie }).flatMap(([what, { struck }]) => (struck > 0 ? [] : [what]));
}

/** Assumptions in which hosts may differ. */
const HOSTS: readonly AssumptionOptions[] = [
  {},
  { 'job-info-before-execute': 'pending_held', 'refresh-rotation': 'on' },
  { 'wrong-device': 'printer_not_found', 'device-id-after-cancel': 'same' },
  { 'job-info-before-execute': 'pending_held', 'second-upload': 'refuse' },
];

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function documentOf({ bytes, form, job_name }: PlannedPrint) {
  const name = `${job_name}.pdf`;
  if (form === 'bytes') return { data: bytes, name };
  const stream = () => new Blob([bytes]).stream();
  return { stream: form === 'stream' ? stream() : stream, name, sizeBytes: bytes.length };
}

type Ending = { readonly job: PrintJob } | { readonly error: unknown };

/** Prints what is planned, while what is planned goes wrong. */
async function carryOut(time: VirtualTime, epson: EpsonConnect, plan: Plan, tally: Tally) {
  const { host } = time;
  const callers = plan.prints.map((print) => ({
    print,
    stop: new AbortController(),
    reason: new Error('mine'),
  }));
  let moments = 0;
  time.onMoment = () => {
    if (plan.tokensDie?.after === moments) {
      host.control[plan.tokensDie.how]();
      tally.tokensDie.struck += 1;
    }
    for (const { print, stop, reason } of callers) if (print.abortAfter === moments) stop.abort(reason);
    moments += 1;
  };
  for (const fault of plan.faults) host.control.faults.add(fault);
  const working = callers.map(async ({ print, stop, reason }): Promise<Ending & { reason: Error }> => {
    const { job_name, options } = print;
    if (print.abortAfter === 0) stop.abort(reason);
    return epson.print(documentOf(print), { job_name, signal: stop.signal, ...options }).then(
      (job) => ({ job, reason }),
      (error: unknown) => ({ error, reason }),
    );
  });
  const endings = await time.pass(Promise.all(working));
  time.onMoment = () => {};
  if (plan.tokensDie !== undefined) tally.tokensDie.armed += 1;
  for (const { fault, struck } of host.control.faults.all()) {
    for (const what of [fault.effect?.kind ?? 'refuse', fault.operation ?? 'any call']) {
      const count = (tally.faults[what] ??= { armed: 0, struck: 0 });
      count.armed += 1;
      count.struck += struck;
    }
  }
  host.control.faults.clear();
  await time.quiet();
  return endings;
}

/** All that has to hold of one print, whatever went wrong. Tells how it ended. */
async function judge(
  time: VirtualTime,
  epson: EpsonConnect,
  print: PlannedPrint,
  { reason, ...ending }: Ending & { reason: Error },
  tally: Tally,
): Promise<string> {
  const printed = () =>
    time.host.control.jobs().filter((job) => job.job_name === print.job_name && job.executed_at !== null);
  const before = printed();
  expect(before.length, 'copies').toBeLessThanOrEqual(1);
  const isRight = () =>
    expect(printed()).toMatchObject([
      { print_setting: print.options.print_setting ?? null, document: { sha256: sha256(print.bytes) } },
    ]);
  if (before.length > 0) isRight();
  if ('job' in ending) {
    expect(before.map(({ id }) => id)).toEqual([ending.job.id]);
    return 'printed';
  }
  const { error } = ending;
  if (error === reason) return 'aborted';
  expect(error).toBeInstanceOf(EpsonConnectError);
  const { name } = error as EpsonConnectError;
  if (!(error instanceof OutcomeUnknownError)) {
    // Any other error says that nothing has come out.
    expect(before, name).toEqual([]);
    return name;
  }
  const job = JSON.parse(JSON.stringify(error.job)) as typeof error.job;
  const { executed } = await time.pass(epson.jobs.resume(job));
  expect(executed, 'what resume says').toBe(before.length === 1);
  tally.settled[executed ? 'executed' : 'notExecuted'] += 1;
  if (executed) return name;
  const refused = await time.pass(epson.execute(job)).catch((reason: unknown) => reason);
  if (refused === undefined) isRight();
  else {
    // A gateway said 200 to the upload, and the host has never seen the file: that a job without it is refused proves
    // nothing where the host does not know the job.
    expect((refused as Error).name).toMatch(/^(StateError|OutcomeUnknownError)$/);
    expect(printed()).toEqual([]);
  }
  return name;
}

/** Loads, before the first run, all code that is loaded at its first use: its time does not depend on a seed. */
async function warmUp(time: VirtualTime): Promise<void> {
  const epson = clientInVirtualTime(time);
  const effect = { kind: 'drop_after' } as const;
  for (const operation of ['createPrintJob', 'executePrint'] as const)
    time.host.control.faults.add({ operation, effect });
  const stream = () => new Blob(['%PDF-1.4']).stream();
  await time.pass(epson.print({ stream, name: 'a.pdf', sizeBytes: 8 }));
  time.host.control.faults.clear();
}

/**
 * Carries out so many runs; fails with the seed of the first in which something does not hold. A seed fixes what is asked
 * for, what goes wrong and when, counted in requests. In which order sockets and disk serve several prints at once is
 * the machine's, so that such a run may go a little differently the next time.
 */
export async function runFaulted(runs: number, seed: number): Promise<Tally> {
  const tally: Tally = {
    runs: 0,
    prints: 0,
    ended: {},
    settled: { executed: 0, notExecuted: 0 },
    faults: {},
    tokensDie: { armed: 0, struck: 0 },
  };
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', onUnhandled);
  const hosts = await Promise.all(
    HOSTS.map((assume) => hostInVirtualTime({ assume, callsPerMinute: Number.POSITIVE_INFINITY })),
  );
  for (const time of hosts) await warmUp(time);
  // Each host has a time of its own, so that they do not wait for each other; a seed always meets the same one.
  const onHost = async (time: VirtualTime, first: number) => {
    for (let at = first; at < seed + runs; at += hosts.length) {
      try {
        await oneRun(time, at, tally);
        expect(unhandled, 'unhandled rejections').toEqual([]);
      } catch (error) {
        throw new Error(`a run failed: SEED=${at} begins with it`, { cause: error });
      }
    }
  };
  try {
    const ended = await Promise.allSettled(
      hosts.map((time, index) =>
        onHost(time, seed + ((index - (seed % hosts.length) + hosts.length) % hosts.length)),
      ),
    );
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
  } finally {
    process.off('unhandledRejection', onUnhandled);
    await Promise.all(hosts.map((time) => time.close()));
  }
  return tally;
}

async function oneRun(time: VirtualTime, seed: number, tally: Tally): Promise<void> {
  const given = dice(seeded(seed));
  const plan = planOf(`run-${seed}`, given);
  const { host, url, clock, fetch } = time;
  const epson = new EpsonConnect({
    ...host.credentials,
    baseUrl: url,
    clock,
    fetch,
    random: given.draw,
    callsPerMinute: plan.callsPerMinute,
    ...watchedHooks(),
  });
  const endings = await carryOut(time, epson, plan, tally);
  expect(time.timers(), 'timers left behind').toBe(0);
  for (const [index, print] of plan.prints.entries()) {
    const ending = endings[index];
    if (ending === undefined) throw new Error('a print has no ending');
    const how = await judge(time, epson, print, ending, tally);
    tally.ended[how] = (tally.ended[how] ?? 0) + 1;
  }
  tally.runs += 1;
  tally.prints += plan.prints.length;
  expect(takeLeaks(), 'secrets that were shown').toEqual([]);
}
