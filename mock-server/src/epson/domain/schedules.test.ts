import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assemble } from '../../host/app.js';
import { V1 } from '../v1/words.js';
import { V2 } from '../v2/words.js';
import type { Dialect } from './job.js';
import type { Job } from './job.js';
import type { ScheduledJob } from './schedules.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const REQUEST = { name: 'a', mode: 'document' } as const;
const PDF =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';

/** A host in memory whose clock stands, and the steps of a client of version 2. */
function host(assume = {}) {
  const { host, close } = assemble({ pace: 'instant', onWarning: () => {}, assume });
  onTestFinished(close);
  const world = host.worlds.default;
  const { jobs, clock, printers } = world;
  clock.freeze();
  const printer = printers.byEmail('mock.printer@print.epsonconnect.com');
  const attach = async (job: Job, text = PDF, name: object = { name: '1.pdf' }) => {
    const stored = await host.documents.receive(Readable.from([Buffer.from(text)]), 10_000);
    const file = { name: '1.pdf', contentType: undefined, uploadedAtMs: clock.now(), ...name };
    await jobs.attach(job, { ...stored, ...file });
  };
  const schedule = async (aheadMs: number) => {
    const job = jobs.create(printer, REQUEST, V2, { printAtMs: clock.now() + aheadMs }) as ScheduledJob;
    await attach(job);
    return job;
  };
  return {
    world,
    jobs,
    clock,
    printer,
    attach,
    schedule,
    reserved: async (aheadMs: number) => {
      const job = await schedule(aheadMs);
      await jobs.schedules.reserve(job);
      return job;
    },
    uploaded: async (dialect: Dialect = V2) => {
      const job = jobs.create(printer, REQUEST, dialect);
      await attach(job);
      return job;
    },
  };
}

const ruleOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    ({ rule }: { rule: string }) => rule,
  );
const thrownBy = (run: () => void) => {
  try {
    run();
  } catch (error) {
    return (error as { rule: string }).rule;
  }
  return 'nothing';
};

describe('a schedule', () => {
  it('has the ID of its job as upload key, and is printed at its time and not before', async () => {
    const { jobs, clock, reserved, printer } = host();
    const job = await reserved(60 * MINUTE_MS);
    expect(job).toMatchObject({ uploadKey: job.id, state: 'reserved', reason: null });
    expect(jobs.schedules.reservedOn(printer)).toEqual([job]);
    clock.advance(59 * MINUTE_MS);
    expect(V2.status(job)).toBe('reserved');
    clock.advance(MINUTE_MS);
    expect(job).toMatchObject({ state: 'completed', totalPages: 1, executedAtMs: job.schedule.printAtMs });
    expect(jobs.schedules.reservedOn(printer)).toEqual([]);
  });

  it.each([
    [14, 'schedule-time-out-of-range'],
    [15, 'done'],
    [14 * 24 * 60, 'done'],
    [14 * 24 * 60 + 15, 'schedule-time-out-of-range'],
  ])('is reserved 15 minutes to 14 days ahead: %i minutes, %s', async (minutes, outcome) => {
    const { jobs, schedule } = host();
    expect(await ruleOf(jobs.schedules.reserve(await schedule(minutes * MINUTE_MS)))).toBe(outcome);
  });

  it('is not reserved without its file, nor with one that does not print, nor twice', async () => {
    const { jobs, clock, printer, attach, schedule } = host();
    const printAtMs = clock.now() + DAY_MS;
    const job = jobs.create(printer, REQUEST, V2, { printAtMs }) as ScheduledJob;
    const { schedules } = jobs;
    expect(await ruleOf(schedules.reserve(job))).toBe('execute-before-upload');
    await attach(job, 'no PDF');
    expect(await ruleOf(schedules.reserve(job))).toBe('print-data-invalid');
    expect([job.state, job.schedule.reservedAtMs]).toEqual(['held', undefined]);
    await attach(job);
    expect(await ruleOf(schedules.reserve(job))).toBe('done');
    expect(await ruleOf(schedules.reserve(job))).toBe('schedule-reserved-twice');
    const other = await schedule(DAY_MS);
    const both = [schedules.reserve(other), schedules.reserve(other)].map(ruleOf);
    expect(await Promise.all(both)).toEqual(['done', 'schedule-reserved-twice']);
  });

  it('waits for a printer that is offline, and expires three days after its time', async () => {
    const { world, clock, printer, reserved } = host();
    const [first, second] = [await reserved(DAY_MS), await reserved(DAY_MS)];
    world.setOnline(printer, false);
    clock.advance(DAY_MS);
    expect(V2.status(first)).toBe('pending');
    clock.advance(3 * DAY_MS - 1);
    expect(V2.status(first)).toBe('pending');
    world.jobs.cancel(second, 'user');
    clock.advance(1);
    expect([V2.status(first), V2.status(second)]).toEqual(['expired', 'canceled']);
  });

  it('expires three days after its creation when it was not reserved', async () => {
    const { clock, schedule } = host();
    const job = await schedule(10 * DAY_MS);
    clock.advance(3 * DAY_MS - 1);
    expect(V2.status(job)).toBe('preparing');
    clock.advance(1);
    expect(V2.status(job)).toBe('expired');
  });

  it('is deleted before its time, and then does not print', async () => {
    const { jobs, clock, reserved, schedule, printer } = host();
    const [early, open, late] = [await reserved(DAY_MS), await schedule(DAY_MS), await reserved(DAY_MS)];
    jobs.schedules.delete(early);
    jobs.schedules.delete(open);
    expect(jobs.schedules.reservedOn(printer)).toEqual([late]);
    clock.advance(DAY_MS);
    expect([early, open, late].map(V2.status)).toEqual(['canceled', 'canceled', 'completed']);
    expect(V2.notification(early)).toBeUndefined();
    expect(thrownBy(() => jobs.schedules.delete(late))).toBe('schedule-delete-too-late');
  });

  it('takes no other file when it is reserved', async () => {
    const { attach, reserved } = host();
    expect(await ruleOf(attach(await reserved(DAY_MS)))).toBe('key-spent');
  });

  it('is one of 100 that are reserved on a printer, until one of them goes', async () => {
    const { jobs, reserved, schedule } = host();
    const all = await Promise.all(Array.from({ length: 100 }, () => reserved(DAY_MS)));
    const job = await schedule(DAY_MS);
    expect(await ruleOf(jobs.schedules.reserve(job))).toBe('schedules-full');
    jobs.schedules.delete(all[0] as ScheduledJob);
    expect(await ruleOf(jobs.schedules.reserve(job))).toBe('done');
  });

  it('is not forgotten for jobs that are only created', async () => {
    const { jobs, printer, reserved } = host();
    const job = await reserved(DAY_MS);
    for (let index = 0; index < 1001; index += 1) jobs.create(printer, REQUEST, V2);
    expect(jobs.find(job.id)).toBe(job);
  });
});

