import { plainText, sized } from './plain-text.js';

/** The parts of `process` that the command uses. */
export type Io = Pick<
  NodeJS.Process,
  'stdin' | 'stdout' | 'stderr' | 'env' | 'platform' | 'on' | 'off' | 'exit'
>;

/** What a line of JSON says. */
export type Result = Readonly<Record<string, unknown>>;

/** Where the command says what it does: results go to stdout, all else to stderr. */
export interface Terminal {
  readonly isJson: boolean;
  /** One result: a line of JSON, or lines for people; nothing for people where a note says it all. */
  result(value: Result, text?: string): void;
  /** Something that people should know. */
  note(text: string): void;
  /** How far something is, on a line that is written over; nothing where nobody watches. */
  progress(text: string, part?: { doneBytes: number; totalBytes: number }): void;
}

const LEAST_BAR = 10;
const MOST_BAR = 30;

export function openTerminal({ stdout, stderr, env }: Io, wantsJson: boolean | undefined): Terminal {
  const isJson = wantsJson ?? !stdout.isTTY;
  const isWatched = stderr.isTTY === true && env['TERM'] !== 'dumb' && !isJson;
  let isOnLine = false;
  // Whoever reads the output may stop reading (`| head -1`): what was begun is finished all the same.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});

  function clear(): void {
    if (isOnLine) stderr.write('\r\u001B[K');
    isOnLine = false;
  }
  return {
    isJson,
    result(value, text) {
      clear();
      if (isJson) stdout.write(`${JSON.stringify(value)}\n`);
      else if (text !== undefined) stdout.write(`${text}\n`);
    },
    note(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(text, part) {
      if (!isWatched) return;
      const line = progressLine(text, part, stderr.columns || 80);
      stderr.write(`\r\u001B[K${line}`);
      isOnLine = line !== '';
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
  const bar = Math.min(MOST_BAR, room - plain.length - figures.length - 5);
  if (bar < LEAST_BAR) return cut(`${percent.trim()} ${plain}`, room);
  const full = Math.round(done * bar);
  return `${plain} [${'#'.repeat(full)}${'.'.repeat(bar - full)}] ${figures}`;
}

const cut = (text: string, room: number): string =>
  text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
