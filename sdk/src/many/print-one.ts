import { isAbortReason } from '../http/limits.js';
import { isEpsonConnectError, OutcomeUnknownError, SettingError } from '../errors/index.js';
import type { CallOptions, EpsonConnect, PrintDocument } from '../index.js';
import type { EpsonConnectV2 } from '../v2/index.js';
import type { Ledger, LedgerJob } from './ledger.js';
import { checkSameClient, printClient, type PrintClient, type PrintOptions } from './print-client.js';

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
  epson: EpsonConnect | EpsonConnectV2,
  ledger: Ledger | undefined,
  id: string,
  document: Opened,
  options: PrintOptions,
): Promise<Printed> {
  const known = await ledger?.get(id);
  if (known?.state === 'done') return { job: known.job, isRepeat: true };
  const client = printClient(epson);
  if (ledger && known?.state === 'executing') {
    checkSameClient(epson, id, known.job);
    return finishJob(client, ledger, id, known.job, options);
  }

  let executing: LedgerJob | undefined;
  let job: LedgerJob;
  try {
    const opened = typeof document === 'function' ? await document() : document;
    job = await client.print(opened, options, async (about) => {
      await ledger?.record(id, { state: 'executing', job: about });
      executing = about;
    });
  } catch (error) {
    if (executing && isRefusal(error, options.signal))
      await ledger?.record(id, { state: 'failed', job: executing });
    throw error;
  }
  // An error from here on is about an accepted job, and not a refusal of it.
  await ledger?.record(id, { state: 'done', job });
  return { job, isRepeat: false };
}

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
  client: PrintClient,
  ledger: Ledger,
  id: string,
  job: LedgerJob,
  { signal, timeoutMs, deadlineMs }: PrintOptions,
): Promise<Printed> {
  // The look gets a half of the time, so that there is some to execute the job when the host does not know it.
  const limits = { signal, timeoutMs, deadlineMs: deadlineMs && deadlineMs / 2 };
  let executed: boolean;
  try {
    executed = await isExecuted(client, job, limits);
    if (!executed) await client.execute(job, limits);
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
async function isExecuted(client: PrintClient, job: LedgerJob, limits: CallOptions): Promise<boolean> {
  try {
    return await client.isExecuted(job, limits);
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
