import { isAbortReason } from '../http/limits.js';
import {
  isEpsonConnectError,
  OutcomeUnknownError,
  SettingError,
  type CallOptions,
  type EpsonConnect,
  type PrintDocument,
  type PrintOptions,
} from '../index.js';
import type { Ledger, LedgerJob } from './ledger.js';

/** Result of one document. */
export interface Printed {
  readonly job: LedgerJob;
  /** It was accepted in an earlier run. */
  readonly isRepeat: boolean;
}

/** A document, or what makes it when its turn has come. */
export type Opened = PrintDocument | (() => PrintDocument | Promise<PrintDocument>);

/**
 * Prints a document that the ledger does not know. What it knows as `done` is not printed again; what broke off while
 * it was executed is settled with the host, and the same job goes on, which a host executes once.
 */
export async function printOne(
  epson: EpsonConnect,
  ledger: Ledger | undefined,
  id: string,
  document: Opened,
  options: PrintOptions,
): Promise<Printed> {
  const known = await ledger?.get(id);
  if (known?.state === 'done') return { job: known.job, isRepeat: true };
  if (ledger && known?.state === 'executing') return finishJob(epson, ledger, id, known.job, options);

  let executing: LedgerJob | undefined;
  let job: LedgerJob;
  try {
    job = ledgerJob(
      await epson.print(typeof document === 'function' ? await document() : document, {
        ...options,
        async beforeExecute(printJob) {
          await options.beforeExecute?.(printJob);
          const about = ledgerJob(printJob);
          await ledger?.record(id, { state: 'executing', job: about });
          executing = about;
        },
      }),
    );
  } catch (error) {
    if (executing && isRefusal(error, options.signal))
      await ledger?.record(id, { state: 'failed', job: executing });
    throw error;
  }
  // An error from here on is about an accepted job, and not a refusal of it.
  await ledger?.record(id, { state: 'done', job });
  return { job, isRepeat: false };
}

const ledgerJob = ({ id, device_id, job_name, print_mode }: LedgerJob): LedgerJob => ({
  id,
  device_id,
  job_name,
  print_mode,
});

/**
 * Returns whether the host surely has not executed the job: it said so, or the request never left. An error with `information` is
 * what a look at the job has told, and no proof; nor is the reason of the caller's signal, which may be a refusal of another job.
 */
function isRefusal(error: unknown, signal: AbortSignal | undefined): boolean {
  return (
    !isAbortReason(signal, error) &&
    isEpsonConnectError(error) &&
    error.step === 'execute' &&
    error.code !== 'outcome_unknown' &&
    !error.information
  );
}

/** Finishes what an earlier run has begun. */
async function finishJob(
  epson: EpsonConnect,
  ledger: Ledger,
  id: string,
  job: LedgerJob,
  { signal, timeoutMs, deadlineMs }: PrintOptions,
): Promise<Printed> {
  // The look gets a half of the time, so that there is some to execute the job when the host does not know it.
  const limits = { signal, timeoutMs, deadlineMs: deadlineMs && deadlineMs / 2 };
  let executed: boolean;
  try {
    executed = await isExecuted(epson, job, limits);
    if (!executed) await epson.execute(job, limits);
  } catch (error) {
    // A refusal proves nothing: the job was sent before. That it waits is what a look has told after it.
    if (!isEpsonConnectError(error) || isAbortReason(signal, error) || error.information) throw error;
    const cause = isEpsonConnectError(error, 'OutcomeUnknownError') ? error.cause : error;
    throw new OutcomeUnknownError(
      `Job ${job.id} was being executed when an earlier run broke off; whether it was printed is unknown. ${(cause as Error).message} Run it again later; or look at the printer, and if it did not come out, take ${JSON.stringify(id)} out of the ledger to print it anew.`,
      {
        ...error,
        code: 'outcome_unknown',
        step: 'execute',
        subject: undefined,
        problem: undefined,
        advice: undefined,
        notSent: undefined,
        job_id: job.id,
        job,
        cause,
      },
    );
  }
  await ledger.record(id, { state: 'done', job });
  return { job, isRepeat: executed };
}

/** Looks at the job. A host that did not know it for the whole time has not executed it, or executes it once only. */
async function isExecuted(epson: EpsonConnect, job: LedgerJob, limits: CallOptions): Promise<boolean> {
  try {
    return (await epson.jobs.resume(job, limits)).executed;
  } catch (error) {
    const isUnknown =
      isEpsonConnectError(error, 'TimeoutError') &&
      isEpsonConnectError(error.cause, 'NotFoundError') &&
      error.cause.code === 'job_not_found';
    if (!isUnknown) throw error;
    return false;
  }
}

/** Refuses what is no id: two documents under one would be taken for one. */
export function checkedId(id: unknown, place: number, busy: ReadonlySet<string>): string {
  if (typeof id !== 'string' || id === '')
    throw new SettingError(`Document ${place} must have an id: a non-empty string of your own.`, {
      code: 'invalid_setting',
    });
  if (busy.has(id))
    throw new SettingError(`Two documents have the id ${JSON.stringify(id)}.`, { code: 'duplicate_id' });
  return id;
}
