import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as v from 'valibot';
import { isEnded, type Job } from '../epson/domain/job.js';
import { enterStep } from '../epson/domain/job-state.js';
import type { Damage } from './damage.js';
import { NoRegularFileError, readRegular } from '../documents/regular-file.js';
import { isSystemError } from '../documents/storage-error.js';
import { FILE_NAME } from './state.js';
import { check, InvalidValue, oneOf, record } from '../text/check.js';

/**
 * Name of a file that this mock receives or hands to a command, and of one that an earlier version had begun to
 * receive. Files of other names belong to people and stay.
 */
const RECEIVED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:\.[a-z]{1,8})?$/;
const UNFINISHED = /^\.([0-9a-f]{32})$/;
const FINISHED = /^\d{8}T\d{6}Z ([0-9a-f]{32})$/;

/**
 * Brings the documents in line with the jobs after a process was killed: in `printed/` is what was printed, and nothing
 * else; what belongs to no job goes.
 *
 * @param isComplete whether all jobs could be read; if not, what belongs to no known job is set aside
 * @returns whether a job is not as it was kept any more
 */
export function tidy(folder: string, jobs: readonly Job[], isComplete: boolean, damage: Damage): boolean {
  let hasChanged = false;
  const [incoming, printed] = [join(folder, 'incoming'), join(folder, 'printed')];
  const byId = new Map(jobs.map((job) => [job.id, job]));
  for (const name of namesIn(printed)) {
    const isFinished = FINISHED.test(name);
    const id = (isFinished ? FINISHED : UNFINISHED).exec(name)?.[1];
    if (id === undefined) continue;
    const [job, tray] = [byId.get(id), join(printed, name)];
    if (job === undefined) {
      if (!isFinished) remove(tray, isComplete, damage);
    } else if (!isFinished) {
      hasChanged = takeOut(job, tray, incoming) || hasChanged;
    } else if (job.state === 'completed' || printedAs(job, tray)) {
      hasChanged = point(job, tray) || hasChanged;
    } else {
      hasChanged = takeOut(job, tray, incoming) || hasChanged;
    }
  }
  const expected = new Set<string>();
  const there = new Set(namesIn(incoming));
  for (const job of jobs) {
    if (job.document === undefined || dirname(job.document.path) !== incoming) continue;
    const name = basename(job.document.path);
    expected.add(name);
    if (there.has(name)) continue;
    tellMissing(job, damage);
    hasChanged = true;
  }
  for (const name of there) {
    if (expected.has(name) || !RECEIVED.test(name)) continue;
    remove(join(incoming, name), isComplete || name.endsWith('.part'), damage);
  }
  return hasChanged;
}

/** Enters where the document of a printed job lies, unless somebody has taken it. */
function point(job: Job, tray: string): boolean {
  const { document } = job;
  const path = document && join(tray, document.name);
  if (document === undefined || path === undefined || !existsSync(path)) return false;
  job.document = { ...document, path };
  return document.path !== path;
}

/**
 * Puts a document back to those that are not printed: its move was not finished, or an earlier version moved it when its
 * job was executed.
 */
function takeOut(job: Job, tray: string, incoming: string): boolean {
  const { document } = job;
  const path = document && join(tray, document.name);
  const isThere = path !== undefined && existsSync(path);
  if (document !== undefined && isThere) {
    const isIncoming = dirname(document.path) === incoming;
    const target = isIncoming ? document.path : join(incoming, randomUUID());
    mkdirSync(incoming, { recursive: true, mode: 0o700 });
    renameSync(path, target);
    job.document = { ...document, path: target };
  }
  rmSync(join(tray, 'job.json'), { force: true });
  try {
    rmdirSync(tray);
  } catch {
    // A file that a person put there stays.
  }
  return isThere;
}

function tellMissing(job: Job, damage: Damage): void {
  const gone = `The uploaded file of the job ${job.id} is not there any more`;
  if (isEnded(job)) {
    delete job.document;
    if (job.state === 'completed') damage.missing(`${gone}; the job was printed, and its document is lost.`);
  } else if (job.executedAtMs === undefined) {
    delete job.document;
    damage.missing(`${gone}; it must be uploaded again.`);
  } else {
    job.printResult = { pages: 0, failure: 'document_lost', remark: 'the file is not there any more' };
    damage.missing(`${gone}; the job ends as completed with document_access_error, and was not printed.`);
  }
}

function remove(path: string, isWorthless: boolean, damage: Damage): void {
  if (isWorthless) rmSync(path, { recursive: true, force: true });
  else damage.file(path, 'the job that this belongs to could not be read');
}

/** Returns the names in a folder, or none if the folder does not exist. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The end of a job as `job.json` has it. */
const END = record(
  {
    id: v.string(),
    status: oneOf(['completed']),
    status_reason: v.nullable(oneOf([''])),
    total_pages: v.number(),
    executed_at: v.string(),
    completed_at: v.string(),
    document: record({ name: FILE_NAME, size_bytes: v.number(), sha256: v.string() }, {}),
  },
  {},
);

/**
 * Enters that a job was printed where the log says less and `job.json` proves it: that file is written when the end of
 * the job has been kept, so the log has lost something since. A job is not printed twice for it.
 *
 * @returns whether it was printed
 */
export function printedAs(job: Job, tray: string): boolean {
  try {
    const end = check(END, JSON.parse(readRegular(join(tray, 'job.json')).toString('utf8')), 'job.json');
    const [executedAtMs, updatedAtMs] = [timeOf(end.executed_at), timeOf(end.completed_at)];
    if (end.id !== job.id) return false;
    const { name, size_bytes: sizeBytes, sha256 } = end.document;
    const path = join(tray, name);
    job.document ??= { path, sizeBytes, sha256, name, contentType: undefined, uploadedAtMs: executedAtMs };
    job.printResult ??= { pages: 1, failure: null };
    const totalPages = end.total_pages;
    Object.assign(job, { state: 'completed', reason: null, totalPages, executedAtMs, updatedAtMs });
    enterStep(job, updatedAtMs, updatedAtMs);
    return true;
  } catch (error) {
    // An earlier version wrote no end; and what cannot be read proves nothing.
    const isNoProof = [InvalidValue, SyntaxError, NoRegularFileError].some((Class) => error instanceof Class);
    if (isNoProof || isSystemError(error)) return false;
    throw error;
  }
}

function timeOf(written: string): number {
  return check(v.number(), Date.parse(written), 'job.json');
}
