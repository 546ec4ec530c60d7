/** Client of the package `redis` (version 4 or later): of one server, of a pool, or of a cluster. */
export interface NodeRedisClient {
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Client of the package `ioredis` (version 5 or later) or `iovalkey`: of one server, or of a cluster. */
export interface IoRedisClient {
  evalsha(sha1: string, numkeys: number, ...args: string[]): Promise<unknown>;
  eval(script: string, numkeys: number, ...args: string[]): Promise<unknown>;
}

/**
 * Client of a program's own, which connects it to Redis (6 or later) or Valkey. The program opens and closes it.
 *
 * @example
 * const client: RedisClient = await createClient({ url: 'redis://127.0.0.1:6379' }).connect();
 */
export type RedisClient = NodeRedisClient | IoRedisClient;

/** The commands that the stores use, in the form of no client. */
export interface Commands {
  /** Runs a script that the server knows, by its digest. */
  evalSha(sha1: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  eval(lua: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Returns settings of the server by name; rejects where the server or the client does not allow that. */
  configGet(pattern: string): Promise<Readonly<Record<string, string>>>;
}

/** Returns the commands of a client; undefined for something else. */
export function commandsOf(client: RedisClient): Commands | undefined {
  if ('evalSha' in Object(client)) return nodeRedis(client as NodeRedisClient & ConfigGet);
  if ('evalsha' in Object(client)) return ioRedis(client as IoRedisClient & Config);
  return undefined;
}

interface ConfigGet {
  configGet(pattern: string): Promise<Readonly<Record<string, string>>>;
}

interface Config {
  config(command: 'GET', pattern: string): Promise<unknown>;
}

const nodeRedis = (client: NodeRedisClient & ConfigGet): Commands => ({
  evalSha: (sha1, keys, args) => client.evalSha(sha1, { keys: [...keys], arguments: [...args] }),
  eval: (lua, keys, args) => client.eval(lua, { keys: [...keys], arguments: [...args] }),
  // The function is async, so that a client without the command rejects.
  configGet: async (pattern) => ({ ...(await client.configGet(pattern)) }),
});

const ioRedis = (client: IoRedisClient & Config): Commands => ({
  evalSha: (sha1, keys, args) => client.evalsha(sha1, keys.length, ...keys, ...args),
  eval: (lua, keys, args) => client.eval(lua, keys.length, ...keys, ...args),
  async configGet(pattern) {
    const flat = (await client.config('GET', pattern)) as unknown[];
    const pairs = flat.flatMap((name, at) => (at % 2 ? [] : [[String(name), String(flat[at + 1])]]));
    return Object.fromEntries(pairs) as Record<string, string>;
  },
});
