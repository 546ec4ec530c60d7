import {
  DocumentError,
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
import type { Result, Terminal } from './terminal.js';
import { ending } from './wait.js';

/** Prints one file and says what became of it. @returns the exit code */
export async function printFile(given: Run, file: string, print_setting?: PrintSetting): Promise<number> {
  const { epson, flags, terminal, interrupt } = given;
  const name = plainText(file === '-' ? flags.text('name') : file);
  const base = { command: 'print', file };
  let last: Progress | undefined;
  const onProgress = (progress: Progress) => {
    const { step, sentBytes: doneBytes, totalBytes } = (last = progress);
    // From here on it could print: what is sent is waited for. Who does not wait has to know which job to look at.
    if (step === 'execute')
      interrupt.protect(() =>
        terminal.note(
          `${name}: it is being executed${about(last)}; waiting for the answer … Ctrl-C again ends this at once: then look at the job before you print again.`,
        ),
      );
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
  const accepted = `accepted as job ${shown}, but `;
  const { outcome, exitCode, text, information, error } = await ending(given, job, name, accepted);
  return ended(terminal, { ...base, outcome, job, information, ...errorOf(error) }, text, exitCode);
}

/** Says how waiting has ended: what is not printed is a note, too, so that stderr has it whoever reads stdout. */
export function ended(terminal: Terminal, value: Result, text: string, exitCode: number): number {
  terminal.result(value, exitCode === EXIT.ok ? text : undefined);
  if (exitCode !== EXIT.ok) terminal.note(text);
  return exitCode;
}

const about = (last: Progress | undefined): string =>
  last?.job_id ? ` (job ${plainText(last.job_id)})` : '';

/** A host may take an empty document, and print nothing or a blank page: behind a pipe it is a program that failed. */
async function documentOf({ io, flags }: Run, file: string): Promise<PrintDocument> {
  if (file === '-') return { stream: withBytes(io.stdin), name: String(flags.text('name')) };
  const document = await fileDocument(file);
  if (document.sizeBytes > 0) return document;
  throw new DocumentError(`The file ${file} is empty.`, { code: 'unreadable_document' });
}

async function* withBytes(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  for await (const piece of input) {
    isEmpty = false;
    yield piece;
  }
  if (isEmpty) throw new Error('standard input is empty');
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
