import {
  isEpsonConnectError,
  OutcomeUnknownError,
  type PrintDocument,
  type PrintJob,
  type PrintSetting,
  type Progress,
} from '../index.js';
import { fileDocument } from '../node/index.js';
import type { Run } from './command.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { plainText } from './plain-text.js';
import { ending } from './wait.js';

/** Prints one file and says what became of it. @returns the exit code */
export async function printFile(given: Run, file: string, print_setting?: PrintSetting): Promise<number> {
  const { epson, flags, terminal, interrupt } = given;
  const name = plainText(file === '-' ? flags.text('name') : file);
  const base = { command: 'print', file };
  let last: Progress | undefined;
  const onProgress = (progress: Progress) => {
    const { step, sentBytes: doneBytes, totalBytes } = (last = progress);
    // From here on it could print: what is sent is waited for.
    if (step === 'execute')
      interrupt.protect(() => terminal.note(`${name}: it is being executed; waiting for the answer …`));
    const isPart = doneBytes !== undefined && totalBytes !== undefined;
    terminal.progress(`${name}: ${step}`, isPart ? { doneBytes, totalBytes } : undefined);
  };
  let job: PrintJob;
  try {
    job = await epson.print(await documentOf(given, file), {
      job_name: flags.text('job-name'),
      print_mode: flags.text('print-mode'),
      print_setting,
      allowUnknownType: flags.is('allow-unknown-type'),
      signal: interrupt.signal,
      onProgress,
    });
  } catch (error) {
    const isInterrupted = interrupt.signal.aborted;
    const outcome = error instanceof OutcomeUnknownError ? 'unknown' : isInterrupted ? 'canceled' : 'failed';
    terminal.result({ ...base, outcome, job: last?.job_id && { id: last.job_id }, ...errorOf(error) });
    terminal.note(
      isInterrupted
        ? `${name}: canceled${about(last)} before it was executed. Nothing is printed.`
        : failure(name, error),
    );
    return interrupt.isAsked ? interrupt.exitCode : exitCodeOf(error);
  } finally {
    interrupt.unprotect();
  }
  if (interrupt.isAsked) return takenBack(given, name, base, job);
  const shown = plainText(job.id);
  if (!flags.is('wait')) {
    const text = `${name}: accepted as job ${shown}. See how it fares: epson-connect status ${shown}`;
    terminal.result({ ...base, outcome: 'accepted', job }, text);
    return EXIT.ok;
  }
  const { outcome, exitCode, text, information, error } = await ending(given, job, name);
  terminal.result({ ...base, outcome, job, information, ...errorOf(error) }, text);
  return exitCode;
}

const about = (last: Progress | undefined): string =>
  last?.job_id ? ` (job ${plainText(last.job_id)})` : '';

async function documentOf({ io, flags }: Run, file: string): Promise<PrintDocument> {
  if (file !== '-') return fileDocument(file);
  return { stream: io.stdin, name: String(flags.text('name')) };
}

/** Ctrl-C came while the job was executed: it was accepted, and is now canceled if that is still possible. */
async function takenBack(given: Run, name: string, base: object, job: PrintJob): Promise<number> {
  const { epson, terminal, interrupt } = given;
  const id = plainText(job.id);
  try {
    await epson.jobs.cancel(job, { deadlineMs: 30_000 });
    terminal.result({ ...base, outcome: 'canceled', job }, `${name}: accepted as job ${id}, then canceled.`);
  } catch (error) {
    const text = `${name}: accepted as job ${id}; it can no longer be canceled and goes on. See how it fares: epson-connect status ${id}`;
    terminal.result({ ...base, outcome: 'accepted', job, ...errorOf(error) }, text);
  }
  return interrupt.exitCode;
}

/** An error as JSON keeps it; nothing when there is none. */
export function errorOf(error: unknown): object {
  if (error === undefined) return {};
  if (isEpsonConnectError(error)) return { error };
  const { name, message } = error as Error;
  return { error: { name, message } };
}

function failure(name: string, error: unknown): string {
  const { message } = error as Error;
  const id = isEpsonConnectError(error) && error.job_id ? plainText(error.job_id) : undefined;
  if (error instanceof OutcomeUnknownError)
    return `${name}: outcome unknown. ${plainText(message)} See: epson-connect status ${id}`;
  return `${name}: not printed. ${plainText(message)}${id ? ` (job ${id})` : ''}`;
}
