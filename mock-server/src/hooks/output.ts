import { StringDecoder } from 'node:string_decoder';
import { printable } from '../text/printable.js';

/** The bytes of a command's output that are shown for a job, both of its streams together. */
export const SHOWN_BYTES = 64 * 1024;
const LONGEST_LINE = 1000;

/** One of the streams that a command writes to. */
export interface OutputStream {
  readonly write: (chunk: Buffer) => void;
  /** Shows what was left of a line when the stream ended. */
  readonly end: () => void;
}

/**
 * Shows what a command writes, a line at a time and made harmless for a terminal, up to a bound that the size of the
 * system's chunks does not move. What is over is counted as read: a command whose output nobody takes would stand still.
 */
export function showOutput(onLine: (line: string) => void): { readonly open: () => OutputStream } {
  let leftBytes = SHOWN_BYTES;
  const show = (line: string) => line.trim() !== '' && onLine(harmless(line));
  const open = () => {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    const end = () => {
      show(rest);
      rest = '';
    };
    const write = (chunk: Buffer) => {
      if (leftBytes < 0) return;
      const lines = (rest + decoder.write(chunk.subarray(0, leftBytes))).split(/\r?\n|\r/);
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      lines.forEach(show);
      leftBytes -= chunk.length;
      if (leftBytes >= 0) return;
      end();
      onLine(`(more than ${SHOWN_BYTES} bytes of output; the rest is not shown)`);
    };
    return { write, end };
  };
  return { open };
}

/** Without the sequences and characters that steer a terminal. */
function harmless(line: string): string {
  const text = line
    .slice(0, LONGEST_LINE)
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    .replace(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, '');
  return printable(text.replaceAll('\t', '  '), '');
}
