import { beginCall, callApi, type Session } from '../auth/call-api.js';
import { JobFailedError, type Step } from '../errors/index.js';
import type { components } from '../generated/epson-connect-v2.js';
import { withMember } from '../http/api.js';
import { hintAbout } from '../http/answer.js';
import { callback, type OptionTable } from '../http/check.js';
import { callTable, within, type Call, type CallOptions } from '../http/limits.js';
import { asking } from '../jobs.js';
import { follow, jobInformation } from '../print/follow-job.js';
import { noContent, type JobInformation } from './api.js';
import { checkedJob, type ExecutableJob } from './create-job.js';
import { checkedSettings, type PrintSettings } from './job-request.js';
import { checkJobName } from '../print/job-checks.js';
import { operations } from './operations.js';
import { withSettings } from './printer.js';

/** A job, or its ID alone. */
export type JobReference = string | ExecutableJob;

/** Options of {@link Jobs.waitFor}. Without `deadlineMs` and `signal` it may take days. */
export interface WaitOptions extends CallOptions {
  /** Called and awaited for the first status and every change. An error ends the wait. */
  onStatus?: ((information: JobInformation) => unknown) | undefined;
}

/** Options of {@link Jobs.copy}: what is different in the copy. */
export interface CopyOptions extends CallOptions {
  /** The name of the copy. Default: that of the job. */
  jobName?: string | undefined;
  /** The print settings that are different. */
  printSettings?: Partial<PrintSettings> | undefined;
  /** Also sends members of `printSettings` that this version does not know. Default: false, they are rejected. */
  allowUnknownSettings?: boolean | undefined;
}

/** Result of {@link Jobs.resume}. */
export interface JobOutcome {
  /**
   * True: it prints, or has ended; follow it with `jobs.waitFor`. False: nothing proves that. A job that is `preparing` waits
   * for `execute`; one that is `canceled` or `expired` may have ended before.
   */
  readonly executed: boolean;
  /** The status of the job. */
  readonly information: JobInformation;
}

/** Methods for a job after its creation. A job is the result of `print`, its JSON, or its ID. */
export interface Jobs {
  /**
   * Returns the current status of the job. Evidence: specification.
   *
   * @throws {NotFoundError} `job_not_found`: of another printer, or older than three days.
   *
   * @example
   * const { status, updatedAt } = await epson.jobs.get(job);
   */
  get(job: JobReference, options?: CallOptions): Promise<JobInformation>;
  /**
   * Waits until the job is printed. Asks every second at first, then less often, up to every 15 seconds while nothing changes.
   * Goes on waiting while paper, ink or help is missing (`media_empty`, `media_jam`, `marker_supply_empty`, `stopped_other`),
   * after a call limit and for unknown statuses.
   *
   * @throws {JobFailedError} it is `canceled`, `error_occurred` or `expired`, which is the `code`, too.
   * @throws {TimeoutError} `deadline`: not printed within `deadlineMs`; `information` is the last that was known.
   * @throws {NotFoundError} `job_not_found`: still unknown after about a quarter of a minute.
   *
   * @example
   * const { totalPages } = await epson.jobs.waitFor(job, { deadlineMs: 600_000 });
   */
  waitFor(job: JobReference, options?: WaitOptions): Promise<JobInformation>;
  /**
   * Cancels the job, which is possible until it prints. One request. Evidence: specification.
   *
   * @throws {StateError} `operation_not_allowed`: it prints or has ended.
   *
   * @example
   * await epson.jobs.cancel(job);
   */
  cancel(job: JobReference, options?: CallOptions): Promise<void>;
  /**
   * Creates a job with the file of another one, which prints nothing until it is executed. Evidence: specification.
   *
   * @throws {RequestError} `invalid_print_data`: that job has no file that prints; `invalid_print_settings`.
   *
   * @example
   * const copy = await epson.jobs.copy(job, { printSettings: { copies: 2 } });
   * await epson.execute(copy);
   */
  copy(job: JobReference, options?: CopyOptions): Promise<ExecutableJob>;
  /**
   * Finds out after an {@link OutcomeUnknownError} whether the job was executed. Executes nothing. An error leaves the question
   * open.
   *
   * @throws {NotFoundError} `job_not_found`: of another printer, or older than three days.
   *
   * @example
   * const { executed } = await epson.jobs.resume(job);
   */
  resume(job: JobReference, options?: CallOptions): Promise<JobOutcome>;
}

