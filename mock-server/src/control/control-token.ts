import { randomBytes } from 'node:crypto';
import { lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isLoopback } from '../epson/domain/addresses.js';

/** The token that the mock's own routes demand. */
export interface ControlToken {
  readonly value: string;
  /** The file that holds it, readable by its owner alone; absent if the token was given. */
  readonly file?: string;
  /** Removes the file, unless it belongs to a data folder. */
  remove(): void;
}

/** Error for a control token that is not valid. The message never contains the token. */
export class ControlTokenError extends Error {
  override readonly name = 'ControlTokenError';
}

const FILE = 'control-token';

/**
 * Returns the required token: the given one; otherwise, if other machines can reach the host, one that is created
 * and written to a file; otherwise none.
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
  // If the process is killed, the next start removes it like every folder of this name.
  const file = join(mkdtempSync(join(tmpdir(), `epson-connect-mock-${process.pid}-`)), FILE);
  return { ...keep(file), remove: () => rmSync(dirname(file), { recursive: true, force: true }) };
}

function keep(file: string): { value: string; file: string } {
  const value = randomBytes(32).toString('base64url');
  try {
    // An existing name is never written to, because it can be somebody else's link.
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
