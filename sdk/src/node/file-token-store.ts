import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import type { StoredTokens, TokenStore } from '../index.js';
import { takeLock, type FileLock } from './file-lock.js';
import { closeToOthers, makeFolder, readPrivate, replacePrivate } from './private-file.js';

/** Options of `fileTokenStore`. */
export interface FileTokenStoreOptions {
  /**
   * Called once for a file that is not a token file, with its new name, and for a file that others could read. Default: a
   * warning of the process.
   */
  readonly onDamaged?: ((problem: string) => unknown) | undefined;
}

/** The content of the file: tokens by owner, that is by host, client ID and printer. */
type TokensByOwner = Record<string, StoredTokens>;

// A process that was stopped that long has lost its lock, and asks before it goes on.
const STALE_MS = 10_000;
// Others hold the exclusive right for one request each, of at most half a minute by default.
const EXCLUSIVE_WAIT_MS = 120_000;

/**
 * Keeps tokens in a file, so that they outlive the process and are shared by many: of several that renew at the same
 * time one wins, and the others take what it has written. The file is written as a whole or not at all, and it and a
 * folder that has to be made are readable by their owner alone (modes 0600 and 0700). Tokens of several printers and
 * clients may lie in one file, each for itself. What a killed process leaves is no obstacle.
 *
 * A file that is damaged counts as empty: it is put aside as `<path>.damaged` with the next tokens, and reported. One that
 * others can read is taken from them (mode 0600), and reported: they may know the tokens. Where that is refused, so is
 * the file. The lock is a file `<path>.lock`; the folder may lie on a network if all machines have about the same time.
 *
 * With version 2 one process at a time renews the tokens of a connection, under a lock file of its own, `<path>.<hash>.lock`.
 * A process that was killed blocks the others for at most ten seconds: those of the same machine and container not at all, or two
 * seconds if it was killed over the writing of the lock. A process that was stopped for longer loses the right, and stores nothing
 * with it.
 * A call ends before the refresh token is sent where the file cannot be written, so that the connection lasts.
 *
 * @throws {ConfigurationError} from all methods: `unusable_file`, the file or its folder cannot be read or written;
 * `locked`, other processes have the lock for half a minute, or the exclusive right for two minutes.
 *
 * @example
 * import { EpsonConnect } from 'epson-connect-sdk';
 * import { fileTokenStore } from 'epson-connect-sdk/node';
 * const epson = new EpsonConnect({ tokenStore: fileTokenStore('/var/lib/my-program/tokens.json') });
 */
export function fileTokenStore(path: string, options: FileTokenStoreOptions = {}): TokenStore {
  const { onDamaged = (problem) => process.emitWarning(problem) } = options;
  const reported = new Set<string>();
  const report = async (problem: string) => {
    if (reported.has(problem)) return;
    reported.add(problem);
    await onDamaged(problem);
  };

  async function readTokens(): Promise<{ tokens: TokensByOwner; isDamaged: boolean }> {
    const text = await readPrivate(path);
    const tokens = text?.trim() ? parseTokens(text) : {};
    // Only a file of tokens is for us to change: somebody may have named another by mistake.
    const exposed = text?.trim() && tokens ? await closeToOthers(path) : undefined;
    if (exposed) await report(exposed);
    return { tokens: tokens ?? {}, isDamaged: tokens === undefined };
  }

  /** The exclusive rights that this store has, by owner. */
  const rights = new Map<string, FileLock>();

  return {
    async exclusive(owner, work) {
      await makeFolder(path);
      const hash = createHash('sha256').update(owner).digest('hex').slice(0, 16);
      const right = await takeLock(`${path}.${hash}.lock`, {
        waitMs: EXCLUSIVE_WAIT_MS,
        staleMs: STALE_MS,
      });
      rights.set(owner, right);
      try {
        return await work();
      } finally {
        if (rights.get(owner) === right) rights.delete(owner);
        await right.release();
      }
    },
    async read(owner) {
      const { tokens, isDamaged } = await readTokens();
      if (isDamaged)
        await report(`${path} is not a token file: it counts as empty, and is kept as ${path}.damaged.`);
      // Without an owner, the latest.
      const latest = () => Object.values(tokens).toSorted((a, b) => b.obtainedAtMs - a.obtainedAtMs)[0];
      return owner === undefined ? latest() : tokensOf(tokens, owner);
    },
    async replace(previous, next) {
      const owner = next?.owner ?? previous?.owner;
      if (owner === undefined) return true;
      await makeFolder(path);
      const lock = await takeLock(`${path}.lock`, { staleMs: STALE_MS });
      try {
        const { tokens, isDamaged } = await readTokens();
        const current = tokensOf(tokens, owner);
        // Tokens of another owner never count for this one.
        const expected = previous?.owner === owner ? previous : undefined;
        if (current?.access_token !== expected?.access_token) return false;
        if (isDamaged) await rename(path, `${path}.damaged`);
        const others = Object.entries(tokens).filter(([name]) => name !== owner);
        const changed = Object.fromEntries(next ? [...others, [owner, next]] : others);
        const text = `${JSON.stringify({ version: 1, tokens: changed }, undefined, 2)}\n`;
        const right = rights.get(owner) ?? lock;
        return await replacePrivate(path, text, async () => (await lock.isHeld()) && right.isHeld());
      } finally {
        await lock.release();
      }
    },
  };
}

const tokensOf = (tokens: TokensByOwner, owner: string) =>
  Object.hasOwn(tokens, owner) ? tokens[owner] : undefined;

/** Returns the tokens in a file, not checked one by one; undefined when it is something else. */
function parseTokens(text: string): TokensByOwner | undefined {
  try {
    const { version, tokens } = JSON.parse(text) as { version: unknown; tokens: unknown };
    return version === 1 && tokens instanceof Object && !Array.isArray(tokens)
      ? (tokens as TokensByOwner)
      : undefined;
  } catch {
    return undefined;
  }
}
