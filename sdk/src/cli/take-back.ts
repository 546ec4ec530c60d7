import { isEpsonConnectError, type EpsonConnectError, type PrintJob } from '../index.js';
import type { Run } from './command.js';
import { plainText } from './plain-text.js';
import { errorOf, messageOf } from './words.js';

/** No longer than somebody waits who has pressed Ctrl-C. */
const CANCEL_MS = 30_000;

/** Ctrl-C came while the job was executed: it was accepted, and is now canceled if that is still possible. */
export async function takenBack(given: Run, name: string, base: object, job: PrintJob): Promise<number> {
  const { epson, terminal, interrupt } = given;
  const id = plainText(job.id);
  try {
    await epson.jobs.cancel(job, { deadlineMs: CANCEL_MS });
    terminal.result({ ...base, outcome: 'canceled', job }, `${name}: accepted as job ${id}, then canceled.`);
  } catch (error) {
    const isOpen = isUnanswered(error);
    const outcome = isOpen ? 'unknown' : 'accepted';
    const text = `${name}: accepted as job ${id}; ${fate(error, isOpen, id)}`;
    terminal.result({ ...base, outcome, job, ...errorOf(error) }, text);
    // Whoever reads the JSON of it reads stderr, too.
    if (terminal.isJson) terminal.note(text);
  }
  return interrupt.exitCode;
}

/** Only a job that is in the wrong state for it has not been canceled for sure and for good. */
function fate(error: unknown, isOpen: boolean, id: string): string {
  const status = `See how it fares: epson-connect status ${id}`;
  if (isEpsonConnectError(error, 'StateError')) return `it can no longer be canceled and goes on. ${status}`;
  const what = isOpen ? 'nobody knows whether it is canceled' : 'it could not be canceled and goes on';
  return `${what}. ${messageOf(error)} Cancel it with: epson-connect cancel ${id}. ${status}`;
}

/** Whether the host may have canceled it, for all that is known. */
function isUnanswered(error: unknown): boolean {
  if (!isEpsonConnectError(error)) return false;
  const { status = 500, notSent, step } = error as EpsonConnectError & { notSent?: boolean };
  return step === 'jobs.cancel' && status >= 500 && !notSent && error.code !== 'service_unavailable';
}
