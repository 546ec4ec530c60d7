import type { LedgerClaim, LedgerEntry, LedgerStep, SharedLedger } from '../many/index.js';
import { script, type Reply, type Run } from './scripts.js';

/** A ledger in Redis, for any number of workers. */
export interface RedisLedger extends SharedLedger {
  get(id: string): Promise<LedgerEntry | undefined>;
  claim(id: string, leaseMs: number): Promise<LedgerClaim | undefined>;
  /** Returns the last 100 steps of a document, the first one first: who claimed it, and what was recorded. */
  history(id: string): Promise<LedgerStep[]>;
  /** Takes an id and its history out, so that its document is printed anew. */
  forget(id: string): Promise<void>;
}

// KEYS: the document (owner, lease_end, state, entry), its steps.

const STEP = `
local function step(state, job)
  redis.call('RPUSH', KEYS[2], cjson.encode({ now, ARGV[1], state, job }))
  redis.call('LTRIM', KEYS[2], -100, -1)
end
`;

/** ARGV: owner, leaseMs. */
const CLAIM = script(`${STEP}
local owner, lease_end, state, entry = unpack(redis.call('HMGET', KEYS[1], 'owner', 'lease_end', 'state', 'entry'))
if owner ~= ARGV[1] then
  if state == 'done' or (lease_end and tonumber(lease_end) > now) then return { 0 } end
  step('claimed')
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'lease_end', now + ARGV[2])
return { 1, entry or '' }
`);

/** ARGV: owner, state, entry, ID of the job. */
const RECORD = script(`${STEP}
local owner, entry = unpack(redis.call('HMGET', KEYS[1], 'owner', 'entry'))
if owner ~= ARGV[1] then return 0 end
if entry ~= ARGV[3] then
  redis.call('HSET', KEYS[1], 'state', ARGV[2], 'entry', ARGV[3])
  step(ARGV[2], ARGV[4])
end
return 1
`);

/** ARGV: owner, leaseMs. */
const RENEW = script(`
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'lease_end', now + ARGV[2])
return 1
`);

const GET = script(`return redis.call('HGET', KEYS[1], 'entry')`);
const HISTORY = script(`return redis.call('LRANGE', KEYS[1], 0, -1)`);
const FORGET = script(`return redis.call('DEL', KEYS[1], KEYS[2])`);

/**
 * Makes the ledger. `worker` is the beginning of the owner of each claim, and `check` rejects where the server may lose what
 * was recorded.
 */
export function redisLedger(
  run: Run,
  prefix: string,
  worker: string,
  check: () => Promise<void>,
): RedisLedger {
  const document = (id: string) => `${prefix}:document:${id}`;
  const steps = (id: string) => `${prefix}:steps:${id}`;
  return {
    async get(id) {
      return entryIn(await run(GET, [document(id)], []));
    },
    async claim(id, leaseMs) {
      await check();
      const owner = `${worker}:${crypto.randomUUID()}`;
      const keys = [document(id), steps(id)];
      const renew = async (ms: number) => isOne(await run(RENEW, keys, [owner, String(ms)]));
      let reply: Reply;
      try {
        reply = await run(CLAIM, keys, [owner, String(leaseMs)]);
      } catch (error) {
        // The claim may still be on its way: this follows it, and gives it back.
        renew(0).catch(() => {});
        throw error;
      }
      const [isClaimed = 0, entry = ''] = reply as Reply[];
      if (!isOne(isClaimed)) return undefined;
      return {
        entry: entryIn(entry),
        record: async ({ state, job }) =>
          isOne(await run(RECORD, keys, [owner, state, JSON.stringify({ state, job }), job.id])),
        renew,
      };
    },
    async history(id) {
      return ((await run(HISTORY, [steps(id)], [])) as Reply[]).map(stepIn);
    },
    async forget(id) {
      await run(FORGET, [document(id), steps(id)], []);
    },
  };
}

const isOne = (reply: Reply): boolean => Number(reply) === 1;

const entryIn = (reply: Reply): LedgerEntry | undefined =>
  reply === null || String(reply) === '' ? undefined : (JSON.parse(String(reply)) as LedgerEntry);

function stepIn(line: Reply): LedgerStep {
  const [at, owner, state, job_id] = JSON.parse(String(line)) as [
    string,
    string,
    LedgerStep['state'],
    string?,
  ];
  return { atMs: Number(at), owner, state, ...(job_id === undefined ? {} : { job_id }) };
}
