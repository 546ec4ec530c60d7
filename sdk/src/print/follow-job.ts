import { callApi, type BodyCheck, type Session } from '../auth/call-api.js';
import { dateOf, type EpsonConnectError, type JobInformation, type RateLimitError } from '../errors/index.js';
import { jobStatusValues } from '../generated/epson-connect.js';
import { pause, type Call } from '../http/limits.js';
import type { ExecutableJob } from './create-job.js';

/** Returns the status of a job. The host knows jobs from their execution on. */
export async function jobInformation(
  session: Session,
  call: Call,
  job: ExecutableJob,
): Promise<JobInformation> {
  const { body } = await callApi(session, call, 'getPrintJob', job, undefined, problemWithInformation);
  const { start_date, update_date } = body;
  return { ...body, id: job.id, startedAt: dateOf(start_date), updatedAt: dateOf(update_date) };
}

/**
 * A status is taken for a proof that a job was executed, so that it must be one of a job. Gateways have a `status` of their
 * own (`{"status":"error"}`): a word that the description does not have counts only beside a `job_name`.
 */
const problemWithInformation: BodyCheck = (body) => {
  const { status, job_name } = Object(body) as { status?: unknown; job_name?: unknown };
  if (status === undefined || status === null) return 'without status';
  const isOfJob =
    (jobStatusValues as readonly unknown[]).includes(status) ||
    (typeof status === 'string' && status !== '' && typeof job_name === 'string');
  return isOfJob ? undefined : 'without the status of a job';
};

/** Returns whether a status proves the execution: jobs that wait are `pending_held`. Evidence: specification. */
export const provesExecution = ({ status, status_reason }: JobInformation): boolean =>
  status !== 'pending_held' || status_reason === 'job_closed';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
// With the pauses between them: a quarter of a minute.
const FAILURES_IN_A_ROW = 5;

/**
 * Asks for the job until `isEnough` returns true for an answer. The pauses grow while nothing changes. Waits after a call
 * limit; asks a host that fails, or does not know the job yet, a few more times.
 */
export async function follow(
  session: Session,
  { limits, about }: Call,
  job: ExecutableJob,
  isEnough: (information: JobInformation, hasChanged: boolean) => boolean | Promise<boolean>,
): Promise<JobInformation> {
  let last: JobInformation | undefined;
  let cause: unknown;
  let failures = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    // The error that ends this has the last known status and the last failure.
    const now = (): Call => ({ limits, about: { ...about, information: last, cause } });
    let askedMs = 0;
    // Asking again is what this loop does anyway, so that no question of it is repeated by itself.
    const once: Call = { ...now(), limits: { ...limits, retries: 0 } };
    const information = await jobInformation(session, once, job).catch((error: unknown) => {
      if (nameOf(error) !== 'RateLimitError') failures += 1;
      if (failures > FAILURES_IN_A_ROW || !isPassing(error as EpsonConnectError | null, last)) throw error;
      cause = error;
      askedMs = (error as RateLimitError).retryAfterMs ?? 0;
    });
    if (information) {
      const hasChanged =
        last?.status !== information.status || last.status_reason !== information.status_reason;
      last = information;
      cause = undefined;
      failures = 0;
      if (await isEnough(information, hasChanged)) return information;
      if (hasChanged) pauseMs = FIRST_PAUSE_MS;
    }
    // Not all at the same time, when many wait.
    const { clock, random } = session.transport;
    await pause(clock, now(), askedMs + pauseMs * (0.75 + random() / 2));
  }
}

const nameOf = (error: unknown): string => String((Object(error) as Partial<Error>).name);

/** Returns whether the failure is temporary. A job may be unknown for a moment after its execution. */
function isPassing(error: EpsonConnectError | null, last: JobInformation | undefined): boolean {
  return (
    ['RateLimitError', 'ServerError', 'ConnectionError'].includes(nameOf(error)) ||
    error?.code === 'timeout' ||
    (error?.code === 'job_not_found' && !last)
  );
}
