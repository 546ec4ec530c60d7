import { isEpsonConnectError } from '../index.js';
import { plainText } from './plain-text.js';

/** How a message of the SDK begins, by the call that failed. */
const CALLS: Readonly<Record<string, string>> = {
  authenticate: 'Authentication',
  create: 'Creating the job',
  upload: 'The upload',
  execute: 'Executing the job',
  device: 'Asking for the printer',
  capability: 'Asking for the capability',
  'jobs.get': 'Asking for the job',
  'jobs.waitFor': 'Asking for the job',
  'jobs.resume': 'Asking for the job',
  'jobs.cancel': 'Canceling the job',
  'destinations.list': 'Listing the destinations',
  'destinations.register': 'Registering the destination',
  'destinations.update': 'Updating the destination',
  'destinations.delete': 'Deleting the destination',
};

const PRINTER = 'the printer address (--printer or EPSON_CONNECT_API_PRINTER_EMAIL)';
const HOST = '--base-url (or EPSON_CONNECT_API_BASE_URL)';

/**
 * What the SDK calls by its options and methods, and the command by flags, variables and commands. In this order, the
 * longer first. Facts (codes, statuses, IDs, values) stay as they are.
 */
const WORDS: readonly (readonly [RegExp, string | ((...found: string[]) => string)])[] = [
  [/\bThe ([\w.]+) call failed:/g, (whole, step = '') => (CALLS[step] ? `${CALLS[step]} failed:` : whole)],
  [/\bthe host answered 404 job_not_found\b/g, 'the host knows no such job (404 job_not_found)'],
  [/\bjob_id is not an ID: (.*?)\.(?= |$)/g, 'There is no job ID $1.'],
  [/\bCheck print_setting against capability\(\)/g, 'Check the settings against: epson-connect capability'],
  [/\bSee destinations\.list\(\)/g, 'See: epson-connect destinations'],
  [/\bjobs\.get\b/g, 'epson-connect status'],
  [/\bjobs\.waitFor\b/g, 'epson-connect wait'],
  [/\bprint_setting\.(\w+)/g, (_, member = '') => `--${member.replaceAll('_', '-')}`],
  [/\bthe time set by deadlineMs is over\b/g, 'there was no answer in time'],
  [/\bthe time set by timeoutMs is over\b/g, 'there was no answer in time (--timeout gives it more)'],
  [/\bno byte for (\d+) ms \(stallMs\)/g, (_, ms = '') => `no byte for ${Number(ms) / 1000} s`],
  [/\bsizeBytes announces (\d+) bytes, but the stream has\b/g, 'It was $1 bytes long, and now it has'],
  [/ pass \{ stream, name \} with a stream that reads it/g, ' epson-connect print - --name NAME < PIPE'],
  [/: create a new job\b/g, ': print it again'],
  [/\bThe key in upload_uri\b/g, 'The key for the upload'],
  [/\bupload_uri\b/g, 'the address for the upload'],
  [/\bclientId\b/g, 'EPSON_CONNECT_API_CLIENT_ID'],
  [/\bclientSecret\b/g, 'EPSON_CONNECT_API_CLIENT_SECRET'],
  [/^printerEmail\b|(?<=\. )printerEmail\b/g, PRINTER.replace('t', 'T')],
  [/\bprinterEmail\b/g, PRINTER],
  [/\bIs baseUrl the host\b/g, `Is ${HOST} the host`],
  [/\bbaseUrl\b/g, HOST],
  [/\ballowInsecureHosts\b/g, '--allow-insecure-host'],
  [/\b(job_name|print_mode|alias_name|operated_by)\b/g, (_, name = '') => `--${name.replaceAll('_', '-')}`],
  [/\bdevice_id\b/g, 'the device ID'],
  [/\bprint_setting\b/g, 'the settings'],
];

/** What the system says, in words for people. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  ENOSPC: 'there is no space left',
  EIO: 'the device fails',
};

/** What a failed call of the system says; `ENOENT: no such file or directory, stat 'a.pdf'` is nothing for people. */
export function systemWords(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return SYSTEM[code] ?? plainText(message);
}

/** The message of an error in the words of this command: its flags, its variables, its commands. On one line. */
export function messageOf(error: unknown): string {
  const { message, cause } = error as Error;
  if (!isEpsonConnectError(error)) return plainText(message);
  // What the mock explains is about the request, and in its words.
  const { hint } = error;
  const tail = hint && message.endsWith(hint) ? hint : '';
  let said = message.slice(0, message.length - tail.length);
  const because = (cause as NodeJS.ErrnoException | undefined)?.message;
  if (because && SYSTEM[(cause as NodeJS.ErrnoException).code ?? '']) {
    said = said.replace(because, () => systemWords(cause));
  }
  for (const [pattern, words] of WORDS) said = said.replace(pattern, words as string);
  return plainText(said + tail);
}

/** An error as JSON keeps it; nothing when there is none. */
export function errorOf(error: unknown): object {
  if (error === undefined) return {};
  const known = isEpsonConnectError(error) ? error.toJSON() : { name: (error as Error).name };
  return { error: { ...known, message: messageOf(error) } };
}
