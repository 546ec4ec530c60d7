import type { EpsonConnect, EpsonConnectError } from 'epson-connect-sdk';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { clientInVirtualTime, hostInVirtualTime, type VirtualTime } from '../support/sdk/virtual-time.js';
import { document } from '../support/mock/journey.js';
import { EFFECTS, faultOf, MATRIX, STEPS, type Operation, type Outcome } from './matrix-cells.js';

const operations = Object.keys(STEPS) as Operation[];

/** Returns the result of `print`, and the number of times that the document came out. */
async function printed(time: VirtualTime, epson: EpsonConnect) {
  const job_name = crypto.randomUUID();
  const error = await time.pass(epson.print(document, { job_name })).then(
    () => undefined,
    (reason: EpsonConnectError) => reason,
  );
  await time.quiet();
  const jobs = time.host.control.jobs().filter((job) => job.job_name === job_name);
  return { error, jobs, copies: jobs.filter((job) => job.executed_at !== null).length };
}

describe.each(operations)('%s', (operation) => {
  let time: VirtualTime;
  beforeAll(async () => (time = await hostInVirtualTime()));
  afterAll(() => time.close());

  it('has a row for every fault that the mock knows', () => {
    const choice = (fault: object) => {
      try {
        time.host.control.faults.add({ operation, api_version: 1, ...fault });
      } catch (error) {
        return (error as Error).message.replace(/^.*(?:: |there are |one of )/s, '').split(', ');
      }
      return [];
    };
    const refusals = choice({ status: 599 });
    const kinds = choice({ effect: { kind: 'none such' } });
    expect([refusals.length > 2, kinds.length > 8]).toEqual([true, true]);
    expect(Object.keys(MATRIX[operation]).sort()).toEqual([...refusals, ...Object.keys(EFFECTS)].sort());
    const covered = new Set(Object.values(EFFECTS).map(({ kind }) => kind));
    expect([...covered, 'refuse'].sort()).toEqual(kinds.sort());
  });

  const cells = Object.entries(MATRIX[operation]).flatMap(([name, { once, always }]) => [
    { name, how: 'once', times: 1, outcome: once },
    { name, how: 'every time', times: null, outcome: always },
  ]);

  it.each(cells)('meets $name $how', async ({ name, times, outcome }) => {
    const fault = time.host.control.faults.add(faultOf(operation, name, times));
    onTestFinished(() => void time.host.control.faults.remove(fault.id));
    const { error, jobs, copies } = await printed(time, clientInVirtualTime(time));
    const struck = time.host.control.faults.all().find(({ id }) => id === fault.id)?.struck ?? 0;
    expect(struck, 'how often it struck').toBeGreaterThan(0);
    expect(copies).toBe(outcome === undefined ? 1 : 0);
    if (outcome === undefined) return expect(error).toBeUndefined();
    const [className, code, step = STEPS[operation]]: NonNullable<Outcome> = outcome;
    expect(error).toMatchObject({ name: className, code, step });
    const isAboutJob = step === 'upload' || step === 'execute';
    expect(error?.job_id).toBe(isAboutJob ? jobs[0]?.id : undefined);
  });
});

describe("the host's own call limit", () => {
  it.each([
    [1, 'execute'],
    [2, 'create'],
  ] as const)('of %i a minute, met at %s, is waited out', async (callsPerMinute, step) => {
    const time = await hostInVirtualTime({ callsPerMinute });
    onTestFinished(() => time.close());
    const epson = clientInVirtualTime(time, { callsPerMinute: Infinity });
    const once = clientInVirtualTime(time, { callsPerMinute: Infinity, retries: 0 });
    if (step === 'create') expect(await printed(time, epson)).toMatchObject({ copies: 1 });
    const { error, copies } = await printed(time, once);
    const limit = { name: 'RateLimitError', code: 'rate_limit_exceeded', step };
    expect(error).toMatchObject(
      step === 'execute' ? { name: 'OutcomeUnknownError', step, cause: limit } : limit,
    );
    expect(copies).toBe(0);
    const waited = await printed(time, epson);
    expect(waited).toMatchObject({ error: undefined, copies: 1 });
  });
});
