import type { CallLimit, LimitedCall } from '../index.js';
import { script, type Reply, type Run } from './scripts.js';

/** A call limit in Redis. */
export interface RedisCallLimit extends CallLimit {
  take(call: LimitedCall): Promise<number>;
}

/** The time for which a call counts after its end: a minute, and something for two clocks that do not run alike. */
const WINDOW_MS = 60_100;
/** A waiting call that does not ask again in time has been given up, or its process has ended. */
const GRACE_MS = 1_000;
/** While one call tries whether the host accepts any again, the others ask that often. */
const PROBE_MS = 250;
/** Ends that no `take` has carried by then get a round trip of their own. */
const FLUSH_MS = 1_000;

/**
 * KEYS: calls (score: the moment from which each no longer counts), the waiting ones (score: when they came), the same (score:
 * when they have to ask again), pace (closed_until, probing: calls leave one by one, probe and probe_end: which one has left).
 * ARGV: windowMs, graceMs, probeMs, closeMs, id, callsPerMinute, timeoutMs, then ends: id, ms ago, 1 if accepted.
 * Returns the milliseconds until the call asks again, and 1 if it is a probe.
 */
const TAKE = script(`
local window, id = tonumber(ARGV[1]), ARGV[5]
local closed_until, probing, probe, probe_end =
  unpack(redis.call('HMGET', KEYS[4], 'closed_until', 'probing', 'probe', 'probe_end'))
for at = 8, #ARGV, 3 do
  redis.call('ZADD', KEYS[1], now - ARGV[at + 1] + window, ARGV[at])
  if ARGV[at] == probe then
    redis.call('HDEL', KEYS[4], 'probe', 'probe_end')
    probe = false
    if ARGV[at + 2] == '1' then
      redis.call('HDEL', KEYS[4], 'probing')
      probing = false
    end
  end
end
closed_until = tonumber(closed_until or 0)
if ARGV[4] ~= '0' then
  closed_until = math.max(closed_until, now + ARGV[4])
  redis.call('HSET', KEYS[4], 'closed_until', closed_until, 'probing', '1')
  redis.call('HDEL', KEYS[4], 'probe', 'probe_end')
  redis.call('PEXPIRE', KEYS[4], closed_until - now + 2 * window)
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
-- The key goes with its last call.
local function expire() redis.call('PEXPIREAT', KEYS[1], redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2] or now) end
expire()
if id == '' then return { 0, 0 } end
if redis.call('ZSCORE', KEYS[1], id) then return { 0, probe == id and 1 or 0 } end

for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now - ARGV[2])) do
  redis.call('ZREM', KEYS[2], gone)
  redis.call('ZREM', KEYS[3], gone)
end
redis.call('ZADD', KEYS[2], 'NX', now, id)
local before = redis.call('ZRANK', KEYS[2], id)
local counted = redis.call('ZCARD', KEYS[1])
local first = before + counted - ARGV[6]
local delay = closed_until - now
if first >= 0 then
  local frees = redis.call('ZRANGE', KEYS[1], first, first, 'WITHSCORES')[2]
  delay = math.max(delay, math.min((frees or now + window) - now, window))
end
if delay <= 0 and probing then
  if (probe and tonumber(probe_end) > now) or before > 0 then delay = tonumber(ARGV[3]) end
end
if delay > 0 then
  redis.call('ZADD', KEYS[3], now + delay, id)
  for key = 2, 3 do redis.call('PEXPIRE', KEYS[key], delay + 2 * window) end
  return { math.ceil(delay), 0 }
end

redis.call('ZREM', KEYS[2], id)
redis.call('ZREM', KEYS[3], id)
local ends = now + ARGV[7]
redis.call('ZADD', KEYS[1], ends + window, id)
expire()
if not probing then return { 0, 0 } end
redis.call('HSET', KEYS[4], 'probe', id, 'probe_end', ends)
redis.call('PEXPIRE', KEYS[4], ARGV[7] + 2 * window)
return { 0, 1 }
`);

/** An end that Redis does not know yet. */
interface End {
  readonly id: string;
  readonly atMs: number;
  readonly isAccepted: boolean;
}

/** The ends of one client. */
interface Ends {
  unsent: End[];
  timer?: ReturnType<typeof setTimeout> | undefined;
}

/** Makes the limit. Tests use a shorter window. */
export function redisCallLimit(run: Run, prefix: string, windowMs = WINDOW_MS): RedisCallLimit {
  const endsByClient = new Map<string, Ends>();
  const probes = new Set<string>();

  function endsOf(client: string): Ends {
    const known = endsByClient.get(client) ?? { unsent: [] };
    endsByClient.set(client, known);
    return known;
  }

  /** Runs the script, and sends the ends with it. */
  async function ask(client: string, call?: LimitedCall, closeMs = 0): Promise<Reply[]> {
    const ends = endsOf(client);
    const sent = ends.unsent;
    ends.unsent = [];
    clearTimeout(ends.timer);
    const nowMs = performance.now();
    const keys = ['calls', 'waiting', 'asking', 'pace'].map((name) => `${prefix}:${name}:${client}`);
    const { id = '', callsPerMinute = 0, timeoutMs = 0 } = call ?? {};
    const numbers = [windowMs, GRACE_MS, PROBE_MS, Math.ceil(closeMs)];
    const args = [...numbers, id, Math.floor(callsPerMinute), Math.ceil(timeoutMs)];
    for (const { id, atMs, isAccepted } of sent) args.push(id, Math.floor(nowMs - atMs), isAccepted ? 1 : 0);
    try {
      return (await run(TAKE, keys, args.map(String))) as Reply[];
    } catch (error) {
      ends.unsent.unshift(...sent);
      throw error;
    }
  }

  const send = (client: string, closeMs?: number) => ask(client, undefined, closeMs).catch(() => {});

  return {
    async take(call) {
      const [delayMs, isProbe] = (await ask(call.client, call)).map(Number);
      if (isProbe === 1) probes.add(call.id);
      return delayMs ?? 0;
    },
    end({ client, id }, isAccepted) {
      const ends = endsOf(client);
      ends.unsent.push({ id, atMs: performance.now(), isAccepted });
      clearTimeout(ends.timer);
      // Others wait for what the probe finds out.
      if (probes.delete(id)) void send(client);
      else ends.timer = setTimeout(() => void send(client), FLUSH_MS).unref();
    },
    close: send,
  };
}
