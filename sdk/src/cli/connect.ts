import { EpsonConnect, memoryTokenStore, type EpsonConnectOptions, type TokenStore } from '../index.js';
import { fileTokenStore } from '../node/index.js';
import { readCredentials, type Credentials } from './credentials.js';
import type { Flags } from './flags.js';
import { plainText } from './plain-text.js';
import { tokenCachePath } from './places.js';
import type { Io, Terminal } from './terminal.js';

/** A client for this call of the command, and who it is. */
export interface Connection {
  readonly epson: EpsonConnect;
  readonly credentials: Credentials;
}

export async function connect(
  io: Io,
  terminal: Terminal,
  flags: Flags,
  more: EpsonConnectOptions,
): Promise<Connection> {
  const read = await readCredentials(io, flags.text('credentials'), flags.text('printer'));
  const credentials = { ...read, baseUrl: flags.text('base-url') ?? read.baseUrl };
  const { clientId, clientSecret, printerEmail, baseUrl } = credentials;
  // Who hands the credentials over for one call does not want them, or what they give, on the disk.
  const isCached = flags.is('token-cache') ?? !credentials.isPassing;
  const epson = new EpsonConnect({
    clientId,
    clientSecret,
    printerEmail,
    baseUrl,
    allowInsecureHosts: flags.list('allow-insecure-host'),
    tokenStore: isCached ? cache(tokenCachePath(io), terminal) : memoryTokenStore(),
    ...more,
  });
  return { epson, credentials };
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
        terminal.note(`Tokens are not kept: ${plainText((error as Error).message)}`);
        store = memoryTokenStore();
        return method(store, ...given);
      }
    };
  return {
    read: careful((now, owner) => now.read(owner)),
    replace: careful((now, previous, next) => now.replace(previous, next)),
  };
}
