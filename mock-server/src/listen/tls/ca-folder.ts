import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeFolder } from '../../documents/folder.js';
import { readAuthority, readPem, writePem, type Authority, type KeyedCertificate } from './pem.js';
import { NoRegularFileError, readRegular } from '../../documents/regular-file.js';

/** The folder of the CA cannot be used. The message says why and what mends it. */
export class CaError extends Error {
  override readonly name = 'CaError';
}

/** Certificates and key of the CA in one file: either all are there, or none. */
const CA_WITH_KEY = 'ca-key.pem';
/** The file of the certificate that programs have to trust. */
const CA = 'ca.pem';

/** Returns the folder of the CA of this machine's user, unless another one is named. */
export function defaultCaDir(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = homedir();
  const { XDG_DATA_HOME: xdg, LOCALAPPDATA: local } = environment;
  const data =
    platform === 'win32'
      ? local || join(home, 'AppData', 'Local')
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : // The standard for this variable says that a relative path is not to be heeded.
          xdg?.startsWith('/')
          ? xdg
          : join(home, '.local', 'share');
  return join(data, 'epson-connect-mock');
}

/** A folder that holds one CA, made by the first process, and the newest leaf. */
export class CaFolder {
  readonly path: string;

  /** @throws CaError when it cannot be made, or others may write to it */
  constructor(path: string) {
    if (path === '')
      throw new CaError('the name of the folder for the CA is empty; leave it out for the default');
    this.path = resolve(path);
    try {
      makeFolder(this.path);
    } catch (error) {
      throw new CaError(
        `the folder ${this.path} for the CA cannot be made (${codeOf(error)}); name another one`,
        { cause: error },
      );
    }
    if (isOpenTo(this.path, 0o022))
      throw new CaError(
        `others may write to the folder ${this.path}, and could put a CA of their own there; run chmod 700 on it, or name another one for the CA`,
      );
  }

  /** The certificate of the CA, without its key. */
  get caFile(): string {
    return join(this.path, CA);
  }

  /** Returns the CA that is kept. @throws CaError when it is damaged, or others may read its key */
  readCa(): Authority | undefined {
    const file = join(this.path, CA_WITH_KEY);
    const text = this.#read(CA_WITH_KEY);
    if (text === undefined) return undefined;
    const ca = readAuthority(text);
    if (ca === undefined)
      throw new CaError(
        `the CA in ${file} is damaged; remove the file for a new CA, which must then be trusted wherever the old one was`,
      );
    if (isOpenTo(file, 0o077))
      throw new CaError(
        `others may read the key of the CA in ${file}; run chmod 600 on it, or remove it for a new CA, which must then be trusted`,
      );
    return ca;
  }

  /**
   * Keeps a CA, unless another process was faster.
   *
   * @param former the one that it takes the place of
   * @returns the one that is kept now
   */
  keepCa(ca: Authority, former?: Authority): Authority {
    if (former === undefined) {
      this.#writeOnce(CA_WITH_KEY, writePem(ca));
    } else {
      // Every process replaces this very CA by the same one, and may do it twice.
      const successor = `ca-after-${former.certificate.serialNumber.toLowerCase()}.pem`;
      this.#writeOnce(successor, writePem(ca));
      const text = this.#read(successor) ?? '';
      if (readAuthority(text) === undefined)
        throw new CaError(`the CA in ${join(this.path, successor)} is damaged; remove the file`);
      this.#replace(CA_WITH_KEY, text);
    }
    const kept = this.readCa();
    if (kept === undefined) throw new CaError(`the CA in ${this.path} was removed while it was made`);
    return kept;
  }

  /** Keeps the file that programs trust in step with the CA. @throws CaError */
  publish({ root }: Authority): void {
    const text = root.toString();
    if (this.#read(CA) !== text) this.#replace(CA, text, 0o644);
  }

  readLeaf(): KeyedCertificate | undefined {
    try {
      return readPem(readRegular(join(this.path, 'leaf.pem')).toString('utf8'));
    } catch {
      return undefined;
    }
  }

  /** Keeps a leaf for the next start. Without it, that takes longer, and nothing else. */
  keepLeaf(leaf: KeyedCertificate): void {
    try {
      this.#replace('leaf.pem', writePem(leaf));
    } catch {
      // A folder that is full or read-only serves all the same.
    }
  }

  #read(name: string): string | undefined {
    try {
      return readRegular(join(this.path, name)).toString('utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      if (error instanceof NoRegularFileError)
        throw new CaError(`${error.message}; remove it, or name another folder for the CA`, { cause: error });
      throw new CaError(`${join(this.path, name)} cannot be read (${codeOf(error)})`, { cause: error });
    }
  }

  /** Whole or not at all, and never in the place of another. */
  #writeOnce(name: string, text: string): void {
    this.#write(name, text, 0o600, (from, to) => {
      try {
        linkSync(from, to);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return;
        // File systems without links, such as those of memory cards: the first byte decides who was first.
        if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error))) throw error;
        writeFileSync(to, text, { mode: 0o600, flag: 'wx' });
      }
    });
  }

  #replace(name: string, text: string, mode = 0o600): void {
    this.#write(name, text, mode, renameSync);
  }

  #write(name: string, text: string, mode: number, settle: (from: string, to: string) => void): void {
    const part = join(this.path, `${name}.${randomUUID()}.part`);
    try {
      writeFileSync(part, text, { mode, flag: 'wx', flush: true });
      settle(part, join(this.path, name));
    } catch (error) {
      throw new CaError(
        `${join(this.path, name)} cannot be written (${codeOf(error)}); name another folder for the CA`,
        { cause: error },
      );
    } finally {
      rmSync(part, { force: true });
    }
  }
}

/** Tells whether the mode of a file lets others do something. Windows has no such modes; a user's own data is private there. */
function isOpenTo(path: string, rights: number): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & rights) !== 0;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
