import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseEnv } from 'node:util';
import { UsageError } from './exit-code.js';
import { credentialsPath } from './paths.js';
import type { Io } from './terminal.js';
import { systemWords } from './messages.js';

const PREFIX = 'EPSON_CONNECT_API_';
const NEEDED = ['CLIENT_ID', 'CLIENT_SECRET', 'PRINTER_EMAIL'];

export interface Credentials {
  readonly clientId: string | undefined;
  readonly clientSecret: string | undefined;
  readonly printerEmail: string | undefined;
  readonly baseUrl: string | undefined;
  /** True if they were passed for this call only. */
  readonly isPassing: boolean;
}

/** Returns the credentials of version 1. @throws {UsageError} */
export async function readCredentials(
  io: Io,
  from: string | undefined,
  printerEmail: string | undefined,
): Promise<Credentials> {
  const { value, isPassing } = await readValues(io, from, {
    needed: NEEDED,
    given: { PRINTER_EMAIL: printerEmail },
    other: ['KEY', 'They look like those of version 2: add --api 2.'],
  });
  return {
    clientId: value('CLIENT_ID'),
    clientSecret: value('CLIENT_SECRET'),
    printerEmail: value('PRINTER_EMAIL'),
    baseUrl: value('BASE_URL'),
    isPassing,
  };
}

/** The names of credentials, without the beginning that all of them have. */
export interface Wanted {
  readonly needed: readonly string[];
  readonly optional?: readonly string[];
  /** Values of flags, which come first. */
  readonly given?: Values;
  /** The name that credentials of the other version have, and what is said where it is there and others are missing. */
  readonly other: readonly [name: string, said: string];
}

/**
 * Reads credentials: from the file of `--credentials` (`-` is standard input), else from the environment, else from the
 * file of the user. There is no flag for a secret, because everybody can see the flags of a process.
 *
 * @throws {UsageError} some are missing, or the file cannot be used
 */
export async function readValues(
  io: Io,
  from: string | undefined,
  { needed, optional = [], given: flags = {}, other: [otherName, otherSaid] }: Wanted,
): Promise<{ readonly value: (name: string) => string | undefined; readonly isPassing: boolean }> {
  const { env } = io;
  const given = await givenBy(io, from);
  const inherited: Values = Object.fromEntries(
    [...needed, ...optional, otherName, 'BASE_URL'].map((name) => [
      PREFIX + name,
      env[PREFIX + name]?.trim() || undefined,
    ]),
  );
  const isComplete = needed.every((name) => inherited[PREFIX + name]);
  const path = credentialsPath(io);
  const own = given || isComplete ? {} : valuesIn(await privateText(path, false), path);
  const value = (name: string) => {
    const found = flags[name] ?? (given?.[PREFIX + name] || inherited[PREFIX + name] || own[PREFIX + name]);
    return found?.trim() || undefined;
  };
  const missing = needed.filter((name) => !value(name)).map((name) => PREFIX + name);
  if (missing.length > 0) {
    const hint = value(otherName) ? ` ${otherSaid}` : '';
    throw new UsageError(
      `Credentials are missing: ${missing.join(', ')}.${hint} Set them in the environment, or write lines NAME=value into ${path} (mode 600).`,
    );
  }
  return { value, isPassing: from === '-' };
}

async function givenBy(io: Io, from: string | undefined): Promise<Values | undefined> {
  if (from === undefined) return undefined;
  if (from !== '-') return valuesIn(await privateText(from, true), from);
  if (io.stdin.isTTY)
    throw new UsageError(
      'A terminal would show the credentials that you type: pass them by a pipe or from a file, --credentials - < FILE.',
    );
  return valuesIn(await text(io.stdin), 'Standard input');
}

type Values = Partial<Record<string, string>>;

/** Returns the values of a file of credentials. No error repeats its content. */
function valuesIn(said: string | undefined, where: string): Values {
  const values = parseEnv(said ?? '') as Values;
  if (said !== undefined && !Object.keys(values).some((name) => name.startsWith(PREFIX))) {
    throw new UsageError(
      `${where} does not contain credentials: write lines such as ${PREFIX}CLIENT_ID=…, ${PREFIX}CLIENT_SECRET=… and ${PREFIX}PRINTER_EMAIL=….`,
    );
  }
  return values;
}

/** Returns the text of a file that nobody else can read; undefined when an optional one is missing. */
async function privateText(path: string, isNamed: boolean): Promise<string | undefined> {
  try {
    const known = await stat(path);
    if (known.isDirectory()) throw new UsageError(`${path} is a folder: name the file with the credentials.`);
    // A pipe would be waited for without end where nobody writes to it.
    if (!known.isFile())
      throw new UsageError(`${path} is not a file: pass it by standard input, --credentials - < ${path}`);
    const { mode } = known;
    if (process.platform !== 'win32' && mode & 0o077) {
      const octal = (mode & 0o777).toString(8);
      throw new UsageError(`${path} can be read by others (mode ${octal}); restrict it: chmod 600 ${path}`);
    }
    // For a link, the folder of the link and the folder of the file.
    for (const place of [path, await realpath(path)]) await refuseOpenFolder(dirname(place));
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !isNamed) return undefined;
    throw new UsageError(`${path} cannot be read: ${systemWords(error)}.`);
  }
}

/** Refuses a folder in which others can put another file in the place of the credentials. */
async function refuseOpenFolder(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  // In a folder such as /tmp (the sticky bit) only the owner of a file can replace it.
  const isOpen = (mode & 0o022) !== 0 && (mode & 0o1000) === 0;
  if (process.platform !== 'win32' && isOpen)
    throw new UsageError(
      `${folder} can be written to by others (mode ${(mode & 0o777).toString(8)}), who could replace the credentials; restrict it: chmod go-w ${folder}`,
    );
}
