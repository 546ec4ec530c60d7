import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { assemble } from '../../host/app.js';
import { StorageError } from '../../documents/storage-error.js';
import { folderWith } from '../../test/configuration.js';
import { V1 } from '../v1/words.js';
import type { Job } from './job.js';

const REQUEST = { name: 'a', mode: 'document' } as const;
const PDF =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';

/** A host that keeps everything in a folder, and the steps of a client, whose writes can be held. */
function keptHost() {
  const dataDir = folderWith();
  const { host, close } = assemble({ dataDir, pace: 'instant', onWarning: () => {} });
  onTestFinished(close);
  const world = host.worlds.default;
  const { jobs, clock, printers } = world;
  const create = () => jobs.create(printers.byEmail('mock.printer@print.epsonconnect.com'), REQUEST, V1);
  const attach = async (job: Job, text: string) => {
    const stored = await host.documents.receive(Readable.from([Buffer.from(text)]), 1000);
    await jobs.attach(job, { ...stored, name: '1.pdf', contentType: undefined, uploadedAtMs: clock.now() });
  };
  return {
    world,
    jobs,
    create,
    attach,
    uploaded: async () => {
      const job = create();
      await attach(job, PDF);
      return job;
    },
    filesIn: (room: 'incoming' | 'printed') =>
      existsSync(join(dataDir, room)) ? readdirSync(join(dataDir, room)) : [],
    /** Holds the next write that is waited for, until it is let go or fails. */
    holdWrite: () => {
      let [letGo, fail, onAsked] = [() => {}, (_error: Error) => {}, () => {}];
      const held = new Promise<void>((resolve, reject) => ([letGo, fail] = [resolve, reject]));
      const asked = new Promise<void>((resolve) => (onAsked = resolve));
      vi.spyOn(world.changeLog, 'flushed').mockImplementationOnce(() => (onAsked(), held));
      return { asked, letGo, fail };
    },
  };
}

const full = new StorageError('It cannot be kept: the disk is full.');
const outcomeOf = (work: Promise<void>) =>
  work.then(
    () => 'done',
    (error: unknown) => error,
  );

describe('an execute that cannot be kept', () => {
  it('is as if it had not been called, and can be repeated', async () => {
    const { world, jobs, uploaded, holdWrite, filesIn } = keptHost();
    const job = await uploaded();
    const before = { ...job };
    const { asked, fail } = holdWrite();
    const executing = outcomeOf(jobs.execute(job));
    await asked;
    fail(full);
    expect(await executing).toBe(full);
    expect({ ...job, printResult: undefined }).toEqual({ ...before, printResult: undefined });
    expect([filesIn('incoming').length, filesIn('printed').length]).toEqual([1, 0]);
    world.clock.advance(60_000);
    await jobs.execute(job);
    expect(job).toMatchObject({ state: 'completed', reason: null, totalPages: 1 });
    await expect(jobs.execute(job)).rejects.toMatchObject({ rule: 'execute-twice' });
  });
});

describe('while a job is being executed', () => {
  it('a cancel holds: it is not printed afterwards, and execute is refused', async () => {
    const { world, jobs, uploaded, holdWrite, filesIn } = keptHost();
    const job = await uploaded();
    const { asked, letGo } = holdWrite();
    const executing = outcomeOf(jobs.execute(job));
    await asked;
    jobs.cancel(job, 'user');
    letGo();
    expect(await executing).toMatchObject({ rule: 'execute-after-end' });
    world.clock.advance(60_000);
    expect(job).toMatchObject({ state: 'canceled', reason: 'by_user', totalPages: 0 });
    expect(filesIn('printed')).toEqual([]);
  });

  it('a reset holds: nothing of it is left, and execute is refused', async () => {
    const { world, jobs, uploaded, holdWrite, filesIn } = keptHost();
    const turned = vi.spyOn(world.printQueue, 'turn');
    const job = await uploaded();
    const { asked, letGo } = holdWrite();
    const executing = outcomeOf(jobs.execute(job));
    await asked;
    await world.end();
    letGo();
    expect(await executing).toMatchObject({ rule: 'execute-after-end' });
    expect(turned).not.toHaveBeenCalled();
    expect([filesIn('incoming'), filesIn('printed')]).toEqual([[], []]);
  });

  it('a reset holds for a call that comes after it with the printer of before: no job is made', async () => {
    const { world, create } = keptHost();
    await world.end();
    expect(create).toThrow(expect.objectContaining({ rule: 'bearer-unknown' }));
    expect(world.jobs.all()).toEqual([]);
  });

  it('another file is refused, and not left behind', async () => {
    const { jobs, uploaded, attach, holdWrite, filesIn } = keptHost();
    const job = await uploaded();
    const first = job.document?.sha256;
    const { asked, letGo } = holdWrite();
    const executing = jobs.execute(job);
    await asked;
    await expect(attach(job, 'another')).rejects.toMatchObject({ rule: 'key-spent' });
    letGo();
    await executing;
    expect(job).toMatchObject({ state: 'completed', document: { sha256: first } });
    // The document that is printed moves later; the other one is gone.
    const { path } = job.document as { path: string };
    expect(filesIn('incoming')).toEqual([basename(path)]);
  });
});

describe('a second upload', () => {
  it('lets go of the former file when the new one is kept, and not before', async () => {
    const { create, attach, holdWrite, filesIn } = keptHost();
    const job = create();
    await attach(job, PDF);
    const former = filesIn('incoming');
    const { asked, letGo } = holdWrite();
    const attaching = attach(job, 'another');
    await asked;
    expect(filesIn('incoming')).toHaveLength(2);
    expect(filesIn('incoming')).toEqual(expect.arrayContaining(former));
    letGo();
    await attaching;
    expect(filesIn('incoming')).toHaveLength(1);
    expect(filesIn('incoming')).not.toEqual(former);
  });

  it('does not let go of the former file, which was acknowledged, when the new one cannot be kept', async () => {
    const { create, attach, holdWrite, filesIn } = keptHost();
    const job = create();
    await attach(job, PDF);
    const former = filesIn('incoming');
    const { asked, fail } = holdWrite();
    const attaching = outcomeOf(attach(job, 'another'));
    await asked;
    fail(full);
    expect(await attaching).toBe(full);
    expect(filesIn('incoming')).toEqual(expect.arrayContaining(former));
  });
});
