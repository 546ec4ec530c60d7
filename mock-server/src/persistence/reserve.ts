import { lstatSync, rmSync } from 'node:fs';
import { replaceFile } from './files.js';

/** Enough for whatever changes by itself between the call that fills the disk and the next one, which is refused. */
const RESERVE_BYTES = 256 * 1024;

/**
 * Room on the disk that is kept for the moment when there is no other: what was done by the call that met the full disk
 * is written there, and the calls after it are refused before they do anything.
 */
export class Reserve {
  readonly #path: string;
  #isSet = false;

  constructor(path: string) {
    this.#path = path;
  }

  get isSet(): boolean {
    return this.#isSet;
  }

  /** Fails where there is no room. */
  async set(): Promise<void> {
    if (this.#isSet) return;
    // Not zeros, which some file systems do not store.
    if (!this.#isThere()) await replaceFile(this.#path, Buffer.alloc(RESERVE_BYTES, 'reserve '));
    this.#isSet = true;
  }

  #isThere(): boolean {
    try {
      const found = lstatSync(this.#path);
      return found.isFile() && found.size === RESERVE_BYTES;
    } catch {
      return false;
    }
  }

  giveUp(): void {
    this.#isSet = false;
    rmSync(this.#path, { force: true });
  }
}
