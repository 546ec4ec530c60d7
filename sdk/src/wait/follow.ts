import { jobInformation } from '../api/job.js';
import type { Session } from '../auth/bearer.js';
import type { ExecutableJob } from '../api/print-job.js';
import type { EpsonConnectError, JobInformation, RateLimitError } from '../errors.js';
import { pause, type Call } from '../http/limits.js';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;
// With the pauses between them: a quarter of a minute.
const FAILURES_IN_A_ROW = 5;

/**
 * Asks for the job again and again, until `isEnough` says so of an answer. The pauses grow while nothing changes. A call
 * limit is waited out; a host that fails, or does not know the job yet, is asked again a few times.
 */
export async function follow(
  wiring: Session,
  { limits, about }: Call,
  job: ExecutableJob,
  isEnough: (information: JobInformation, hasChanged: boolean) => boolean | Promise<boolean>,
): Promise<JobInformation> {
  let last: JobInformation | undefined;
  let cause: unknown;
  let failures = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    // Whatever ends this says what was last known, and what the last question failed of.
    const now = (): Call => ({ limits, about: { ...about, information: last, cause } });
    let askedMs = 0;
    // Asking again is what this loop does anyway, so that no question of it is repeated by itself.
    const once: Call = { ...now(), limits: { ...limits, retries: 0 } };
    const information = await jobInformation(wiring, once, job).catch((error: unknown) => {
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
    const { clock, random } = wiring.transport;
    await pause(clock, now(), askedMs + pauseMs * (0.75 + random() / 2));
  }
}

const nameOf = (error: unknown): string => String((Object(error) as Partial<Error>).name);

/** Whether what failed may succeed if it is done again. A job is not known at once after its execution. */
function isPassing(error: EpsonConnectError | null, last: JobInformation | undefined): boolean {
  return (
    ['RateLimitError', 'ServerError', 'ConnectionError'].includes(nameOf(error)) ||
    error?.code === 'timeout' ||
    (error?.code === 'job_not_found' && !last)
  );
}
