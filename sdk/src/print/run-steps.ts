import type { Session } from '../auth/call-api.js';
import type { Step } from '../errors/index.js';
import { within, type Limits } from '../http/limits.js';
import type { OnProgress } from '../upload/upload.js';

/** The steps of a print after the authentication, in the words of a version. */
export interface PrintSteps<Job> {
  readonly create: () => Promise<Job>;
  readonly idOf: (job: Job) => string;
  readonly upload: (job: Job) => Promise<void>;
  readonly beforeExecute: ((job: Job) => unknown) | undefined;
  readonly execute: (job: Job) => Promise<void>;
  /** The name of the last step. Default: `execute`. */
  readonly lastStep?: Step;
}

/** Runs the four steps in a row, and resolves with the job. */
export async function runSteps<Job>(
  session: Session,
  limits: Limits,
  onProgress: OnProgress | undefined,
  { create, idOf, upload, beforeExecute, execute, lastStep = 'execute' }: PrintSteps<Job>,
): Promise<Job> {
  // Awaited within the limits of the call, so that an error is known before the step begins.
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
  const job = await create();
  await upload(job);
  await beforeExecute?.(job);
  await tell(lastStep, idOf(job));
  await execute(job);
  return job;
}

const LONGEST_JOB_NAME = 256;

/** Returns the name, cut to fit. The host may count characters or UTF-16 units: 256 units are never too long. */
export function jobNameFor(name: string): string {
  const cut = name.slice(0, LONGEST_JOB_NAME);
  // Half of a surrogate pair is no character.
  return cut.replace(/[\uD800-\uDBFF]$/, '');
}
