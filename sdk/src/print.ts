import type { Session } from './auth/call-api.js';
import type { Step } from './errors/index.js';
import { callback, type OptionTable } from './http/check.js';
import { callTable, limitsOf, within, type CallOptions } from './http/limits.js';
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
import {
  checkedDocument,
  documentTable,
  type DocumentOptions,
  type PrintDocument,
} from './upload/document.js';
import { uploadDocument, type OnProgress } from './upload/upload.js';

/** How to print one document. Every member may be left out. */
export interface PrintOptions extends CallOptions, DocumentOptions {
  /** 1 to 256 characters, as the owner of the printer sees it. Default: the document's file name, cut to fit. */
  job_name?: string | undefined;
  /** Default: `document`. */
  print_mode?: PrintMode | undefined;
  /** Default: none is sent, and Epson's own defaults apply. */
  print_setting?: PrintSetting | undefined;
  /** Sends members of `print_setting` that this version does not know, too. Default: false, they are refused. */
  allowUnknownSettings?: boolean | undefined;
  /** Told of every step, before it begins, and of the bytes of the upload. */
  onProgress?: OnProgress | undefined;
  /**
   * Called, and waited for, when the file has been uploaded, before the job is executed: the moment to write down which
   * job it is. What it throws ends the call, and nothing is printed.
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

/** The four steps in a row. Everything that can be refused without the host is refused before the first of them. */
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

  // Waited for, within the limits of the call: what it has against a step is known before that step begins.
  const tell = async (step: Step, job_id?: string) =>
    onProgress &&
    within(
      session.transport.clock,
      { limits, about: { step, job_id } },
      Infinity,
      async () => onProgress({ step, job_id }),
      true,
    );

  await tell('authenticate');
  await session.tokens.usable(limits);
  await tell('create');
  const job = await createJob(session, limits, request);
  await uploadDocument(session, limits, job, checked, onProgress);
  await options.beforeExecute?.(job);
  await tell('execute', job.id);
  await executeJob(session, limits, job);
  return job;
}

const LONGEST_JOB_NAME = 256;

/** Whether the host counts characters or UTF-16 units is unknown: 256 units are never too long. */
function jobNameFor(name: string): string {
  const cut = name.slice(0, LONGEST_JOB_NAME);
  // Half of a surrogate pair is no character.
  return cut.replace(/[\uD800-\uDBFF]$/, '');
}
