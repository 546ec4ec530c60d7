import { parseArgs } from 'node:util';
import { ASSUMPTIONS } from './domain/assumptions.js';
import { MockOptionError } from './options.js';
import type { StartOptions } from './host.js';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'start'; readonly options: StartOptions };

export const HELP = `Usage: epson-connect-mock [options]

An offline host that behaves like the Epson Connect API. It runs until it is stopped (Ctrl-C).

Options:
  --port PORT            where it listens; 0 picks a free port      (default 8380)
  --host ADDRESS         the address it listens on                  (default 127.0.0.1)
  --data-dir DIR         keep uploaded and printed documents there  (default: a temporary
                         folder that goes when the mock stops)
  --document-limit BYTES the largest file in print mode document    (default 20 MB)
  --photo-limit BYTES    the largest file in print mode photo       (default 10 MB)
  --assume NAME=VALUE    what the host does where nobody knows; may be given several times
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
    ...(flags.host === undefined ? {} : { host: flags.host }),
    ...(flags['data-dir'] === undefined ? {} : { dataDir: flags['data-dir'] }),
  };
  return { kind: 'start', options };
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
        assume: { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
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
