import { isEpsonConnectError, type EpsonConnectError } from '../index.js';
import type { Run } from './command.js';
import { plainText } from './plain-text.js';
import { errorOf, messageOf } from './messages.js';

/** A user who pressed Ctrl-C does not wait longer. */
const CANCEL_MS = 30_000;

/** Cancels a job that was accepted while the user pressed Ctrl-C, if that is still possible. */
export async function cancelOnInterrupt(
  given: Run,
  name: string,
  base: object,
  job: object,
): Promise<number> {
  const { jobs, terminal, interrupt } = given;
  const id = plainText(jobs.idOf(job));
  try {
    await jobs.cancel(jobs.idOf(job), { deadlineMs: CANCEL_MS });
    terminal.result({ ...base, outcome: 'canceled', job }, `${name}: accepted as job ${id}, then canceled.`);
  } catch (error) {
    const isOpen = isUnanswered(error);
    const outcome = isOpen ? 'unknown' : 'accepted';
    const text = `${name}: accepted as job ${id}; ${fate(error, isOpen, id)}`;
    terminal.result({ ...base, outcome, job, ...errorOf(error) }, text);
    // Programs read the JSON, people stderr.
    if (terminal.isJson) terminal.note(text);
  }
  return interrupt.exitCode;
}

/** Returns the state of the job after a failed cancellation. Only a StateError proves that it was not canceled. */
function fate(error: unknown, isOpen: boolean, id: string): string {
  const status = `Check it with: epson-connect status ${id}`;
  if (isEpsonConnectError(error, 'StateError'))
    return `it can no longer be canceled and continues. ${status}`;
  const what = isOpen ? 'it is unknown whether it is canceled' : 'it could not be canceled and continues';
  return `${what}. ${messageOf(error)} Cancel it with: epson-connect cancel ${id}. ${status}`;
}

/** Returns whether the host may have canceled the job. */
function isUnanswered(error: unknown): boolean {
  if (!isEpsonConnectError(error)) return false;
  const { status = 500, notSent, step } = error as EpsonConnectError & { notSent?: boolean };
  return step === 'jobs.cancel' && status >= 500 && !notSent && error.code !== 'service_unavailable';
}
