import { callApi, type BodyCheck, type Session } from '../auth/call-api.js';
import { SettingError } from '../errors/index.js';
import type { components } from '../generated/epson-connect.js';
import type { Limits } from '../http/limits.js';
import { urlOf } from '../http/origin.js';

/** What a print job is known by. Plain data: it survives `JSON.stringify`, all but its upload URI. */
export interface PrintJob {
  /** The host's ID of the job. */
  readonly id: string;
  readonly job_name: string;
  readonly print_mode: string;
  /** The printer: `subject_id` of the token answer. */
  readonly device_id: string;
  /**
   * Where the file goes, exactly as the host gave it. Not enumerable, so that it is not in `JSON.stringify`, in a
   * spread or in what `console.log` shows: the key in it is all that is needed to upload.
   */
  readonly upload_uri: string;
}

/** What execute needs of a job; a {@link PrintJob} has it, and so has its JSON. */
export interface ExecutableJob {
  readonly id: string;
  /** Default: the printer of the access token. */
  readonly device_id?: string | undefined;
}

export function printJob({ upload_uri, ...known }: PrintJob): PrintJob {
  return Object.freeze(Object.defineProperty(known, 'upload_uri', { value: upload_uri })) as PrintJob;
}

/** Refuses what is not a job. */
export function checkedJob<T extends { readonly id: string }>(job: T): T {
  if (typeof (job as T | null)?.id !== 'string') {
    const given = job === undefined || job === null ? String(job) : `this ${typeof job}`;
    throw new SettingError(`A job is needed, not ${given}: pass what print() or createJob() returned.`, {
      code: 'invalid_setting',
    });
  }
  return job;
}

type CreatedJob = components['schemas']['CreatedJob'];

/** Step 2. Creates a job that waits for its file; nothing is printed by it. */
export async function createJob(
  session: Session,
  limits: Limits,
  body: components['schemas']['CreateJobRequest'],
): Promise<PrintJob> {
  const call = { limits, about: { step: 'create' } } as const;
  const created = await callApi(session, call, 'createPrintJob', {}, body, problemWithCreated);
  const { id, upload_uri } = created.body;
  const { job_name, print_mode } = body;
  return printJob({ id, job_name, print_mode, device_id: created.device_id, upload_uri });
}

const problemWithCreated: BodyCheck = (body) => {
  const { id, upload_uri } = Object(body) as Partial<CreatedJob>;
  if (!id || typeof id !== 'string') return 'without an id';
  return urlOf(upload_uri) ? undefined : 'without an absolute upload_uri';
};
