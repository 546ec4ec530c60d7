import type { Command } from './command.js';
import { commands } from './commands.js';
import { credentialsPath, tokenCachePath } from './places.js';
import type { Io } from './terminal.js';

type Where = Pick<Io, 'env' | 'platform'>;

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}\n`).join('');

const COMMON_ABOUT = [
  '--printer ADDRESS       the printer, by its own address in Epson Connect',
  '--credentials FILE      read the credentials from this file; "-" is standard input',
  '--base-url URL          another host, such as http://127.0.0.1:8380',
  '--allow-insecure-host H may be spoken to over http: although it is another machine; can be repeated',
  '--no-token-cache        keep no tokens on the disk',
  '--retries N             how often a request that failed is sent again, where that does no harm (default: 3)',
  '--timeout SECONDS       for one request (default: 30, and more for a large upload)',
  '--verbose               tell of each request on standard error',
  '--json, --no-json       one line of JSON for each result; the default where the output is no terminal',
  '-h, --help              this text',
];

/** What every help has to say of credentials, for without them no command does anything. */
const credentialsAbout = (io: Where): string =>
  `Credentials are EPSON_CONNECT_API_CLIENT_ID, EPSON_CONNECT_API_CLIENT_SECRET and EPSON_CONNECT_API_PRINTER_EMAIL in the
environment, or lines NAME=value in a file that only you can read (mode 600), by default
  ${credentialsPath(io)}
EPSON_CONNECT_API_BASE_URL names another host.`;

/** What `epson-connect --help` says. */
export function help(io: Where): string {
  const list = Object.entries(commands).map(([name, { summary }]) => `${name.padEnd(14)}${summary}`);
  return `epson-connect: print through the Epson Connect API

  epson-connect COMMAND [flags]
  epson-connect COMMAND --help

Commands:
${indent(list)}
Flags of every command:
${indent(COMMON_ABOUT)}
${credentialsAbout(io)} No flag takes a secret, for everybody can see the flags of a process.
Tokens are kept from one call to the next, readable by you alone, unless the credentials come from standard input, in
  ${tokenCachePath(io)}
A proxy that HTTPS_PROXY names is used by Node 24 and newer (and by 22.21), with NODE_USE_ENV_PROXY=1, and by none before.

Exit codes (of several files the highest):
  0  accepted; with --wait: printed       3  authentication failed
  1  failed, nothing more will happen     4  too many calls, try again in a minute
  2  wrong usage or credentials missing   5  unknown: the job may print, or was not seen to end
  130  ended by Ctrl-C

Examples:
${indent(Object.values(commands).map(({ examples: [first = ''] }) => first))}`;
}

/** What `epson-connect COMMAND --help` says. */
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
