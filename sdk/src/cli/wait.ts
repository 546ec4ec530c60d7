import { isEpsonConnectError } from '../index.js';
import type { Run } from './command.js';
import { EXIT, exitCodeOf, UsageError } from './exit-code.js';
import type { Flags } from './flags.js';
import type { KnownStatus } from './job-actions.js';
import { isLimited } from './log.js';
import { plainText } from './plain-text.js';
import { messageOf } from './messages.js';

/** Seconds after which waiting ends, unless told otherwise: a printer without paper waits for days. */
export const DEADLINE_S = 600;

export const WAIT_FLAGS = { deadline: 'number' } as const;

export const WAIT_ABOUT = [
  `--deadline SECONDS      limit of the wait for the printed job (default: ${DEADLINE_S})`,
];

/** @throws {UsageError} It is no number, or no time. */
export function deadlineMsOf(flags: Flags): number {
  const deadlineMs = (flags.number('deadline') ?? DEADLINE_S) * 1000;
  if (deadlineMs === 0) throw new UsageError('--deadline must be above 0.');
  return deadlineMs;
}

/** @throws {UsageError} A limit of a wait where nothing is waited for. */
export function checkDeadline(flags: Flags): void {
  deadlineMsOf(flags);
  if (flags.number('deadline') !== undefined && !flags.is('wait'))
    throw new UsageError('--deadline is only valid with --wait.');
}

/** The end of a wait for a job. */
export interface Ending {
  readonly outcome: 'printed' | 'failed' | 'unknown';
  readonly exitCode: number;
  readonly text: string;
  readonly information?: KnownStatus | undefined;
  readonly error?: unknown;
}

/**
 * Waits until the job has ended, and says how. Whatever else goes wrong, a job that there is may still print.
 *
 * @param accepted how the sentence begins that it did not end, when the host has just accepted the job
 */
export async function ending(
  { jobs, flags, terminal, interrupt }: Run,
  id: string,
  name: string,
  accepted?: string,
): Promise<Ending> {
  let isSlowed = false;
  try {
    const information = await jobs.waitFor(id, {
      signal: interrupt.signal,
      deadlineMs: deadlineMsOf(flags),
      onStatus: (now) => terminal.progress(`${name}: ${jobs.statusText(now)}`),
      async onResponse(answer) {
        const wasSlowed = isSlowed;
        isSlowed = await isLimited(answer);
        if (isSlowed && !wasSlowed)
          terminal.pause(`${name}: too many calls; waiting before the next question`);
      },
    });
    const which = accepted === undefined ? '' : ` (job ${plainText(id)})`;
    const count = jobs.pagesOf(information);
    const pages = count > 0 ? `, ${count} ${count === 1 ? 'page' : 'pages'}` : '';
    const text = `${name}: printed${pages}${which}`;
    return { outcome: 'printed', exitCode: EXIT.ok, text, information };
  } catch (error) {
    const { information } = error as { information?: KnownStatus };
    if (isEpsonConnectError(error, 'JobFailedError')) {
      const text = `${name}: ${messageOf(error)} The job has ended; print it again if you still need it.`;
      return { outcome: 'failed', exitCode: EXIT.failed, text, information, error };
    }
    const isStopped = interrupt.signal.aborted;
    const isKnown = information !== undefined || accepted !== undefined;
    // The host, or this command, has refused to look: nothing is known of the job that could be told.
    if (!isKnown && !isStopped && !isSilence(error))
      return { outcome: 'failed', exitCode: exitCodeOf(error), text: `${name}: ${messageOf(error)}`, error };
    const isLate = isEpsonConnectError(error) && error.code === 'deadline';
    const deadlineS = deadlineMsOf(flags) / 1000;
    const why = isStopped
      ? 'you stopped the wait'
      : isLate
        ? lateness(deadlineS, isSlowed)
        : inSentence(messageOf(error), accepted);
    const known = information ? ` It was last ${plainText(information.status)}.` : '';
    const fate = isKnown ? ' The job continues.' : ' The host has not reported its status.';
    const next = `Go on with: epson-connect wait ${plainText(id)}, or end it with: epson-connect cancel ${plainText(id)}`;
    const text = `${name}: ${accepted ?? ''}${why.replace(/\.$/, '')}.${known}${fate} ${next}`;
    const isLimit = isLate && isSlowed && !isKnown;
    const exitCode = isStopped ? interrupt.exitCode : isLimit ? EXIT.rateLimit : EXIT.unknown;
    return { outcome: 'unknown', exitCode, text, information, error };
  }
}

/** Returns whether the host has given no reliable answer. The job may then print, and "failed" would get it printed twice. */
const isSilence = (error: unknown): boolean =>
  isEpsonConnectError(error) &&
  ['ConnectionError', 'TimeoutError', 'ServerError', 'ResponseFormatError'].includes(error.name);

const lateness = (deadlineS: number, isSlowed: boolean): string =>
  isSlowed
    ? `after ${deadlineS} s the host still refuses the question: too many calls`
    : `it is not printed after ${deadlineS} s`;

const inSentence = (text: string, before: string | undefined): string =>
  before === undefined ? text : text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
