import type { EpsonConnect, EpsonConnectOptions } from '../index.js';
import type { EpsonConnectV2 } from '../v2/index.js';
import type { Command } from './command.js';
import { connect } from './connect.js';
import type { Connection } from './connection.js';
import { destinations } from './destination-commands.js';
import { UsageError } from './exit-code.js';
import type { Flags } from './flags.js';
import { cancel, status, wait } from './job-commands.js';
import { lastValue } from './parse-command.js';
import { plainText } from './plain-text.js';
import { print } from './print-command.js';
import { capability, device, whoami } from './printer-commands.js';
import type { Io, Terminal } from './terminal.js';
import { commands as commandsOfV2 } from './v2/commands.js';
import { connect as connectV2 } from './v2/connect.js';

/** Options that tests, and commands with tokens of their own, give the client of either version. */
export type MoreOptions = Pick<EpsonConnectOptions, 'fetch' | 'clock' | 'tokenStore'>;

/** The command line of one version of the API. `C` is its client. */
export interface Version<C> {
  readonly number: 1 | 2;
  /** All commands by name, in the order in which help shows them. */
  readonly commands: Readonly<Record<string, Command<C>>>;
  /** Flags of the other version alone, and what to use instead. */
  readonly foreign: Readonly<Record<string, string>>;
  connect(io: Io, terminal: Terminal, flags: Flags, more: MoreOptions): Promise<Connection<C>>;
}

const first: Version<EpsonConnect> = {
  number: 1,
  commands: { print, status, wait, cancel, device, capability, destinations, whoami },
  foreign: {
    connection: '--printer names the printer',
    'paper-size': 'use --media-size',
    'paper-type': 'use --media-type',
    'paper-source': 'use --source',
    'double-sided': 'use --2-sided',
    'destination-service': 'use --type',
    at: 'version 1 has no schedules',
    browser: 'version 1 has no login',
    receiver: 'version 1 has no login',
  },
  connect,
};

const second: Version<EpsonConnectV2> = {
  number: 2,
  commands: commandsOfV2,
  foreign: {
    printer: 'the owner chooses the printer at the login; --connection tells several apart',
    'token-cache': 'version 2 has to store its tokens',
    'media-size': 'use --paper-size',
    'media-type': 'use --paper-type',
    source: 'use --paper-source',
    '2-sided': 'use --double-sided',
    'operated-by': 'version 2 does not ask who cancels a job',
    type: 'use --destination-service',
  },
  connect: connectV2,
};

/** The versions by number. */
export const VERSIONS = { 1: first, 2: second } as const;

/** Returns the number of the version that a call is for: by `--api`, else by the environment. @throws {UsageError} */
export function versionOf(argv: readonly string[], { env }: Pick<Io, 'env'>): 1 | 2 {
  const flag = lastValue(argv, 'api');
  const [text, where] =
    flag === undefined
      ? [env['EPSON_CONNECT_API_VERSION']?.trim() || '1', 'EPSON_CONNECT_API_VERSION']
      : [flag, '--api'];
  if (text === '1' || text === '2') return Number(text) as 1 | 2;
  throw new UsageError(`${where} must be 1 or 2, not "${plainText(text)}".`);
}

/** @throws {UsageError} A flag that only the other version has. */
export function refuseForeignFlags(
  { number, foreign, commands }: Version<unknown>,
  argv: readonly string[],
): void {
  const end = argv.indexOf('--');
  for (const word of end < 0 ? argv : argv.slice(0, end)) {
    const name = /^--(?:no-)?([\w-]+)/.exec(word)?.[1] ?? '';
    const isOwn = Object.values(commands).some(({ flags = {} }) => Object.hasOwn(flags, name));
    if (!isOwn && Object.hasOwn(foreign, name))
      throw new UsageError(
        `--${name} is a flag of version ${number === 1 ? 2 : 1} of the API, and this is version ${number}: ${foreign[name]}.`,
      );
  }
}
