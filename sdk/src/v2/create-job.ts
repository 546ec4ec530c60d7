import { callApi, type Session } from '../auth/call-api.js';
import type { components } from '../generated/epson-connect-v2.js';
import type { BodyCheck } from '../http/api.js';
import type { Limits } from '../http/limits.js';
import { urlOf } from '../http/origin.js';
import { rejectNoJob } from '../print/job-checks.js';
import { operations } from './operations.js';
import { withSettings } from './printer.js';

type Schemas = components['schemas'];

/** A print job. Plain data: `JSON.stringify` keeps everything but its upload URI. Nothing lists the jobs of a printer: store it. */
export interface PrintJob {
  /** The host's ID of the job. */
  readonly jobId: string;
  /** The name of the job. */
  readonly jobName: string;
  /** The print mode: `document` or `photo`. */
  readonly printMode: string;
  /**
   * Target of the upload, exactly as the host gave it. Not enumerable, so that `JSON.stringify`, a spread and `console.log`
   * leave it out: its key is all that is needed to upload.
   */
  readonly uploadUri: string;
}

/** The member of a job that execute needs; a {@link PrintJob} has it, a copy, and the JSON of both. */
export interface ExecutableJob {
  /** The ID of the job. */
  readonly jobId: string;
}

/** Returns the job; rejects anything else. */
export function checkedJob<T extends ExecutableJob>(job: T): T {
  return typeof (job as T | null)?.jobId === 'string' ? job : rejectNoJob(job, 'a jobId');
}

/** Creates a job that waits for its file (step 2); it prints nothing. */
export async function createJob(
  session: Session,
  limits: Limits,
  body: Schemas['NewPrintJob'],
): Promise<PrintJob> {
  const call = { limits, about: { step: 'create' } } as const;
  const created = await withSettings(
    session,
    callApi(session, call, operations.createPrintJob, {}, body, problemWithCreated),
  );
  const { jobId, uploadUri } = created.body;
  const { jobName, printMode } = body;
  const job = Object.defineProperty({ jobId, jobName, printMode }, 'uploadUri', { value: uploadUri });
  return Object.freeze(job) as PrintJob;
}

/** A 201 is the documented success; any other may come from something in between. */
const problemWithCreated: BodyCheck = (body) => {
  const { jobId, uploadUri } = Object(body) as Partial<Schemas['CreatedPrintJob']>;
  if (!jobId || typeof jobId !== 'string') return 'without a jobId';
  return urlOf(uploadUri) ? undefined : 'without an absolute uploadUri';
};
