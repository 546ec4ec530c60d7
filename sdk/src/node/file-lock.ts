import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigurationError } from '../index.js';

/** A file that says who may write another one. Whoever manages to create it holds the lock. */
export interface FileLock {
  /** Returns whether the lock is still held: another process takes a lock that it believes to be left over. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

export interface LockOptions {
  /** For how long to wait for others, in milliseconds. Default: 30 s. 0: not at all. */
  readonly waitMs?: number;
  /**
   * From which age on a lock counts as left over although nobody knows that its holder has ended, in milliseconds. A holder
   * that runs keeps its lock young. Infinity for locks that are held long: those of another machine are then never taken.
   */
  readonly staleMs: number;
}

interface Holder {
  readonly nonce: string;
  readonly pid: number;
  readonly host: string;
  /** The birth of the process that had that number, see {@link bornAs}. */
  readonly born?: string | undefined;
  /** The processes among which that number counts, see {@link ownSpace}. */
  readonly space?: string | undefined;
}

const code = (error: unknown) => (error as NodeJS.ErrnoException).code;
const unless =
  (...codes: string[]) =>
  (error: unknown) => {
    if (!codes.includes(String(code(error)))) throw error;
    return undefined;
  };

/**
 * Takes the lock, after waiting for whoever has it. What a process that was killed left is no obstacle: on this machine
 * its end is known at once, also where another process has its number by now, elsewhere by `staleMs`.
 *
 * @throws {ConfigurationError} `locked`: another process keeps it; the message names the file and the process.
 */
export async function takeLock(path: string, { waitMs = 30_000, staleMs }: LockOptions): Promise<FileLock> {
  const startMs = performance.now();
  for (;;) {
    const mine = await created(path);
    if (mine !== undefined) {
      const isHeld = async () => (await holderOf(path))?.nonce === mine.nonce;
      const stopKeeping = keptYoung(path, staleMs, isHeld);
      return {
        isHeld,
        async release() {
          stopKeeping();
          if (await isHeld()) await unlink(path).catch(unless('ENOENT'));
        },
      };
    }
    const holder = await holderOf(path);
    if (await removedLeftover(path, holder, staleMs)) continue;
    // One without a name is being written, or was left by a process that was killed over that: either shows soon.
    if (performance.now() - startMs >= (holder ? waitMs : Math.max(waitMs, 2 * WRITING_MS))) {
      const who = holder ? ` by process ${holder.pid} on ${holder.host}` : '';
      throw new ConfigurationError(
        `${path} is held${who}. If there is no such process any more, delete the file.`,
        { code: 'locked' },
      );
    }
    await pause(2 + Math.random() * 20);
  }
}

/** Renews the age of a lock while its holder runs. @returns a function that ends it */
function keptYoung(path: string, staleMs: number, isHeld: () => Promise<boolean>): () => void {
  if (staleMs === Infinity) return () => {};
  const renew = async () => {
    const now = new Date();
    if (await isHeld()) await utimes(path, now, now);
  };
  // A lock that cannot be renewed is one that others take, which its holder notices before it writes.
  const timer = setInterval(() => void renew().catch(() => {}), staleMs / 4).unref();
  return () => clearInterval(timer);
}

/** Creates the file, which only one process can. */
async function created(path: string): Promise<Holder | undefined> {
  const { pid } = process;
  const holder = { nonce: randomUUID(), pid, host: hostname(), born: bornAs(pid), space: ownSpace() };
  return writeFile(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 }).then(
    () => holder,
    // Windows says EPERM of a file that is just being deleted.
    unless('EEXIST', ...(process.platform === 'win32' ? ['EPERM', 'EACCES', 'EBUSY'] : [])),
  );
}

/** Returns the holder; undefined when there is none, or while the file is incomplete. */
async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/**
 * Removes a lock whose holder is gone. Of all who notice it, only one may: the one that creates the file whose name is
 * the lock's own. While it has that right, nobody else removes this lock, and what is there is still what was judged.
 */
async function removedLeftover(path: string, holder: Holder | undefined, staleMs: number): Promise<boolean> {
  if (!(await isLeftover(path, holder, staleMs))) return false;
  const right = `${path}.${holder?.nonce ?? 'unreadable'}`;
  if ((await created(right)) === undefined) {
    // The process with the right to remove it was killed, too.
    if ((await ageMs(right)) > RIGHT_MS) await unlink(right).catch(unless('ENOENT'));
    return false;
  }
  try {
    const now = await holderOf(path);
    if (now?.nonce !== holder?.nonce || !(await isLeftover(path, now, staleMs))) return false;
    await unlink(path).catch(unless('ENOENT'));
    return true;
  } finally {
    await unlink(right).catch(unless('ENOENT'));
  }
}

/** Far longer than it takes to look twice and to remove a file. */
const RIGHT_MS = 10_000;
/** Far longer than it takes to write a line. */
const WRITING_MS = 2_000;

async function isLeftover(path: string, holder: Holder | undefined, staleMs: number): Promise<boolean> {
  if (holder === undefined) return (await ageMs(path)) > WRITING_MS;
  // Another machine, or a container, may have the same name. A lock that does not age is judged all the same.
  const isSeen = holder.space === undefined || holder.space === ownSpace() || staleMs === Infinity;
  if (holder.host === hostname() && isSeen && !isRunning(holder)) return true;
  return (await ageMs(path)) > staleMs;
}

/** -1 for what is not there. */
async function ageMs(path: string): Promise<number> {
  const known = await stat(path).catch(unless('ENOENT'));
  return known ? Date.now() - known.mtimeMs : -1;
}

/** Returns the processes that can be seen from here: those of a start of the machine, in a container. Linux only, as below. */
function ownSpace(): string | undefined {
  try {
    return `${bootId()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined;
  }
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/**
 * When a process began, in ticks of a start of the machine. Linux only; undefined elsewhere. Without it, a container
 * that is started again after a crash would find the number of its old process taken: by itself.
 */
function bornAs(pid: number): string | undefined {
  try {
    const boot = bootId();
    // The name of the program, in brackets, may hold anything. Behind it stand the state, and 19 words later the ticks.
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return /[ZX]/.test(words[0] ?? '') ? 'ended' : `${boot} ${words[19]}`;
  } catch {
    return undefined;
  }
}

function isRunning({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0);
    const now = bornAs(pid);
    return now !== 'ended' && (now === undefined || born === undefined || now === born);
  } catch (error) {
    // It is there, and somebody else's.
    return code(error) === 'EPERM';
  }
}
