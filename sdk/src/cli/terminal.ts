import { columnsOf, cut } from './columns.js';
import { EXIT } from './exit-code.js';
import { jsonLine, plainText, sized } from './plain-text.js';
import { systemWords } from './messages.js';

/** The parts of `process` that the command uses. */
export type Io = Pick<
  NodeJS.Process,
  'stdin' | 'stdout' | 'stderr' | 'env' | 'platform' | 'versions' | 'on' | 'off' | 'exit'
>;

/** The content of a line of JSON. */
export type Result = Readonly<Record<string, unknown>>;

/** The output of the command: results go to stdout, everything else to stderr. */
export interface Terminal {
  readonly isJson: boolean;
  /** Writes one result: a line of JSON, or lines for people; without text only JSON. */
  result(value: Result, text?: string): void;
  /** Writes a text that is not a result, such as help. */
  show(text: string): void;
  /** Writes a note for people. */
  note(text: string): void;
  /** Shows progress on a line that is overwritten; does nothing without a terminal. */
  progress(text: string, part?: { doneBytes: number; totalBytes: number }): void;
  /** Shows the reason of a pause: as progress, or as a note without a terminal. */
  pause(text: string): void;
  /** Waits until all is written. @returns the exit code: another than `exitCode` when a result could not be written. */
  close(exitCode: number): Promise<number>;
}

const LEAST_BAR = 10;
const MOST_BAR = 30;

export function openTerminal({ stdout, stderr, env }: Io, wantsJson: boolean | undefined): Terminal {
  const isJson = wantsJson ?? !stdout.isTTY;
  const isWatched = stderr.isTTY === true && env['TERM'] !== 'dumb' && !isJson;
  const writing: Promise<void>[] = [];
  let isOnLine = false;
  let isUnread = false;
  let lostCode: number = EXIT.ok;
  // Errors of stdout go to the callback of write; an error of stderr cannot be reported.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});

  function clear(): void {
    if (isOnLine) stderr.write('\r\u001B[K');
    isOnLine = false;
  }
  function note(text: string): void {
    clear();
    writing.push(new Promise((done) => stderr.write(`${text}\n`, () => done())));
  }
  function write(text: string, codeIfLost: number): void {
    const over = new Promise<void>((done) => {
      stdout.write(text, (error) => {
        const { code } = (error ?? {}) as NodeJS.ErrnoException;
        // The reader of the output may stop reading (`| head -1`): the command still finishes.
        isUnread ||= code === 'EPIPE';
        if (error && !isUnread) {
          lostCode = Math.max(lostCode, codeIfLost);
          note(
            `The result cannot be written to standard output: ${systemWords(error)}. It is: ${text.trimEnd()}`,
          );
        }
        done();
      });
    });
    writing.push(over);
  }
  function progress(text: string, part?: { doneBytes: number; totalBytes: number }): void {
    if (!isWatched) return;
    const line = progressLine(text, part, stderr.columns || 80);
    stderr.write(`\r\u001B[K${line}`);
    isOnLine = line !== '';
  }
  return {
    isJson,
    note,
    progress,
    result(value, text) {
      clear();
      const line = isJson ? jsonLine(value) : text;
      // A user who does not learn that a job was accepted would print it again.
      const isOfPaper = ['accepted', 'printed', 'unknown'].includes(String(value['outcome']));
      const codeIfLost = isOfPaper ? EXIT.unknown : EXIT.failed;
      if (line !== undefined) write(`${line}\n`, codeIfLost);
    },
    show(text) {
      write(text, EXIT.failed);
    },
    pause(text) {
      if (isWatched) progress(text);
      else note(text);
    },
    async close(exitCode) {
      clear();
      // A result that cannot be written adds a note.
      for (const over of writing) await over;
      return Math.max(exitCode, lostCode);
    },
  };
}

/** A line that fits into `columns`, the last of which stays free, for some terminals would begin a new line. */
export function progressLine(
  text: string,
  part: { doneBytes: number; totalBytes: number } | undefined,
  columns: number,
): string {
  const room = columns - 1;
  const plain = plainText(text);
  if (part === undefined) return cut(plain, room);
  const { doneBytes, totalBytes } = part;
  const done = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 1;
  const percent = `${Math.floor(done * 100)} %`.padStart(5);
  const figures = `${percent}  ${sized(doneBytes)} of ${sized(totalBytes)}`;
  const bar = Math.min(MOST_BAR, room - columnsOf(plain) - figures.length - 5);
  if (bar < LEAST_BAR) return cut(`${percent.trim()} ${plain}`, room);
  const full = Math.round(done * bar);
  return `${plain} [${'#'.repeat(full)}${'.'.repeat(bar - full)}] ${figures}`;
}
