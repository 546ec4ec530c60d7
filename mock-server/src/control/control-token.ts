import { randomBytes } from 'node:crypto';
import { lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isLoopback } from '../epson/domain/addresses.js';

/** The token that the mock's own routes demand. */
export interface ControlToken {
  readonly value: string;
  /** Where it was written to, readable by its owner alone; absent where it was given. */
  readonly file?: string;
  /** Removes the file, unless it belongs to a data folder. */
  remove(): void;
}

/** The token cannot be used. The message never holds it. */
export class ControlTokenError extends Error {
  override readonly name = 'ControlTokenError';
}

const FILE = 'control-token';

/**
 * Settles which token is demanded: the one that was given; else, where other machines reach the host, one that is made
 * and kept in a file; else none.
 *
 * @param dataDir where the file lies, so that it is the same after a restart; default: a temporary folder
 * @throws ControlTokenError
 */
export function settleControlToken(
  given: string | undefined,
  boundHost: string,
  dataDir: string | undefined,
): ControlToken | undefined {
  if (given !== undefined)
    return { value: checkToken(given, 'the control token that was given'), remove: () => {} };
  if (isLoopback(boundHost)) return undefined;
  if (dataDir !== undefined) return { ...keep(join(dataDir, FILE)), remove: () => {} };
  // Swept at the next start like every folder of this name when the process is killed.
  const file = join(mkdtempSync(join(tmpdir(), `epson-connect-mock-${process.pid}-`)), FILE);
  return { ...keep(file), remove: () => rmSync(dirname(file), { recursive: true, force: true }) };
}

function keep(file: string): { value: string; file: string } {
  const value = randomBytes(32).toString('base64url');
  try {
    // Never through a link that somebody else has laid there: an existing name is not written to.
    writeFileSync(file, `${value}\n`, { mode: 0o600, flag: 'wx' });
    return { value, file };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
      throw new ControlTokenError(`the control token cannot be written to ${file} (${String(error)})`);
  }
  return { value: readKept(file), file };
}

function readKept(file: string): string {
  const { mode } = lstatSync(file);
  const isOpen = process.platform !== 'win32' && (mode & 0o077) !== 0;
  if ((mode & 0o170000) !== 0o100000 || isOpen)
    throw new ControlTokenError(
      `${file} is no file that only its owner can read; remove it, and a new one is made with the next start`,
    );
  return checkToken(readFileSync(file, 'utf8').trim(), `the control token in ${file}`);
}

function checkToken(token: string, where: string): string {
  if (/^[\x21-\x7e]{16,512}$/.test(token)) return token;
  throw new ControlTokenError(
    `${where} has ${token.length} characters; it has from 16 to 512, printable ASCII without blanks`,
  );
}
