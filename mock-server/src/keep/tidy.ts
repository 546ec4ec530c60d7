import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Job } from '../domain/job.js';
import type { Damage } from './damage.js';

/**
 * What this mock calls a file that it receives, and an earlier one called what it had begun to receive. What a person put
 * beside them is left alone.
 */
const RECEIVED = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?:\.part)?$/;
const UNFINISHED = /^\.([0-9a-f]{32})$/;
const FINISHED = /^\d{8}T\d{6}Z ([0-9a-f]{32})$/;

/**
 * Brings the documents in line with the jobs after a process was killed: what it was handing over is undone, because
 * nobody was told that it was executed; what belongs to no job goes.
 *
 * @param isComplete whether all jobs could be read; if not, what belongs to no known job is set aside
 */
export function tidy(folder: string, jobs: readonly Job[], isComplete: boolean, damage: Damage): void {
  const [incoming, printed] = [join(folder, 'incoming'), join(folder, 'printed')];
  const byId = new Map(jobs.map((job) => [job.id, job]));
  for (const name of namesIn(printed)) {
    const id = (UNFINISHED.exec(name) ?? FINISHED.exec(name))?.[1];
    if (id === undefined) continue;
    const job = byId.get(id);
    const isUnfinished = UNFINISHED.test(name);
    if (job === undefined) {
      if (isUnfinished) remove(join(printed, name), isComplete, damage);
    } else if (job.executedAtMs === undefined) {
      takeBack(job, join(printed, name));
    } else if (isUnfinished) {
      finish(job, join(printed, name));
    }
  }
  const expected = new Set<string>();
  const there = new Set(namesIn(incoming));
  for (const job of jobs) {
    if (job.document === undefined || job.executedAtMs !== undefined) continue;
    const name = basename(job.document.path);
    expected.add(name);
    if (there.has(name)) continue;
    delete job.document;
    damage.missing(
      `The uploaded file of the job ${job.id} is not there any more; it has to be uploaded again.`,
    );
  }
  for (const name of there) {
    if (expected.has(name) || !RECEIVED.test(name)) continue;
    remove(join(incoming, name), isComplete || name.endsWith('.part'), damage);
  }
}

/** Undoes a handing over that was not kept: the job is as it was before. */
function takeBack(job: Job, tray: string): void {
  const { document } = job;
  if (document !== undefined && !existsSync(document.path) && existsSync(join(tray, document.name)))
    renameSync(join(tray, document.name), document.path);
  rmSync(tray, { recursive: true, force: true });
}

/** Finishes one that was kept, which happens when the power fails and the file outlasts the folder's new name. */
function finish(job: Job, tray: string): void {
  const finished = job.document && dirname(job.document.path);
  if (finished !== undefined && !existsSync(finished)) renameSync(tray, finished);
}

function remove(path: string, isWorthless: boolean, damage: Damage): void {
  if (isWorthless) rmSync(path, { recursive: true, force: true });
  else damage.file(path, 'the job that this belongs to could not be read');
}

/** What is in a folder; nothing where there is none. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
