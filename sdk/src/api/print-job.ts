import { SettingError } from '../errors.js';

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
