import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError, type StoredTokens, type TokenStore } from '../index.js';
import { script, type Reply, type Run } from './scripts.js';

/** A token store in Redis, with the exclusive right that version 2 needs. */
export interface RedisTokenStore extends TokenStore {
  read(owner?: string): Promise<StoredTokens | undefined>;
  replace(previous: StoredTokens | undefined, next: StoredTokens | undefined): Promise<boolean>;
  exclusive<T>(owner: string, work: () => Promise<T>): Promise<T>;
}

/** Two renewals may fail before another process takes the right. */
const LEASE_MS = 10_000;
const RENEW_MS = 3_000;
// Others hold the right for one request each, of at most half a minute by default.
const LONGEST_WAIT_MS = 120_000;

/**
 * KEYS: the right (holder, lease_end, fence). ARGV: holder, leaseMs. Returns the fencing token, which grows with each holder;
 * 0 while somebody else has the right.
 */
const TAKE = script(`
local holder, lease_end = unpack(redis.call('HMGET', KEYS[1], 'holder', 'lease_end'))
if holder ~= ARGV[1] then
  if lease_end and tonumber(lease_end) > now then return '0' end
  redis.call('HINCRBY', KEYS[1], 'fence', 1)
end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'lease_end', now + ARGV[2])
return redis.call('HGET', KEYS[1], 'fence')
`);

/** KEYS: the right. ARGV: holder, leaseMs; 0 gives it back. */
const RENEW = script(`
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then return redis.call('HDEL', KEYS[1], 'holder', 'lease_end') end
redis.call('HSET', KEYS[1], 'lease_end', now + ARGV[2])
return 1
`);

/** KEYS: the tokens, the right. ARGV: owner, the expected access token, the next tokens, the fencing token; empty: none. */
const REPLACE = script(`
if ARGV[4] ~= '' and redis.call('HGET', KEYS[2], 'fence') ~= ARGV[4] then return 0 end
local stored = redis.call('HGET', KEYS[1], ARGV[1])
if stored and stored == ARGV[3] then return 1 end
if (stored and cjson.decode(stored).access_token or '') ~= ARGV[2] then return 0 end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1
`);

const READ = script(`return redis.call('HGET', KEYS[1], ARGV[1])`);
const READ_ALL = script(`return redis.call('HVALS', KEYS[1])`);

/** Makes the store. `check` rejects where the server may lose a refresh token that works once. */
export function redisTokenStore(run: Run, prefix: string, check: () => Promise<void>): RedisTokenStore {
  const tokens = `${prefix}:tokens`;
  const rightOf = (owner: string) => `${prefix}:right:${owner}`;
  /** The fencing tokens of the rights that this store has, by owner. */
  const fences = new Map<string, string>();

  async function take(owner: string, holder: string): Promise<string> {
    const untilMs = performance.now() + LONGEST_WAIT_MS;
    for (;;) {
      const fence = String(await run(TAKE, [rightOf(owner)], [holder, String(LEASE_MS)]));
      if (fence !== '0') return fence;
      if (performance.now() > untilMs)
        throw new ConfigurationError(
          `Other processes have held the right to renew the tokens for ${LONGEST_WAIT_MS / 1000} s. Look for a process that hangs.`,
          { code: 'locked' },
        );
      await sleep(50 + Math.random() * 100);
    }
  }

  return {
    async read(owner) {
      if (owner !== undefined) return parsed(await run(READ, [tokens], [owner]));
      const all = ((await run(READ_ALL, [tokens], [])) as Reply[]).map((each) => parsed(each)!);
      return all.toSorted((a, b) => b.obtainedAtMs - a.obtainedAtMs)[0];
    },
    async replace(previous, next) {
      const owner = next?.owner ?? previous?.owner;
      if (owner === undefined) return true;
      // Tokens of another owner never count for this one.
      const expected = previous?.owner === owner ? previous.access_token : '';
      const args = [owner, expected, next ? JSON.stringify(next) : '', fences.get(owner) ?? ''];
      return Number(await run(REPLACE, [tokens, rightOf(owner)], args)) === 1;
    },
    async exclusive(owner, work) {
      await check();
      const holder = crypto.randomUUID();
      const renew = (ms: number) => run(RENEW, [rightOf(owner)], [holder, String(ms)]).catch(() => undefined);
      let fence: string;
      try {
        fence = await take(owner, holder);
      } catch (error) {
        // The right may have been taken all the same.
        void renew(0);
        throw error;
      }
      fences.set(owner, fence);
      const timer = setInterval(() => void renew(LEASE_MS), RENEW_MS);
      try {
        return await work();
      } finally {
        clearInterval(timer);
        if (fences.get(owner) === fence) fences.delete(owner);
        await renew(0);
      }
    },
  };
}

const parsed = (reply: Reply): StoredTokens | undefined =>
  reply === null ? undefined : (JSON.parse(String(reply)) as StoredTokens);
