import { wrapped } from './columns.js';
import type { Command } from './command.js';
import { connectionsPath, credentialsPath, tokenCachePath } from './paths.js';
import type { Io } from './terminal.js';
import type { Version } from './versions.js';

type Where = Pick<Io, 'env' | 'platform'>;

const indent = (lines: readonly string[]): string => lines.map((line) => `  ${line}\n`).join('');

/** Flags of every command. */
const commonAbout = (version: 1 | 2): string[] => [
  ...(version === 1
    ? [
        '--printer ADDRESS       address of the printer in Epson Connect',
        '--no-token-cache        do not store tokens on disk',
      ]
    : ['--connection NAME       your name for the printer (default: default)']),
  '--api 1|2               version of the API (default: EPSON_CONNECT_API_VERSION, or 1)',
  '--credentials FILE      read the credentials from this file; "-" is standard input',
  '--base-url URL          another host, such as http://127.0.0.1:8380',
  '--allow-insecure-host H allow plain http to this host; can be repeated',
  '--retries N             repeats of a failed request, where a repeat does no harm (default: 3)',
  '--timeout SECONDS       limit of one request (default: 30, more for a large upload)',
  '--verbose               log each request on standard error',
  '--json, --no-json       one line of JSON for each result; the default if the output is not a terminal',
  '-h, --help              show this text',
];

/** Returns the help on credentials, which every command needs. */
const credentialsAbout = (io: Where, version: 1 | 2): string =>
  version === 1
    ? `Credentials are EPSON_CONNECT_API_CLIENT_ID, EPSON_CONNECT_API_CLIENT_SECRET and EPSON_CONNECT_API_PRINTER_EMAIL in the environment, or lines NAME=value in a file that only you can read (mode 600), by default
  ${credentialsPath(io)}
EPSON_CONNECT_API_BASE_URL names another host.`
    : `Credentials are EPSON_CONNECT_API_CLIENT_ID, EPSON_CONNECT_API_CLIENT_SECRET and EPSON_CONNECT_API_KEY, and where it is another than http://127.0.0.1:8381/callback the EPSON_CONNECT_API_REDIRECT_URI of the app, in the environment, or lines NAME=value in a file that only you can read (mode 600), by default
  ${credentialsPath(io)}
EPSON_CONNECT_API_BASE_URL names another host.`;

const tokensAbout = (io: Where, version: 1 | 2): string =>
  version === 1
    ? `Tokens are kept from one call to the next, readable by you alone, unless the credentials come from standard input, in
  ${tokenCachePath(io)}`
    : `The tokens of your connections are stored, readable by you alone, in
  ${connectionsPath(io)}`;

/** Returns the text of `epson-connect --help`. */
export function help(io: Where, { number, commands }: Pick<Version<unknown>, 'number' | 'commands'>): string {
  const list = Object.entries(commands).map(([name, { summary }]) => `${name.padEnd(14)}${summary}`);
  return wrapped(`epson-connect: print through the Epson Connect API

  epson-connect COMMAND [flags]
  epson-connect COMMAND --help

Commands of version ${number} of the API${number === 1 ? ' (version 2: epson-connect --api 2 --help)' : ''}:
${indent(list)}
Flags of every command:
${indent(commonAbout(number))}
${credentialsAbout(io, number)} There is no flag for a secret, because everybody can see the flags of a process.
${tokensAbout(io, number)}
Node 24 and newer (and 22.21) use the proxy of HTTPS_PROXY with NODE_USE_ENV_PROXY=1; older versions do not.

Exit codes (of several files the highest):
  0    accepted; with --wait: printed
  1    failed, the job has ended
  2    wrong usage, or credentials are missing
  3    authentication failed
  4    too many calls, try again in a minute
  5    unknown: the job may print, or was not seen to end
  130  ended by Ctrl-C

Examples:
${indent(Object.values(commands).map(({ examples: [first = ''] }) => first))}`);
}

/** Returns the text of `epson-connect COMMAND --help`. */
export function helpOn(
  name: string,
  { usage, summary, about = [], examples }: Command<unknown>,
  io: Where,
  { number }: Pick<Version<unknown>, 'number'>,
): string {
  const own = about.length > 0 ? `Flags:\n${indent(about)}\n` : '';
  return wrapped(`epson-connect ${`${name} ${usage}`.trim()}

  ${summary}.

${own}Flags of every command:
${indent(commonAbout(number))}
${credentialsAbout(io, number)}

Examples:
${indent(examples)}`);
}
