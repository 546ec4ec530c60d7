import { printableLines } from '../../../text/printable.js';
import { hiderOf } from '../../../text/mask.js';
import { quoted } from '../../../text/shell.js';

const HIDDEN = '***';
/** The names of secrets, in arguments, variables and members of JSON. */
const NAME = '[\\w.-]*(?:secret|passw(?:or)?d|passphrase|token|api[_-]?key)';
const SECRETS_NAME = new RegExp(`^${NAME}$`, 'i');
/** An argument that a secret follows. */
const SECRETS_FLAG = new RegExp(`^--?${NAME}$`, 'i');
/** An argument that an ID, a colon and a secret follow: that of curl, alone and behind other letters. */
const PAIRS_FLAG = '(?:-[A-Za-z]*[uU]|--(?:proxy-)?user)';
/** An argument that a program in a language follows. */
const PROGRAMS_FLAG = /^(?:-[A-Za-z]*[cer]|--eval)$/;

/** A word that holds a secret to its end: it may have spaces. */
const WHOLE: readonly RegExp[] = [
  new RegExp(`^((?:--?)?${NAME}=)[^&]+`, 'gi'),
  new RegExp(`^(${PAIRS_FLAG}=?[^\\s:]*:).+$`, 'gs'),
];

/** Secrets anywhere in a word, which may be a program, each with what stands before it. */
const WITHIN: readonly RegExp[] = [
  // NAME=value, as addresses, forms and variables have it, and as JSON and programs write it.
  new RegExp(
    `((?<![\\w.-])${NAME}["']?\\]?(?:\\s*(?:=>|:)\\s*|\\s+=\\s+|=))(?:"[^"]*"|'[^']*'|[^\\s"'&#;,]+)`,
    'gi',
  ),
  new RegExp(`((?<![^\\s"'])--?${NAME}\\s+)(?:"[^"]*"|'[^']*'|[^\\s"'-][^\\s"']*)`, 'gi'),
  new RegExp(`((?<![^\\s"'])${PAIRS_FLAG}[\\s=]*["']?[^\\s:"']*:)[^\\s"']+`, 'g'),
  /(\bauthorization["']?\s*[:=]\s*["']?(?:(?:basic|bearer|digest)\s+)?)[^\s"'][^"'\n]*/gi,
  // The password in front of the host in an address.
  /(\/\/[^\s/:@"']*:)[^\s/@"']+(?=@)/g,
];

/**
 * Returns a command as a shell line, with its secrets hidden: known ones, and values in places where secrets
 * usually are. It may hide more than the secrets.
 *
 * @param env of the command, in which its secrets may stand as well
 */
export function commandLine(words: readonly string[], env: NodeJS.ProcessEnv): string {
  const known = Object.entries(env).flatMap(([name, value = '']) => (SECRETS_NAME.test(name) ? [value] : []));
  const hide = hiderOf(known);
  const shown = words.map((word, at) => masked(hide(word), words[at - 1] ?? ''));
  // Line breaks stay, because a program of several lines needs them.
  return printableLines(shown.map(asWord).join(' '));
}

function masked(word: string, before: string): string {
  if (SECRETS_FLAG.test(before) && !word.startsWith('-')) return HIDDEN;
  if (new RegExp(`^${PAIRS_FLAG}$`).test(before)) return word.replace(/^([^:]*:).+$/s, `$1${HIDDEN}`);
  const patterns = PROGRAMS_FLAG.test(before) ? WITHIN : [...WHOLE, ...WITHIN];
  return patterns.reduce((rest, pattern) => rest.replace(pattern, `$1${HIDDEN}`), word);
}

/** Quotes a word if a shell needs it. The first word is also quoted if it looks like an assignment. */
function asWord(text: string, at: number): string {
  const isPlain = /^[\w@%+=:,./-]+$/.test(text) && (at > 0 || !text.includes('='));
  return isPlain ? text : quoted(text);
}
