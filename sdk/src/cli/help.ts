import type { Command } from './command.js';
import { destinations } from './destination-commands.js';
import { cancel, status, wait } from './job-commands.js';
import { print } from './print-command.js';
import { capability, device, whoami } from './printer-commands.js';
import { credentialsPath, tokenCachePath } from './paths.js';
import type { Io } from './terminal.js';

/** All commands by name, in the order in which help shows them. */
export const commands: Readonly<Record<string, Command>> = {
  print,
  status,
  wait,
  cancel,
  device,
  capability,
  destinations,
  whoami,
};

type Where = Pick<Io, 'env' | 'platform'>;

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}\n`).join('');

const COMMON_ABOUT = [
  '--printer ADDRESS       address of the printer in Epson Connect',
  '--credentials FILE      read the credentials from this file; "-" is standard input',
  '--base-url URL          another host, such as http://127.0.0.1:8380',
  '--allow-insecure-host H allow plain http to this host; can be repeated',
  '--no-token-cache        do not store tokens on disk',
  '--retries N             repeats of a failed request, where a repeat does no harm (default: 3)',
  '--timeout SECONDS       limit of one request (default: 30, more for a large upload)',
  '--verbose               log each request on standard error',
  '--json, --no-json       one line of JSON for each result; the default if the output is not a terminal',
  '-h, --help              show this text',
];

/** Returns the help on credentials, which every command needs. */
const credentialsAbout = (io: Where): string =>
  `Credentials are EPSON_CONNECT_API_CLIENT_ID, EPSON_CONNECT_API_CLIENT_SECRET and EPSON_CONNECT_API_PRINTER_EMAIL in the
environment, or lines NAME=value in a file that only you can read (mode 600), by default
  ${credentialsPath(io)}
EPSON_CONNECT_API_BASE_URL names another host.`;

/** Returns the text of `epson-connect --help`. */
export function help(io: Where): string {
  const list = Object.entries(commands).map(([name, { summary }]) => `${name.padEnd(14)}${summary}`);
  return `epson-connect: print through the Epson Connect API

  epson-connect COMMAND [flags]
  epson-connect COMMAND --help

Commands:
${indent(list)}
Flags of every command:
${indent(COMMON_ABOUT)}
${credentialsAbout(io)} There is no flag for a secret, because everybody can see the flags of a process.
Tokens are kept from one call to the next, readable by you alone, unless the credentials come from standard input, in
  ${tokenCachePath(io)}
Node 24 and newer (and 22.21) use the proxy of HTTPS_PROXY with NODE_USE_ENV_PROXY=1; older versions do not.

Exit codes (of several files the highest):
  0  accepted; with --wait: printed       3  authentication failed
  1  failed, the job has ended             4  too many calls, try again in a minute
  2  wrong usage or credentials missing   5  unknown: the job may print, or was not seen to end
  130  ended by Ctrl-C

Examples:
${indent(Object.values(commands).map(({ examples: [first = ''] }) => first))}`;
}

/** Returns the text of `epson-connect COMMAND --help`. */
export function helpOn(name: string, { usage, summary, about = [], examples }: Command, io: Where): string {
  const own = about.length > 0 ? `Flags:\n${indent(about)}\n` : '';
  return `epson-connect ${`${name} ${usage}`.trim()}

  ${summary}.

${own}Flags of every command:
${indent(COMMON_ABOUT)}
${credentialsAbout(io)}

Examples:
${indent(examples)}`;
}
