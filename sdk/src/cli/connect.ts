import {
  EpsonConnect,
  memoryTokenStore,
  type EpsonConnectOptions,
  type JobInformation,
  type PrintJob,
  type TokenStore,
} from '../index.js';
import { fileTokenStore } from '../node/index.js';
import type { Connection } from './connection.js';
import { readCredentials } from './credentials.js';
import { UsageError } from './exit-code.js';
import type { Flags } from './flags.js';
import type { JobActions } from './job-actions.js';
import { logTo } from './log.js';
import { DEFAULT_BASE_URL, tokenCachePath } from './paths.js';
import { unusedProxy } from './proxy.js';
import type { Io, Terminal } from './terminal.js';
import { messageOf } from './messages.js';

// Node's own fetch, which the command uses, gives up by then.
const LONGEST_TIMEOUT_S = 300;

/** Connects in version 1. */
export async function connect(
  io: Io,
  terminal: Terminal,
  flags: Flags,
  more: EpsonConnectOptions,
): Promise<Connection<EpsonConnect>> {
  // Errors of the call are reported before anything is read.
  const common = commonOptions(terminal, flags);
  const credentials = await readCredentials(io, flags.text('credentials'), flags.text('printer'));
  const { clientId, clientSecret, printerEmail } = credentials;
  const baseUrl = flags.text('base-url') ?? credentials.baseUrl;
  // Credentials that are passed for one call, and their tokens, must not be stored on disk.
  const isCached = flags.is('token-cache') ?? !credentials.isPassing;
  const epson = new EpsonConnect({
    clientId,
    clientSecret,
    printerEmail,
    baseUrl,
    ...common,
    tokenStore: isCached ? cache(tokenCachePath(io), terminal) : memoryTokenStore(),
    ...more,
  });
  warnOfProxy(io, terminal, baseUrl);
  return { epson, jobs: jobActions(epson), who: { clientId, baseUrl, printerEmail } };
}

const jobActions = (epson: EpsonConnect): JobActions => ({
  reference: (id) => ({ id }),
  idOf: (job) => (job as PrintJob).id,
  waitFor: (id, { onStatus, ...options }) => epson.jobs.waitFor(id, { ...options, onStatus }),
  cancel: (id, options) => epson.jobs.cancel(id, options),
  statusText(information) {
    const { status, status_reason } = information as JobInformation;
    return status_reason ? `${status} (${status_reason})` : status;
  },
  pagesOf: (information) => (information as JobInformation).total_pages,
});

/** Returns the options that both versions take from the flags. */
export function commonOptions(terminal: Terminal, flags: Flags) {
  const insecureHosts = flags.list('allow-insecure-host');
  return {
    ...boundsOf(flags),
    // Without the flag the environment counts.
    allowInsecureHosts: insecureHosts.length > 0 ? insecureHosts : undefined,
    logger: logTo(terminal, flags.is('verbose') ?? false),
  };
}

/** Says that a proxy of the environment is not used, where this Node does not. */
export function warnOfProxy(io: Io, terminal: Terminal, baseUrl: string | undefined): void {
  const warning = unusedProxy(io, baseUrl ?? DEFAULT_BASE_URL);
  if (warning) terminal.note(warning);
}

/** @throws {UsageError} They are no numbers of this kind. */
function boundsOf(flags: Flags): Pick<EpsonConnectOptions, 'retries' | 'timeoutMs'> {
  const retries = flags.number('retries');
  const timeoutS = flags.number('timeout');
  if (retries !== undefined && !Number.isInteger(retries))
    throw new UsageError(`--retries must be a whole number, not ${retries}.`);
  if (timeoutS === 0) throw new UsageError('--timeout must be above 0.');
  if (timeoutS !== undefined && timeoutS > LONGEST_TIMEOUT_S)
    throw new UsageError(`--timeout must be at most ${LONGEST_TIMEOUT_S} (seconds), not ${timeoutS}.`);
  return { retries, timeoutMs: timeoutS === undefined ? undefined : timeoutS * 1000 };
}

/** Tokens on the disk, as long as that works: a cache that fails costs one request, and prints all the same. */
function cache(path: string, terminal: Terminal): TokenStore {
  let store = fileTokenStore(path, { onDamaged: (problem) => terminal.note(problem) });
  const careful =
    <A extends unknown[], T>(method: (store: TokenStore, ...given: A) => T | Promise<T>) =>
    async (...given: A): Promise<T> => {
      try {
        return await method(store, ...given);
      } catch (error) {
        terminal.note(`Tokens are not stored: ${messageOf(error)}`);
        store = memoryTokenStore();
        return method(store, ...given);
      }
    };
  return {
    read: careful((now, owner) => now.read(owner)),
    replace: careful((now, previous, next) => now.replace(previous, next)),
  };
}
