import type { Session } from '../auth/call-api.js';
import { callback, type OptionTable } from '../http/check.js';
import { callTable, limitsOf, type CallOptions, type Limits } from '../http/limits.js';
import { executeKnownJob } from '../print/execute-job.js';
import { jobNameFor, runSteps } from '../print/run-steps.js';
import {
  checkedDocument,
  documentTable,
  type CheckedDocument,
  type DocumentOptions,
  type PrintDocument,
} from '../upload/document.js';
import { uploadDocument, type OnProgress } from '../upload/upload.js';
import { checkedJob, createJob, type ExecutableJob, type PrintJob } from './create-job.js';
import { checkedJobRequest, jobTable, settingPlaces, type JobRequest } from './job-request.js';

/** Options of {@link EpsonConnectV2.print}. Every member is optional. */
export interface PrintOptions extends CallOptions, DocumentOptions, Omit<JobRequest, 'jobName'> {
  /** 1 to 256 characters, as the owner of the printer sees it. Default: the document's file name, cut to fit. */
  readonly jobName?: string | undefined;
  /** Called before each step, and during the upload. An error ends the call, and nothing is executed. */
  onProgress?: OnProgress | undefined;
  /**
   * Called after the upload and awaited before the job is executed: the moment to record the job. An error ends the call,
   * and nothing is printed.
   */
  beforeExecute?: ((job: PrintJob) => unknown) | undefined;
}

/** Options of {@link EpsonConnectV2.upload}. */
export interface UploadOptions extends CallOptions, DocumentOptions {
  /** Called during the upload. */
  onProgress?: OnProgress | undefined;
}

export const uploadTable: OptionTable<UploadOptions> = {
  ...callTable,
  ...documentTable,
  onProgress: callback,
};

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
  const { onProgress, beforeExecute } = options;
  const limits = limitsOf(session.transport, options, table, settingPlaces);
  const checked = await checkedFile(session, document, options);
  const request = checkedJobRequest({ ...options, jobName: options.jobName ?? jobNameFor(checked.name) });
  return runSteps(session, limits, onProgress, {
    create: () => createJob(session, limits, request),
    idOf: ({ jobId }) => jobId,
    upload: (job) => upload(session, limits, job, checked, onProgress),
    beforeExecute,
    execute: (job) => execute(session, limits, job),
  });
}

/** Checks a document: only the types that version 2 is known to print are sent. */
export const checkedFile = (
  { transport }: Session,
  document: PrintDocument,
  options: DocumentOptions,
): Promise<CheckedDocument> => checkedDocument(document, options, transport.api.printableExtensions);

/** Uploads a checked document to the URI of the job (step 3). */
export function upload(
  session: Session,
  limits: Limits,
  { jobId, uploadUri }: Pick<PrintJob, 'jobId' | 'uploadUri'>,
  document: CheckedDocument,
  onProgress: OnProgress | undefined,
): Promise<void> {
  // 20 MB in both modes, as a document of version 1.
  const target = { id: jobId, upload_uri: uploadUri, print_mode: 'document' };
  return uploadDocument(session, limits, target, document, onProgress);
}

/** Executes the job (step 4). */
export async function execute(session: Session, limits: Limits, job: ExecutableJob): Promise<void> {
  const { jobId } = checkedJob(job);
  // All that is known of the job, but not the key to its upload.
  const { uploadUri: _, ...known } = job as Partial<PrintJob>;
  await executeKnownJob(session, limits, jobId, { ...known, jobId });
}
