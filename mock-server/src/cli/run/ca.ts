import { readConfiguration } from '../../config/read.js';
import { surroundings, type Io } from '../io.js';
import { MockOptionError } from '../../config/options.js';
import { CaError, defaultCaDir } from '../../listen/tls/ca-folder.js';
import { caFile } from '../../listen/tls/identity.js';

const HELP = `Usage: epson-connect-mock ca [--ca-dir DIR]

Prints the path of the certificate that programs have to trust so that they accept the mock as Epson's host. The
authority is created once for each user, and can sign for this machine and Epson's names only.
`;

/**
 * `epson-connect-mock ca`.
 *
 * @param argv what follows `epson-connect-mock ca`
 * @returns the exit code
 * @throws MockOptionError
 */
export async function printCaFile(argv: readonly string[], io: Io): Promise<number> {
  const { help, values } = await readConfiguration(argv, surroundings(io), 'ca');
  const caDir = values['ca-dir'] ?? defaultCaDir(surroundings(io).env, io.platform);
  io.stdout.write(help ? HELP : `${await readyCaFile(caDir)}\n`);
  return 0;
}

/** Returns the path of the certificate of an authority. @throws MockOptionError if the folder cannot be used */
export async function readyCaFile(caDir: string): Promise<string> {
  try {
    return await caFile(caDir);
  } catch (error) {
    throw error instanceof CaError ? new MockOptionError(error.message, { cause: error }) : error;
  }
}
