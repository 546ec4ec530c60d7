import { hostname } from 'node:os';
import process from 'node:process';
import { ConfigurationError } from '../index.js';
import { redisCallLimit, type RedisCallLimit } from './call-limit.js';
import { commandsOf, type RedisClient } from './client.js';
import { redisLedger, type RedisLedger } from './ledger.js';
import { limitedTo, runnerOf } from './scripts.js';
import { settingsCheck } from './settings.js';
import { redisTokenStore, type RedisTokenStore } from './token-store.js';

/** Options of `redisStores`. */
export interface RedisStoresOptions {
  /**
   * Beginning of all keys, which every worker of a fleet has in common. It is their hash tag, so that a cluster keeps all on one
   * server. Default: `epson-connect`.
   */
  readonly prefix?: string | undefined;
  /** Name of this worker in the history of a document. Default: host name and process ID. */
  readonly worker?: string | undefined;
  /** Milliseconds for one command, with its repeats while the connection is broken. Default: 5000. */
  readonly timeoutMs?: number | undefined;
  /**
   * Accepts a server that may lose what it has answered: without `appendonly yes`, `appendfsync always` and
   * `maxmemory-policy noeviction`. A document may be printed twice then. Default: false.
   */
  readonly allowUnsafeSettings?: boolean | undefined;
  /** Called once with a sentence when the server does not tell its settings. Default: a warning of the process. */
  readonly onUncheckedSettings?: ((problem: string) => unknown) | undefined;
}

/** Stores of `redisStores`. */
export interface RedisStores {
  /** For the option `tokenStore` of a client. */
  readonly tokenStore: RedisTokenStore;
  /** For the option `ledger` of `printAll`. */
  readonly ledger: RedisLedger;
  /** For the option `callLimit` of a client. */
  readonly callLimit: RedisCallLimit;
}

/**
 * Makes the three things that the workers of a fleet share, in Redis (6 or later) or Valkey: tokens, a ledger that prints each
 * document once, and the call limit of the client ID. `client` is the program's own, of `redis`, `ioredis` or `iovalkey`.
 *
 * The server has to keep what it has answered: `appendonly yes`, `appendfsync always`, `maxmemory-policy noeviction`. That is
 * checked before the first document and before the first refresh of version 2. A failover to a replica may lose the last
 * records, because Redis copies them after it has answered: a document may be printed twice then.
 *
 * While Redis does not answer, every step fails with an `EpsonConnectError` whose code is `store_unavailable`, and nothing is executed.
 * It goes on by itself when Redis is back.
 *
 * @throws {ConfigurationError} An option or the client is unusable; from the stores: `unsafe_store`, the server may lose records;
 * `locked`, another process holds the right to renew tokens for two minutes.
 *
 * @example
 * import { createClient } from 'redis';
 * const client = await createClient({ url: 'redis://127.0.0.1:6379' }).on('error', console.error).connect();
 * const { tokenStore, ledger, callLimit } = redisStores(client, { prefix: 'invoices' });
 * const epson = new EpsonConnect({ tokenStore, callLimit });
 * for await (const { id, error } of printAll(epson, documents, { ledger })) if (error) console.error(id, error);
 */
export function redisStores(client: RedisClient, options: RedisStoresOptions = {}): RedisStores {
  const {
    prefix = 'epson-connect',
    worker = `${hostname()}:${process.pid}`,
    timeoutMs = 5_000,
    allowUnsafeSettings = false,
    onUncheckedSettings = (problem: string) => process.emitWarning(problem),
  } = options;
  const commands = commandsOf(client);
  if (!commands) unusable('client must be a client of redis, ioredis or iovalkey');
  if (typeof prefix !== 'string' || !/^[^{}]+$/.test(prefix))
    unusable('prefix must be a non-empty string without braces');
  if (typeof timeoutMs !== 'number' || !(timeoutMs > 0)) unusable('timeoutMs must be above 0');
  const limited = limitedTo(timeoutMs);
  const run = runnerOf(commands, limited);
  const tagged = `{${prefix}}`;
  const check = allowUnsafeSettings
    ? async () => {}
    : settingsCheck(commands, limited, run, tagged, onUncheckedSettings);
  return {
    tokenStore: redisTokenStore(run, tagged, check),
    ledger: redisLedger(run, tagged, worker, check),
    callLimit: redisCallLimit(run, tagged),
  };
}

function unusable(problem: string): never {
  throw new ConfigurationError(`${problem}.`, { code: 'invalid_configuration' });
}
