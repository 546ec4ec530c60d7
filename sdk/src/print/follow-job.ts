import { callApi, type Session } from '../auth/call-api.js';
import type { EpsonConnectError, JobInformation, RateLimitError } from '../errors/index.js';
import { pause, type Call } from '../http/limits.js';

/** The members of a job that its status needs; the ID is that of the call. */
type FollowedJob = { readonly device_id?: string | undefined };

/** Returns the status of a job, in the form of the version that is spoken. */
export async function jobInformation(
  session: Session,
  call: Call,
  { device_id }: FollowedJob,
): Promise<JobInformation> {
  const { operations, jobCheck, informationOf } = session.transport.api;
  const { body } = await callApi(session, call, operations.getPrintJob, { device_id }, undefined, jobCheck);
  return informationOf(body, String(call.about.job_id)) as JobInformation;
}

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
  job: FollowedJob,
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
