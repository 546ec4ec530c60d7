import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ASSUMPTIONS } from './domain/assumptions.js';
import { PRESETS, type CapabilityOption, type PresetName } from './domain/capability.js';
import type { PaceName } from './domain/pace.js';
import { DEFAULT_PRINTER } from './domain/printers.js';
import type { Fault } from './faults/fault.js';
import { MockOptionError } from './options.js';
import type { StartOptions } from './host.js';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'start'; readonly options: StartOptions; readonly output: Output };

/** How exchanges are written: for people, as lines of JSON, or not at all. */
export type Output = 'lines' | 'json' | 'quiet';

export const HELP = `Usage: epson-connect-mock [options]

An offline host that behaves like the Epson Connect API. It runs until it is stopped (Ctrl-C).

Options:
  --port PORT            where it listens; 0 picks a free port      (default 8380)
  --host ADDRESS         the address it listens on                  (default 127.0.0.1)
  --data-dir DIR         keep everything there, through restarts    (default: nothing is kept;
                         documents lie in a temporary folder that goes when the mock stops)
  --document-limit BYTES the largest file in print mode document    (default 20 MB)
  --photo-limit BYTES    the largest file in print mode photo       (default 10 MB)
  --printer ADDRESS      a printer that is registered; may be given several times
                                       (default mock.printer@print.epsonconnect.com)
  --capability NAME|FILE what the printer can do: office, photo, mono-laser, or a JSON file with a
                         capability answer of your own                (default office)
  --pace NAME            how long a job takes: instant, fast (two seconds) or real (by pages per
                         minute)                                      (default fast)
  --call-limit N|off     calls that a client may make in a minute     (default 100)
  --worlds               give any well-formed client ID a world of its own on first use
  --assume NAME=VALUE    what the host does where nobody knows; may be given several times
  --fault JSON           something that goes wrong, as POST /_mock/api/faults takes it; may be
                         given several times
  --strict               refuse what the description does not allow: unknown members, content
                         types that are not documented
  --json                 write each exchange as a line of JSON
  --quiet                write nothing but the address and the summary
  --help                 show this
  --version              show the version

Assumptions, with the default first:
${Object.entries(ASSUMPTIONS)
  .map(([name, values]) => `  ${name.padEnd(21)}  ${values.join(' | ')}`)
  .join('\n')}

Examples:
  epson-connect-mock --port 0
  epson-connect-mock --data-dir ./printed --assume duplex-conflict=reject
`;

/** @throws MockOptionError for a flag that is unknown, or has no value, or a wrong one */
export function parseFlags(argv: readonly string[]): Command {
  const flags = parse(argv);
  for (const [flag, value] of Object.entries(flags)) {
    if (value === '') throw new MockOptionError(`--${flag} is empty; leave it out for the default`);
  }
  if (flags.help === true) return { kind: 'help' };
  if (flags.version === true) return { kind: 'version' };
  const limitBytes = {
    ...(flags['document-limit'] === undefined
      ? {}
      : { document: number('document-limit', flags['document-limit']) }),
    ...(flags['photo-limit'] === undefined ? {} : { photo: number('photo-limit', flags['photo-limit']) }),
  };
  const options: StartOptions = {
    port: flags.port === undefined ? 8380 : number('port', flags.port),
    limitBytes,
    assume: assumptions(flags.assume ?? []),
    printers: (flags.printer ?? [DEFAULT_PRINTER.email]).map((email) => ({
      email,
      ...(flags.capability === undefined ? {} : { capability: capability(flags.capability) }),
    })),
    ...(flags.strict === true ? { strict: true } : {}),
    faults: (flags.fault ?? []).map(faultOf),
    ...(flags.worlds === true ? { worlds: true } : {}),
    ...(flags.pace === undefined ? {} : { pace: flags.pace as PaceName }),
    ...(flags['call-limit'] === undefined ? {} : { callsPerMinute: callLimit(flags['call-limit']) }),
    ...(flags.host === undefined ? {} : { host: flags.host }),
    ...(flags['data-dir'] === undefined ? {} : { dataDir: flags['data-dir'] }),
  };
  const output = flags.json === true ? 'json' : flags.quiet === true ? 'quiet' : 'lines';
  return { kind: 'start', options, output };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: false,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'data-dir': { type: 'string' },
        'document-limit': { type: 'string' },
        'photo-limit': { type: 'string' },
        printer: { type: 'string', multiple: true },
        capability: { type: 'string' },
        pace: { type: 'string' },
        'call-limit': { type: 'string' },
        worlds: { type: 'boolean' },
        assume: { type: 'string', multiple: true },
        fault: { type: 'string', multiple: true },
        strict: { type: 'boolean' },
        json: { type: 'boolean' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    throw new MockOptionError(sentence);
  }
}

function number(flag: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new MockOptionError(`--${flag} is ${JSON.stringify(text)}; it takes a whole number`);
}

function assumptions(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [name = '', ...value] = text.split('=');
      if (value.length === 0)
        throw new MockOptionError(`--assume is ${JSON.stringify(text)}; it takes NAME=VALUE`);
      return [name, value.join('=')];
    }),
  );
}

function faultOf(text: string): Fault {
  try {
    return JSON.parse(text) as Fault;
  } catch {
    throw new MockOptionError(
      `--fault is ${JSON.stringify(text)}; it takes a fault as JSON, such as {"operation":"executePrint","code":"service_unavailable"}`,
    );
  }
}

function callLimit(text: string): number {
  return text === 'off' ? Number.POSITIVE_INFINITY : number('call-limit', text);
}

/** A preset by its name, or a file. What is in it is checked with the other options. */
function capability(text: string): CapabilityOption {
  if (Object.hasOwn(PRESETS, text)) return text as PresetName;
  const presets = Object.keys(PRESETS).join(', ');
  try {
    return JSON.parse(readFileSync(text, 'utf8')) as CapabilityOption;
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new MockOptionError(
      `--capability is ${JSON.stringify(text)}, which is none of ${presets}, and a file of that name ${why}`,
    );
  }
}
