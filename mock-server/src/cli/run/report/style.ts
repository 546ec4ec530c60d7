import { painter, type Paint } from '../../console.js';

/** The style of a report. */
export interface Style {
  readonly paint: Paint;
  /** Marks of a step: done, refused, odd, not called. */
  readonly marks: Readonly<Record<'done' | 'bad' | 'odd' | 'none', string>>;
  /** Characters that a line takes. */
  readonly columns: number;
}

const SIGNS = { done: '✓', bad: '✗', odd: '!', none: '·' };
const LETTERS = { done: 'ok  ', bad: 'FAIL', odd: 'odd ', none: '-   ' };

const NARROWEST = 40;
const WIDEST = 110;

/** Returns the style that a stream and the environment allow: colours and signs on a terminal only. */
export function styleFor(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform,
): Style {
  const isTerminal = stream.isTTY === true;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  // A terminal of Windows that knows Unicode says so by this variable.
  const isUnicode = /utf-?8/i.test(locale) || (platform === 'win32' && env['WT_SESSION'] !== undefined);
  const columns = stream.columns ?? WIDEST;
  return {
    paint: painter(isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'),
    marks: isTerminal && isUnicode ? SIGNS : LETTERS,
    columns: Math.max(NARROWEST, Math.min(WIDEST, columns)),
  };
}

/**
 * Breaks a text into indented lines of a limited length, between words.
 *
 * @param first what the first line begins with instead
 */
export function wrapped(text: string, indent: string, columns: number, first = indent): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push((lines.length === 0 ? first : indent) + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, (lines.length === 0 ? first : indent) + line];
}
