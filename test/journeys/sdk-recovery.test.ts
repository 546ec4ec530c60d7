import type { Fault } from 'epson-connect-mock';
import { OutcomeUnknownError, type EpsonConnectOptions } from 'epson-connect-sdk';
import { describe, expect, it } from 'vitest';
import { document, journey } from '../support/mock/journey.js';
import { sharedTime } from '../support/sdk/shared-time.js';

async function faulty(faults: Fault[], options: EpsonConnectOptions = {}) {
  const time = sharedTime();
  const { clock, fetch } = time;
  const made = await journey({ pace: 'instant', faults }, { clock, fetch, random: () => 0.5, ...options });
  const executed = () => made.host.control.jobs().filter((job) => job.executed_at !== null).length;
  const count = (operation: string) => made.operations().filter((each) => each === operation).length;
  return { ...made, time, executed, count };
}

const passing: [string, Omit<Fault, 'operation'>][] = [
  ['a connection that ends before', { effect: { kind: 'drop_before' } }],
  ['a connection that ends after', { effect: { kind: 'drop_after' } }],
  ["a gateway's page", { effect: { kind: 'html' } }],
  ['an answer that is cut off', { effect: { kind: 'truncate', after_bytes: 1 } }],
  ['the call limit', { code: 'rate_limit_exceeded' }],
  ['a stopped service', { code: 'service_unavailable' }],
];

describe('print recovers', () => {
  const steps = ['authenticate', 'createPrintJob', 'uploadPrintFile', 'executePrint'] as const;
  const cases = steps.flatMap((operation) => passing.map(([name, how]) => [name, operation, how] as const));
  const fitting = cases.filter(
    ([, operation, { code }]) => !code || /createPrintJob|executePrint/.test(operation),
  );
  // A look at the job finds nothing if the execution was never reached.
  const recovering = fitting.filter(
    ([name, operation]) => operation !== 'executePrint' || !/before|page/.test(name),
  );

  it.each(recovering)('from %s at %s, and prints once', async (_, operation, how) => {
    const { epson, time, executed } = await faulty([{ operation, ...how }]);
    await time.pass(epson.print(document));
    expect(executed()).toBe(1);
  });
});

describe('an execute without an answer', () => {
  it('is not repeated when the host has not done it: the outcome is unknown, and can be settled', async () => {
    const { epson, time, executed, count } = await faulty([
      { operation: 'executePrint', effect: { kind: 'drop_before' } },
    ]);
    const error = await time.pass(epson.print(document)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    const { job } = error as OutcomeUnknownError;
    expect([executed(), count('executePrint')]).toEqual([0, 1]);
    expect(await time.pass(epson.jobs.resume(JSON.parse(JSON.stringify(job))))).toEqual({ executed: false });
    await epson.execute(job);
    expect(executed()).toBe(1);
  });

  it('is found out by a look at the job, and not by a second execute', async () => {
    const { epson, time, executed, count } = await faulty([
      { operation: 'executePrint', effect: { kind: 'drop_after' } },
      { operation: 'getPrintJob', times: 2, code: 'job_not_found' },
    ]);
    const job = await time.pass(epson.print(document));
    expect([executed(), count('executePrint'), count('getPrintJob')]).toEqual([1, 1, 3]);
    expect(await time.pass(epson.jobs.waitFor(job))).toMatchObject({ status: 'completed' });
  });

  it('is not taken for executed by a host that knows jobs from their creation on', async () => {
    const time = sharedTime();
    const { clock, fetch } = time;
    const { epson, host } = await journey(
      {
        pace: 'instant',
        assume: { 'job-info-before-execute': 'pending_held' },
        faults: [{ operation: 'executePrint', effect: { kind: 'drop_before' } }],
      },
      { clock, fetch },
    );
    const error = await time.pass(epson.print(document)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(host.control.jobs()).toMatchObject([{ executed_at: null }]);
  });
});
