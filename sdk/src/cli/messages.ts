import { isEpsonConnectError, type EpsonConnectError } from '../index.js';
import { plainText } from './plain-text.js';

/** Beginnings of messages of the SDK, by the call that failed. */
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
  authorize: 'The login',
  defaultSettings: "Asking for the printer's defaults",
  'schedules.create': 'Creating the schedule',
  'schedules.reserve': 'Reserving the schedule',
  'schedules.list': 'Listing the schedules',
  'schedules.cancel': 'Canceling the schedule',
};

const PRINTER = 'the printer address (--printer or EPSON_CONNECT_API_PRINTER_EMAIL)';
const HOST = '--base-url (or EPSON_CONNECT_API_BASE_URL)';

/** The names that the command has for options, settings and IDs of the SDK. */
const SUBJECTS: Readonly<Record<string, string | undefined>> = {
  clientId: 'EPSON_CONNECT_API_CLIENT_ID',
  clientSecret: 'EPSON_CONNECT_API_CLIENT_SECRET',
  printerEmail: PRINTER.replace('t', 'T'),
  baseUrl: HOST,
  upload_uri: 'The address for the upload',
  device_id: 'The device ID',
  apiKey: 'EPSON_CONNECT_API_KEY',
  redirectUri: 'EPSON_CONNECT_API_REDIRECT_URI',
  connection: '--connection',
  printAt: '--at',
};

/** Texts for what happened, where the SDK uses words of its own, by the code of the error. */
const PROBLEMS: Readonly<Record<string, string | undefined>> = {
  deadline: 'there was no answer in time',
  timeout: 'there was no answer in time (--timeout gives it more)',
  stalled: 'no data was sent for too long',
  job_not_found: 'the host knows no such job (404 job_not_found)',
};

/** Advice in the names of the command, by the code of the error, where the SDK's has names of its own. */
const ADVICE: Readonly<Record<string, string | undefined>> = {
  invalid_request: `Check ${PRINTER}.`,
  invalid_print_settings: 'Check the settings against: epson-connect capability',
  invalid_grant: `${PRINTER.replace('t', 'T')} is not what Epson Connect calls the printer, its owner has switched remote printing off, or the printer was removed.`,
  invalid_client: 'Check EPSON_CONNECT_API_CLIENT_ID and EPSON_CONNECT_API_CLIENT_SECRET.',
  invalid_resource: 'Check the settings against: epson-connect capability',
  'destinations invalid_resource': 'Check --type and the address.',
  printer_not_found: 'The printer was removed.',
  destination_not_found: 'See: epson-connect destinations',
  schedule_not_found: 'See: epson-connect schedules',
  duplicate_alias: 'Choose another --alias-name.',
  unreadable_document: 'Pass it by standard input: epson-connect print - --name NAME < FILE',
  upload_key_not_valid: 'The key for the upload is not valid: print the file again.',
  status_404: `Check ${HOST}.`,
  status_405: `Check ${HOST}.`,
  bad_response: `Check that ${HOST} is the host.`,
  invalid_configuration: 'Use https, or name the host with --allow-insecure-host.',
  unsafe_upload_uri: 'Use https, or name the host with --allow-insecure-host.',
};

/** Messages for errors of the system, by code. */
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

/** Returns the message of a system error for people, instead of `ENOENT: no such file or directory, stat 'a.pdf'`. */
export function systemWords(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return SYSTEM[code] ?? plainText(message);
}

/** Returns the message of an error, on one line, in the names of this command: its flags, variables and commands. */
export function messageOf(error: unknown): string {
  const { message, cause } = error as Error;
  if (!isEpsonConnectError(error)) return plainText(message);
  // Its cause is a part of it, and is translated in the same way.
  if (isEpsonConnectError(error, 'OutcomeUnknownError') && isEpsonConnectError(cause))
    return plainText(message.replace(cause.message, messageOf(cause)));
  if (error.problem === undefined) return plainText(message);
  return plainText(
    [`${problemOf(error)}.`, adviceOf(error), error.hint && `Hint: ${error.hint}`].filter(Boolean).join(' '),
  );
}

/** Returns the problem, and its subject. */
function problemOf({ step, code, subject, problem = '', cause }: EpsonConnectError): string {
  if (step && subject === undefined) {
    return `${CALLS[step] ?? `The ${step} call`} failed: ${PROBLEMS[code] ?? problem}`;
  }
  if (subject === 'job_id') return `${problem.replace(/^is not an ID: /, '')} is not a job ID`;
  const setting = /^(?:print_setting\.)?([a-z0-9]+(?:_[a-z0-9]+)+|copies|source|collate|borderless)$/.exec(
    subject ?? '',
  );
  const settingV2 = /^printSettings\.(\w+)$/.exec(subject ?? '');
  const name =
    SUBJECTS[subject ?? ''] ??
    (setting ? `--${setting[1]?.replaceAll('_', '-')}` : settingV2 ? flagOf(settingV2[1]) : subject);
  const said = (cause as NodeJS.ErrnoException | undefined)?.message;
  const isOfSystem = said !== undefined && SYSTEM[(cause as NodeJS.ErrnoException).code ?? ''] !== undefined;
  const what = isOfSystem ? problem.replace(said, () => systemWords(cause)) : problem;
  return name ? `${name} ${what}` : what;
}

/** Returns the flag of a member that version 2 has. */
const flagOf = (member = ''): string =>
  `--${member.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Returns the advice: in the names of the command where it has some, else as the SDK says it. */
function adviceOf(error: EpsonConnectError): string | undefined {
  const { code, step, advice } = error;
  if (advice === undefined) return undefined;
  const { notSent } = error as EpsonConnectError & { notSent?: boolean };
  if (code === 'connection_failed') return notSent ? `Check ${HOST} and the network.` : advice;
  // Nobody has connected a printer, or the connection has ended.
  if (isEpsonConnectError(error, 'ReauthorizationRequiredError'))
    return `Connect the printer: epson-connect login${flagFor(error.connection)}`;
  return ADVICE[`${step?.split('.')[0]} ${code}`] ?? ADVICE[code] ?? advice;
}

/** Returns the flag of a connection as every shell takes it; nothing for the one that is meant without a flag. */
function flagFor(connection: string): string {
  if (connection === 'default') return '';
  if (!/^[\w.@][\w.@ -]*$/.test(connection)) return ' --connection NAME';
  return ` --connection ${connection.includes(' ') ? `"${connection}"` : connection}`;
}

/** Returns an error for JSON; an empty object when there is none. */
export function errorOf(error: unknown): object {
  if (error === undefined) return {};
  if (!isEpsonConnectError(error))
    return { error: { name: (error as Error).name, message: messageOf(error) } };
  // In the names of the SDK: the message says the same in those of the command.
  const { subject: _, problem: _problem, advice: _advice, ...known } = error.toJSON();
  return { error: { ...known, message: messageOf(error) } };
}