const waitTable: OptionTable<WaitOptions> = { ...callTable, onStatus: callback };
const copyTable: OptionTable<CopyOptions> = {
  ...callTable,
  jobName: [],
  printSettings: [],
  allowUnknownSettings: [],
};

/** Statuses after which nothing changes. The four stops are not among them. */
const ENDS: readonly string[] = ['completed', 'canceled', 'error_occurred', 'expired'];

export function createJobs(session: Session): Jobs {
  /** Begins a call about a job, which its ID alone may stand for. */
  const onJob = (
    step: Step,
    reference: JobReference,
    options?: CallOptions,
    table?: OptionTable<CallOptions>,
  ): Call & { readonly jobId: string } => {
    const { limits, about } = beginCall(session, step, options, table);
    const { jobId } = checkedJob(typeof reference === 'string' ? { jobId: reference } : reference);
    return { limits, about: { ...about, job_id: jobId }, jobId };
  };
  return {
    async get(job, options) {
      const call = onJob('jobs.get', job, options);
      return (await asking(jobInformation(session, call, {}), options)) as unknown as JobInformation;
    },
    async waitFor(job, options) {
      const call = onJob('jobs.waitFor', job, options, waitTable);
      return asking(waitFor(session, call, (Object(options) as WaitOptions).onStatus), options);
    },
    async cancel(job, options) {
      const call = onJob('jobs.cancel', job, options);
      await callApi(session, call, operations.cancelPrint, {}, undefined, noContent(204));
    },
    async copy(job, options) {
      const { jobId: fromJobId, ...call } = onJob('jobs.copy', job, options, copyTable);
      const { jobName, printSettings, allowUnknownSettings } = Object(options) as CopyOptions;
      if (jobName !== undefined) checkJobName('jobName', jobName);
      const changed = checkedSettings(printSettings, false, allowUnknownSettings);
      // JSON leaves out what is undefined.
      const body = { fromJobId, jobName, printSettings: changed } as components['schemas']['JobCopy'];
      const copied = await withSettings(
        session,
        callApi(session, call, operations.copyPrintJob, {}, body, withMember('jobId')),
      );
      return { jobId: copied.body.jobId };
    },
    async resume(job, options) {
      const call = onJob('jobs.resume', job, options);
      const now = await asking(
        follow(session, call, {}, () => true),
        options,
      );
      const { provesExecution } = session.transport.api;
      return { executed: provesExecution(now), information: now as unknown as JobInformation };
    },
  };
}

/** Waits for the end of a job. */
async function waitFor(
  session: Session,
  call: Call,
  onStatus: WaitOptions['onStatus'],
): Promise<JobInformation> {
  const { limits, about } = call;
  const { clock } = session.transport;
  const last = await follow(session, call, {}, async (now, hasChanged) => {
    const known: Call = { limits, about: { ...about, information: now } };
    if (hasChanged && onStatus)
      await within(clock, known, Infinity, async () => onStatus(now as unknown as JobInformation));
    return ENDS.includes(now.status);
  });
  const { status } = last;
  if (status === 'completed') return last as unknown as JobInformation;
  const hint = hintAbout(session.transport, String(about.job_id));
  const explained = hint ? ` Hint: ${hint}` : '';
  throw new JobFailedError(`Job ${about.job_id} is not printed, it is ${status}.${explained}`, {
    ...about,
    hint,
    code: status,
    information: last,
  });
}
