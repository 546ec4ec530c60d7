/**
 * The door for fleets: what workers on several machines share, in Redis or Valkey, by the program's own client.
 *
 * @module
 */
export { redisStores } from './stores.js';
export type { RedisStores, RedisStoresOptions } from './stores.js';
export type { RedisClient, IoRedisClient, NodeRedisClient } from './client.js';
export type { RedisCallLimit } from './call-limit.js';
export type { RedisLedger } from './ledger.js';
export type { RedisTokenStore } from './token-store.js';
