import { Readable } from 'node:stream';
import { expect, it, onTestFinished, vi } from 'vitest';
import { StorageError } from '../../documents/storage-error.js';
import { assemble } from '../../host/app.js';
import { folderWith } from '../../test/configuration.js';
import { V2 } from '../v2/words.js';
import { Clock } from './clock.js';
import { isScheduled } from './schedules.js';

const PDF =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';
const HOUR_MS = 3_600_000;

/** A host with a printing function and a job that is reserved, whose next write is held. */
async function reserved() {
  const handed: string[] = [];
  const { host, close } = assemble({
    dataDir: folderWith(),
    pace: 'instant',
    clock: new Clock(() => Date.UTC(2026, 0, 1)),
    onPrint: ({ jobId }) => void handed.push(jobId),
    onWarning: () => {},
  });
  onTestFinished(close);
  const { jobs, clock, printers, changeLog } = host.worlds.default;
  const printer = printers.byEmail('mock.printer@print.epsonconnect.com');
  const job = jobs.create(printer, { name: 'a', mode: 'document' }, V2, { printAtMs: clock.now() + HOUR_MS });
  const stored = await host.documents.receive(Readable.from([Buffer.from(PDF)]), 1000);
  await jobs.attach(job, { ...stored, name: '1.pdf', contentType: undefined, uploadedAtMs: clock.now() });
  if (!isScheduled(job)) throw new Error('the job has no schedule');
  await jobs.schedules.reserve(job);
  const write = { resolve: () => {}, reject: (_error: Error) => {} };
  const written = new Promise<void>((resolve, reject) => Object.assign(write, { resolve, reject }));
  const flushed = vi.spyOn(changeLog, 'flushed').mockImplementation(() => written);
  clock.advance(HOUR_MS);
  const turns = () => new Promise((resolve) => setImmediate(resolve));
  return { job, jobs, handed, flushed, write, turns };
}

it('hands a job of a schedule on when it is kept that it was executed, and not before', async () => {
  const { job, handed, flushed, write, turns } = await reserved();
  await turns();
  expect(job).toMatchObject({ state: 'printing', handedAtMs: job.executedAtMs });
  expect([handed, flushed.mock.calls.length > 0]).toEqual([[], true]);
  write.resolve();
  await expect.poll(() => job.state).toBe('completed');
  expect(handed).toEqual([job.id]);
});

it('does not hand on what cannot be kept: the job was not printed', async () => {
  const { job, handed, write } = await reserved();
  write.reject(new StorageError('It cannot be kept: the disk is full.'));
  await expect.poll(() => job.state).toBe('failed');
  expect([handed, job.reason]).toEqual([[], 'attention_required']);
});
