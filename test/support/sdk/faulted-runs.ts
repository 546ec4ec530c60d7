import { createHash } from 'node:crypto';
import { EpsonConnectError, OutcomeUnknownError } from 'epson-connect-sdk';
import { expect } from 'vitest';
import { hostInVirtualTime, type VirtualTime } from './virtual-time.js';
import { dice, planOf, type Plan, type PlannedPrint } from './faulted-plan.js';
import { VERSIONS, type FaultedClient, type FaultedVersion } from './faulted-versions.js';
import { PDF } from '../mock/client.js';
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

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function documentOf({ bytes, form, name: jobName }: PlannedPrint) {
  const name = `${jobName}.pdf`;
  if (form === 'bytes') return { data: bytes, name };
  const stream = () => new Blob([bytes]).stream();
  return { stream: form === 'stream' ? stream() : stream, name, sizeBytes: bytes.length };
}

type Ending = { readonly jobId: string } | { readonly error: unknown };

/** Prints what is planned, while what is planned goes wrong. */
async function carryOut(
  version: FaultedVersion,
  time: VirtualTime,
  epson: FaultedClient,
  plan: Plan,
  tally: Tally,
) {
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
    if (print.abortAfter === 0) stop.abort(reason);
    return epson.print(documentOf(print), print, stop.signal).then(
      (jobId) => ({ jobId, reason }),
      (error: unknown) => ({ error, reason }),
    );
  });
  const endings = await time.pass(Promise.all(working));
  time.onMoment = () => {};
  if (version.mayOutliveCaller) await time.passTimers();
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
  version: FaultedVersion,
  time: VirtualTime,
  epson: FaultedClient,
  print: PlannedPrint,
  { reason, ...ending }: Ending & { reason: Error },
  tally: Tally,
): Promise<string> {
  const printed = () =>
    time.host.control.jobs().filter((job) => job.job_name === print.name && job.executed_at !== null);
  const before = printed();
  expect(before.length, 'copies').toBeLessThanOrEqual(1);
  const isRight = () =>
    expect(printed()).toMatchObject([
      { print_setting: version.settingOf(print) ?? null, document: { sha256: sha256(print.bytes) } },
    ]);
  if (before.length > 0) isRight();
  if ('jobId' in ending) {
    expect(before.map(({ id }) => id)).toEqual([ending.jobId]);
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
  const job = JSON.parse(JSON.stringify(error.job)) as Record<string, unknown>;
  await epson.reconnect();
  const { executed } = await time.pass(epson.resume(job));
  expect(executed, 'what resume says').toBe(before.length === 1);
  tally.settled[executed ? 'executed' : 'notExecuted'] += 1;
  if (executed) return name;
  const refused = await time.pass(epson.execute(job)).catch((reason: unknown) => reason);
  if (refused === undefined) isRight();
  else {
    // A gateway said 200 to the upload, and the host has never seen the file.
    expect((refused as Error).name).toMatch(version.refusedWithoutFile);
    expect(printed()).toEqual([]);
  }
  return name;
}

/** Loads, before the first run, all code that is loaded at its first use: its time does not depend on a seed. */
async function warmUp(version: FaultedVersion, time: VirtualTime): Promise<void> {
  const epson = await version.clientOf(time, optionsIn(time));
  const effect = { kind: 'drop_after' } as const;
  for (const operation of ['createPrintJob', 'executePrint'] as const)
    time.host.control.faults.add({ operation, effect });
  const print: PlannedPrint = {
    name: 'warm-up',
    bytes: new Uint8Array(PDF),
    form: 'reopened stream',
    options: {},
    setting: undefined,
    abortAfter: undefined,
  };
  await time.pass(epson.print(documentOf(print), print));
  time.host.control.faults.clear();
}

/**
 * Carries out so many runs; fails with the seed of the first in which something does not hold. A seed fixes what is asked
 * for, what goes wrong and when, counted in requests. In which order sockets and disk serve several prints at once is
 * the machine's, so that such a run may go a little differently the next time.
 */
export async function runFaulted(runs: number, seed: number, apiVersion: 1 | 2 = 1): Promise<Tally> {
  const version = VERSIONS[apiVersion];
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
    version.hosts.map((assume) =>
      hostInVirtualTime({ assume, callsPerMinute: Number.POSITIVE_INFINITY, consent: 'auto' }),
    ),
  );
  for (const time of hosts) await warmUp(version, time);
  // Each host has a time of its own, so that they do not wait for each other; a seed always meets the same one.
  const onHost = async (time: VirtualTime, first: number) => {
    for (let at = first; at < seed + runs; at += hosts.length) {
      try {
        await oneRun(version, time, at, tally);
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

const optionsIn = ({ clock, fetch }: VirtualTime) => ({ clock, fetch, ...watchedHooks() });

async function oneRun(version: FaultedVersion, time: VirtualTime, seed: number, tally: Tally): Promise<void> {
  const given = dice(seeded(seed));
  const plan = planOf(`run-${seed}`, given, version);
  const { callsPerMinute } = plan;
  const options = { ...optionsIn(time), random: given.draw, callsPerMinute };
  const epson = await version.clientOf(time, options, given);
  const endings = await carryOut(version, time, epson, plan, tally);
  expect(time.timers(), 'timers left behind').toBe(0);
  for (const [index, print] of plan.prints.entries()) {
    const ending = endings[index];
    if (ending === undefined) throw new Error('a print has no ending');
    const how = await judge(version, time, epson, print, ending, tally);
    tally.ended[how] = (tally.ended[how] ?? 0) + 1;
  }
  tally.runs += 1;
  tally.prints += plan.prints.length;
  expect(takeLeaks(), 'secrets that were shown').toEqual([]);
}
