import { isEpsonConnectError, JobFailedError, type JobInformation } from '../index.js';
import type { Run } from './command.js';
import { EXIT, UsageError } from './exit-code.js';
import type { Flags } from './flags.js';
import { pagesText } from './job-text.js';
import { plainText } from './plain-text.js';

/** Seconds after which waiting ends, unless told otherwise: a printer without paper waits for days. */
export const DEADLINE_S = 600;

export const WAIT_FLAGS = { deadline: 'number' } as const;

export const WAIT_ABOUT = [
  `--deadline SECONDS      how long to wait for the job to be printed (default: ${DEADLINE_S})`,
];

/** @throws {UsageError} It is no number, or no time. */
export function deadlineMsOf(flags: Flags): number {
  const deadlineMs = (flags.number('deadline') ?? DEADLINE_S) * 1000;
  if (deadlineMs === 0) throw new UsageError('--deadline has to be above 0.');
  return deadlineMs;
}

/** How waiting for a job has ended. */
export interface Ending {
  readonly outcome: 'printed' | 'failed' | 'unknown';
  readonly exitCode: number;
  readonly text: string;
  readonly information?: JobInformation | undefined;
  readonly error?: unknown;
}

/**
 * Waits until the job has ended, and says how. Whatever else goes wrong, it may still print.
 *
 * @param accepted how the sentence begins that it did not end, when the host has just accepted the job
 */
export async function ending(
  { epson, flags, terminal, interrupt }: Run,
  job: { readonly id: string },
  name: string,
  accepted?: string,
): Promise<Ending> {
  const { id } = job;
  try {
    const information = await epson.jobs.waitFor(job, {
      signal: interrupt.signal,
      deadlineMs: deadlineMsOf(flags),
      onStatus: ({ status, status_reason }) =>
        terminal.progress(`${name}: ${status}${status_reason ? ` (${status_reason})` : ''}`),
    });
    const which = accepted === undefined ? '' : ` (job ${plainText(id)})`;
    const text = `${name}: printed${pagesText(information.total_pages)}${which}`;
    return { outcome: 'printed', exitCode: EXIT.ok, text, information };
  } catch (error) {
    const { information } = error as { information?: JobInformation };
    if (error instanceof JobFailedError) {
      const text = `${name}: ${plainText(error.message)} Nothing more will become of it; print it again if it is still wanted.`;
      return { outcome: 'failed', exitCode: EXIT.failed, text, information, error };
    }
    const why = interrupt.signal.aborted
      ? 'you have stopped waiting'
      : isEpsonConnectError(error) && error.code === 'deadline'
        ? `it is not printed after ${deadlineMsOf(flags) / 1000} s`
        : plainText((error as Error).message);
    const isKnown = information !== undefined || accepted !== undefined;
    const known = information ? ` It was last ${plainText(information.status)}.` : '';
    const fate = isKnown ? ' It goes on without you.' : ' The host has told nothing of it.';
    const next = `Go on with: epson-connect wait ${plainText(id)}, or end it with: epson-connect cancel ${plainText(id)}`;
    const text = `${name}: ${accepted ?? ''}${why.replace(/\.$/, '')}.${known}${fate} ${next}`;
    return {
      outcome: 'unknown',
      exitCode: interrupt.signal.aborted ? interrupt.exitCode : EXIT.unknown,
      text,
      information,
      error,
    };
  }
}
