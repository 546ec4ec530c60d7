import type { Session } from './auth/call-api.js';
import { callback, type OptionTable } from './http/check.js';
import { callTable, limitsOf, type CallOptions } from './http/limits.js';
import {
  createJob,
  type PrintJob,
  checkedJobRequest,
  jobTable,
  settingPlaces,
  type PrintMode,
  type PrintSetting,
} from './print/create-job.js';
import { executeJob } from './print/execute-job.js';
import { jobNameFor, runSteps } from './print/run-steps.js';
import {
  checkedDocument,
  documentTable,
  type DocumentOptions,
  type PrintDocument,
} from './upload/document.js';
import { uploadDocument, type OnProgress } from './upload/upload.js';

/** Options of {@link EpsonConnect.print}. Every member is optional. */
export interface PrintOptions extends CallOptions, DocumentOptions {
  /** 1 to 256 characters, as the owner of the printer sees it. Default: the document's file name, cut to fit. */
  job_name?: string | undefined;
  /** Default: `document`. */
  print_mode?: PrintMode | undefined;
  /** Default: none is sent, and Epson's own defaults apply. */
  print_setting?: PrintSetting | undefined;
  /** Also sends members of `print_setting` that this version does not know. Default: false, they are rejected. */
  allowUnknownSettings?: boolean | undefined;
  /** Called before each step, and during the upload. An error ends the call, and nothing is executed. */
  onProgress?: OnProgress | undefined;
  /**
   * Called after the upload and awaited before the job is executed: the moment to record the job. An error ends the call,
   * and nothing is printed.
   */
  beforeExecute?: ((job: PrintJob) => unknown) | undefined;
}

const table: OptionTable<PrintOptions> = {
  ...callTable,
  ...documentTable,
  ...jobTable,
  onProgress: callback,
  beforeExecute: callback,
};

/** Runs the four steps in a row. Rejects everything that can be rejected without the host before the first of them. */
export async function print(
  session: Session,
  document: PrintDocument,
  given: PrintOptions,
): Promise<PrintJob> {
  const options = Object(given) as PrintOptions;
  const { onProgress } = options;
  const limits = limitsOf(session.transport, options, table, settingPlaces);
  const checked = await checkedDocument(document, options);
  const request = checkedJobRequest({ ...options, job_name: options.job_name ?? jobNameFor(checked.name) });

  return runSteps(session, limits, onProgress, {
    create: () => createJob(session, limits, request),
    idOf: ({ id }) => id,
    upload: (job) => uploadDocument(session, limits, job, checked, onProgress),
    beforeExecute: options.beforeExecute,
    execute: (job) => executeJob(session, limits, job),
  });
}
