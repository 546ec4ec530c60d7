import { join } from 'node:path';
import type { Job } from '../epson/domain/job.js';
import { NoRegularFileError, readRegular } from '../documents/regular-file.js';
import { isSystemError } from '../documents/storage-error.js';
import * as v from 'valibot';
import { FILE_NAME } from './record-schemas.js';
import { check, InvalidValue, oneOf, record } from '../text/check.js';

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
