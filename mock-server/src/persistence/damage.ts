import { appendFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { reasonOf } from '../documents/storage-error.js';

/** Sets aside what cannot be read, below `damaged/`, and says so. Nothing is thrown away, and nothing fails for it. */
export class Damage {
  readonly #folder: string;
  readonly #stamp: string;
  readonly #tell: (hint: string) => void;
  #count = 0;

  constructor(folder: string, stamp: string, tell: (hint: string) => void) {
    this.#folder = join(folder, 'damaged');
    this.#stamp = stamp;
    this.#tell = tell;
  }

  /** Number of pieces that were set aside. */
  get count(): number {
    return this.#count;
  }

  /** Sets aside lines of a file; the file itself goes on without them. */
  lines(file: string, what: string, lines: readonly (Buffer | string)[]): void {
    if (lines.length === 0) return;
    const path = join(this.#folder, `${this.#stamp} ${basename(file)}`);
    this.#setAside(`${basename(file)}: ${what}`, path, () => {
      for (const line of lines)
        appendFileSync(path, Buffer.concat([Buffer.from(line), Buffer.from('\n')]), { mode: 0o600 });
    });
  }

  /** Sets aside a file or a folder. */
  file(path: string, what: string): void {
    let target = join(this.#folder, `${this.#stamp} ${basename(path)}`);
    for (let again = 2; existsSync(target); again += 1)
      target = join(this.#folder, `${this.#stamp} ${again} ${basename(path)}`);
    this.#setAside(`${basename(path)}: ${what}`, target, () => renameSync(path, target));
  }

  /** Something is not there that should be. */
  missing(what: string): void {
    this.#count += 1;
    this.#tell(what);
  }

  #setAside(what: string, path: string, move: () => void): void {
    this.#count += 1;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      move();
      this.#tell(`${what}. It was set aside as ${path}; everything else was read.`);
    } catch (error) {
      this.#tell(
        `${what}. It could not be set aside as ${path} (${reasonOf(error)}); everything else was read.`,
      );
    }
  }
}