describe('a copy of a job', () => {
  it('prints the file of a job that was printed, and owns it', async () => {
    const { world, jobs, uploaded } = host();
    const source = await uploaded();
    await jobs.execute(source);
    await world.moves.settled();
    const copy = await jobs.copy(source, { ...REQUEST, name: 'b' });
    expect(copy.document?.path).not.toBe(source.document?.path);
    expect(await readFile(copy.document?.path ?? '', 'utf8')).toBe(PDF);
    await jobs.execute(copy);
    await world.moves.settled();
    expect([copy.state, copy.totalPages]).toEqual(['completed', 1]);
    expect([source, copy].map((job) => existsSync(job.document?.path ?? ''))).toEqual([true, true]);
  });

  it('is refused without a file that prints, and when the job is over', async () => {
    const { jobs, clock, attach, printer, uploaded } = host();
    const job = jobs.create(printer, REQUEST, V2);
    expect(await ruleOf(jobs.copy(job, REQUEST))).toBe('execute-before-upload');
    await attach(job, 'no PDF');
    expect(await ruleOf(jobs.copy(job, REQUEST))).toBe('print-data-invalid');
    const old = await uploaded();
    clock.advance(3 * DAY_MS);
    expect(await ruleOf(jobs.copy(old, REQUEST))).toBe('print-data-invalid');
  });
});

describe('a job', () => {
  it('of version 2 expires three days after its creation, and one of version 1 after its execution', async () => {
    const { world, jobs, clock, printer, uploaded } = host();
    world.setOnline(printer, false);
    const both = [await uploaded(V1), await uploaded(V2)] as const;
    clock.advance(DAY_MS);
    for (const job of both) await jobs.execute(job);
    // One printer has one queue for the jobs of both versions.
    expect(jobs.waitingOn(printer)).toBe(2);
    clock.advance(2 * DAY_MS);
    expect(both.map((job) => job.dialect.status(job))).toEqual(['pending', 'expired']);
    clock.advance(DAY_MS);
    expect(both.map((job) => job.reason)).toEqual(['expired', 'expired']);
  });

  it('of version 2 whose file does not print is refused at execute; of version 1 it fails', async () => {
    const { jobs, printer, attach } = host();
    const both = [jobs.create(printer, REQUEST, V1), jobs.create(printer, REQUEST, V2)] as const;
    for (const job of both) await attach(job, 'no PDF');
    expect(await ruleOf(jobs.execute(both[0]))).toBe('done');
    expect(await ruleOf(jobs.execute(both[1]))).toBe('print-data-invalid');
    expect(both.map(({ state }) => state)).toEqual(['failed', 'held']);
  });

  it.each([
    ['strict', 'print-data-invalid'],
    ['any', 'done'],
  ])('whose file has a name of its own, where names are %s: %s', async (assumed, outcome) => {
    const { jobs, printer, attach } = host({ 'v2-file-name': assumed });
    const job = jobs.create(printer, REQUEST, V2);
    await attach(job, PDF, { sentName: 'summary.pdf' });
    expect(await ruleOf(jobs.execute(job))).toBe(outcome);
  });

  it.each([
    ['refuse', 'execute-twice'],
    ['accept', 'done'],
  ])('is printed once, where a second execute is to %s: %s', async (assumed, outcome) => {
    const { jobs, clock, uploaded } = host({ 'v2-execute-twice': assumed });
    const [job, first] = [await uploaded(), await uploaded(V1)];
    await jobs.execute(job);
    await jobs.execute(first);
    const printedAtMs = job.updatedAtMs;
    clock.advance(MINUTE_MS);
    expect(await ruleOf(jobs.execute(job))).toBe(outcome);
    expect(await ruleOf(jobs.execute(first))).toBe('execute-twice');
    expect(job).toMatchObject({ state: 'completed', updatedAtMs: printedAtMs });
  });

  it('is not known to the other version', async () => {
    const { jobs, printer, uploaded } = host();
    const job = await uploaded(V2);
    expect(jobs.verify(printer, job, V2)).toBe(job);
    expect(thrownBy(() => jobs.verify(printer, job, V1))).toBe('job-unknown');
  });
});
