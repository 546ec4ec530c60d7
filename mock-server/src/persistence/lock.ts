import { lstatSync, lutimesSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { FolderError, isRunning, startOf } from '../documents/folder.js';
import { NoRegularFileError, readRegular } from '../documents/regular-file.js';

/** The process that holds a folder. */
interface Holder {
  readonly pid: number;
  /** When that process was started, as the system tells it apart from a later one with the same number. */
  readonly started: string | null;
  /** The place in which process numbers are unique: a machine since its start, or a container on it. */
  readonly place: string;
  /** Tells apart two holders in one process. */
  readonly token: string;
}

const NAME = /^lock\.(\d{1,9})$/;
/** The holder says so often that it is alive, for those who cannot look at its process. */
const BEAT_MS = 2000;
/** A holder that has been silent for this long counts as dead. */
const SILENCE_MS = 10_000;

/**
 * A folder that one process has for itself. The locks of a folder are numbered: a process that finds the newest one left by a
 * process that is gone makes the next number, which the system lets only one of them do.
 */
export class Lock {
  readonly #folder: string;
  readonly #holder: Holder;
  #path: string | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #saidAliveMs = 0;

  /** @throws FolderError when another host has the folder */
  constructor(folder: string) {
    this.#folder = folder;
    this.#holder = { pid: process.pid, started: startOf('self'), place: place(), token: randomUUID() };
    this.take();
  }

  /** Takes the folder, or takes it again after it was removed. @throws FolderError when another host has it */
  take(): void {
    const names = this.#locks();
    for (const name of names)
      if (join(this.#folder, name) !== this.#path || !this.#isOurs())
        this.#refuseLiving(join(this.#folder, name));
    const newest = Number(NAME.exec(names.at(-1) ?? 'lock.0')?.[1] ?? 0);
    const path = join(this.#folder, `lock.${newest + 1}`);
    try {
      writeFileSync(path, `${JSON.stringify(this.#holder)}\n`, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new FolderError(`the folder ${this.#folder} is being taken by another process at this moment`);
    }
    [this.#path, this.#saidAliveMs] = [path, Date.now()];
    // Somebody may have taken it between the look and the lock.
    for (const name of this.#locks().filter((each) => !names.includes(each))) {
      const other = join(this.#folder, name);
      if (other === path) continue;
      try {
        this.#refuseLiving(other);
      } catch (error) {
        this.release();
        throw error;
      }
    }
    for (const name of names) rmSync(join(this.#folder, name), { force: true });
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#sayAlive(), BEAT_MS);
    this.#beat.unref();
  }

  /**
   * Returns true if this host still holds it. While this process shows that it is alive nobody takes it; after a pause, such as
   * that of a laptop that slept, somebody may have.
   */
  isHeld(): boolean {
    return Math.abs(Date.now() - this.#saidAliveMs) < SILENCE_MS / 2
      ? this.#path !== undefined
      : this.#isOurs();
  }

  #isOurs(): boolean {
    return this.#path !== undefined && read(this.#path)?.token === this.#holder.token;
  }

  release(): void {
    clearInterval(this.#beat);
    if (this.#isOurs() && this.#path !== undefined) rmSync(this.#path, { force: true });
    this.#path = undefined;
  }

  /** The locks that are there, the newest last. */
  #locks(): string[] {
    const number = (name: string) => Number(NAME.exec(name)?.[1]);
    return readdirSync(this.#folder)
      .filter((name) => NAME.test(name))
      .sort((a, b) => number(a) - number(b));
  }

  #refuseLiving(path: string): void {
    const holder = read(path);
    if (holder === undefined ? !isRecent(path) : !isAlive(holder, path)) return;
    const who =
      holder === undefined
        ? 'another process'
        : holder.place !== this.#holder.place
          ? `process ${holder.pid} of another machine or container`
          : holder.pid === process.pid
            ? `another mock host of this process (${process.pid})`
            : `process ${holder.pid}`;
    throw new FolderError(
      `the folder ${this.#folder} is in use by ${who}; a folder belongs to one mock host at a time. Stop that one, or name another folder`,
    );
  }

  #sayAlive(): void {
    try {
      if (this.#path === undefined || !this.#isOurs()) return;
      lutimesSync(this.#path, new Date(), new Date());
      this.#saidAliveMs = Date.now();
    } catch {
      // The folder is gone or cannot be written to; the next call that needs it says so.
    }
  }
}

function read(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readRegular(path).toString('utf8')) as Partial<Holder>;
    const isWhole = typeof holder.pid === 'number' && typeof holder.place === 'string';
    return isWhole ? (holder as Holder) : undefined;
  } catch (error) {
    if (error instanceof NoRegularFileError) throw error;
    return undefined;
  }
}

function isAlive(holder: Holder, path: string): boolean {
  // Process numbers of another machine or container say nothing here.
  if (holder.place !== place()) return isRecent(path);
  if (!isRunning(holder.pid)) return false;
  const started = startOf(holder.pid);
  // The number may have gone to a later process.
  return started === null || holder.started === null ? isRecent(path) : started === holder.started;
}

function isRecent(path: string): boolean {
  try {
    return Math.abs(Date.now() - lstatSync(path).mtimeMs) < SILENCE_MS;
  } catch {
    return false;
  }
}

let here: string | undefined;

function place(): string {
  here ??= [hostname(), first('/proc/sys/kernel/random/boot_id'), namespace()].join(' ');
  return here;
}

function first(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '-';
  }
}

function namespace(): string {
  try {
    return String(statSync('/proc/self/ns/pid').ino);
  } catch {
    return '-';
  }
}
