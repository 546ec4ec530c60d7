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

/** Names of the kinds of records for people; a token itself is not shown. */
const NAMES: Readonly<Record<string, string>> = {
  job: 'job',
  printer: 'printer',
  destinations: 'destinations of',
  access: 'an access token',
  refresh: 'a refresh token',
  notice: 'a notification',
  world: 'settings',
  clock: 'the clock',
  client: 'a client',
  app: 'an app',
  account: 'an account',
  code: 'an authorization code',
  grant: 'an authorization',
  bearer: 'an access token',
};
/** Number of things that a message names. */
const MOST_NAMED = 5;

/**
 * Says what a line was about of which only the beginning is there, and what to do. A process that is killed while it
 * writes leaves such a line, and then nobody was told that it was done. A file that was cut later leaves the same, and
 * then the line and all that followed it are lost.
 */
export function incompleteLine(begun: Buffer): string {
  const records = begun.toString('utf8').matchAll(/\["[^"]*","([a-z]+)","([^"]*)"/g);
  const named = [...records].map(([, kind = '', key = '']) =>
    [NAMES[kind] ?? kind, ...(['job', 'printer', 'destinations'].includes(kind) ? [key] : [])].join(' '),
  );
  const all = [...new Set(named)];
  const more = all.length > MOST_NAMED ? `, and ${all.length - MOST_NAMED} more` : '';
  const about = all.length === 0 ? '' : ` It was about ${all.slice(0, MOST_NAMED).join(', ')}${more}.`;
  return (
    `its last line is incomplete, and is left out.${about} If the mock was killed while it wrote, nothing that was ` +
    'answered is lost. If the file was cut by a copy, a full disk or a power failure, this change and all after it are ' +
    'lost although they were answered: compare the jobs with what your program knows, authenticate again, and send again ' +
    'what is missing'
  );
}
