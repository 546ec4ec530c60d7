import {
  DocumentError,
  isEpsonConnectError,
  OutcomeUnknownError,
  type CallOptions,
  type OnProgress,
  type PrintDocument,
  type Progress,
} from '../index.js';
import { fileDocument } from '../node/index.js';
import type { Run } from './command.js';
import { EXIT, exitCodeOf } from './exit-code.js';
import { plainText, sized } from './plain-text.js';
import { readInput } from './read-input.js';
import { cancelOnInterrupt } from './cancel-on-interrupt.js';
import type { Result, Terminal } from './terminal.js';
import { ending } from './wait.js';
import { errorOf, messageOf } from './messages.js';

/** Prints a document in the version that is spoken, and returns its job. */
export type Print = (
  document: PrintDocument,
  options: CallOptions & { onProgress: OnProgress },
) => Promise<object>;

/** Prints one file and reports the result. @returns the exit code */
export async function printFile(given: Run, file: string, print: Print): Promise<number> {
  const { flags, jobs, terminal, interrupt } = given;
  const name = plainText(file === '-' ? flags.text('name') : file);
  const base = { command: 'print', file };
  let last: Progress | undefined;
  const onProgress = (progress: Progress) => {
    const { step, sentBytes: doneBytes, totalBytes } = (last = progress);
    // From here on it could print: the answer is awaited. A user who does not wait must know which job to check.
    if (step === 'execute')
      interrupt.protect(() =>
        terminal.note(
          `${name}: executing${about(last)}; waiting for the answer … Press Ctrl-C again to end at once; then check the job before you print again.`,
        ),
      );
    const isPart = doneBytes !== undefined && totalBytes !== undefined;
    terminal.progress(`${name}: ${step}`, isPart ? { doneBytes, totalBytes } : undefined);
  };
  let job: object;
  try {
    job = await print(await documentOf(given, file), { signal: interrupt.signal, onProgress });
  } catch (error) {
    const isInterrupted = interrupt.signal.aborted;
    const outcome = error instanceof OutcomeUnknownError ? 'unknown' : isInterrupted ? 'canceled' : 'failed';
    terminal.result({
      ...base,
      outcome,
      job: last?.job_id && jobs.reference(last.job_id),
      ...errorOf(error),
    });
    terminal.note(
      isInterrupted
        ? `${name}: canceled${about(last)} before it was executed. Nothing is printed.`
        : failure(name, error),
    );
    return interrupt.isAsked ? interrupt.exitCode : exitCodeOf(error);
  } finally {
    interrupt.unprotect();
  }
  if (interrupt.isAsked) return cancelOnInterrupt(given, name, base, job);
  const id = jobs.idOf(job);
  const shown = plainText(id);
  if (!flags.is('wait')) {
    const text = `${name}: accepted as job ${shown}. Check it with: epson-connect status ${shown}`;
    terminal.result({ ...base, outcome: 'accepted', job }, text);
    return EXIT.ok;
  }
  const accepted = `accepted as job ${shown}, but `;
  const { outcome, exitCode, text, information, error } = await ending(given, id, name, accepted);
  return ended(terminal, { ...base, outcome, job, information, ...errorOf(error) }, text, exitCode);
}

/** Reports the end of a wait. A failure is also a note, so that stderr has it when a program reads stdout. */
export function ended(terminal: Terminal, value: Result, text: string, exitCode: number): number {
  terminal.result(value, exitCode === EXIT.ok ? text : undefined);
  if (exitCode !== EXIT.ok) terminal.note(text);
  return exitCode;
}

const about = (last: Progress | undefined): string =>
  last?.job_id ? ` (job ${plainText(last.job_id)})` : '';

/** Returns a file, or what standard input has. @throws {DocumentError} */
export async function documentOf(
  { io, flags, interrupt, terminal }: Run,
  file: string,
): Promise<PrintDocument> {
  if (file === '-') {
    const name = String(flags.text('name'));
    const isTyped = io.stdin.isTTY;
    if (isTyped)
      terminal.note(`${plainText(name)}: reading from the terminal; Ctrl-D ends the input, Ctrl-C cancels.`);
    const data = await readInput(io, interrupt.signal, (readBytes) => {
      // The typed text is in the place of the progress.
      if (!isTyped) terminal.progress(`${name}: reading standard input, ${sized(readBytes)}`);
    });
    return { data, name };
  }
  const document = await fileDocument(file);
  if (document.sizeBytes > 0) return document;
  throw new DocumentError(`The file ${file} is empty.`, { code: 'unreadable_document' });
}

function failure(name: string, error: unknown): string {
  const said = messageOf(error);
  const id = isEpsonConnectError(error) && error.job_id ? plainText(error.job_id) : undefined;
  if (error instanceof OutcomeUnknownError)
    return `${name}: outcome unknown. ${said} See: epson-connect status ${id}`;
  return `${name}: not printed. ${said}${id ? ` (job ${id})` : ''}`;
}
