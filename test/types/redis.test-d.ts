// Checked by `tsc -p test`: the clients of all three packages, as people have them.
import type { EpsonConnectOptions } from 'epson-connect-sdk';
import type { PrintAllOptions } from 'epson-connect-sdk/many';
import { redisStores, type RedisClient } from 'epson-connect-sdk/redis';
import type { EpsonConnectV2Options } from 'epson-connect-sdk/v2';
import type { Cluster as IoCluster, Redis as IoRedis } from 'ioredis';
import type { Cluster as ValkeyCluster, Redis as Valkey } from 'iovalkey';
import type { createClient, createClientPool, createCluster } from 'redis';
import { expectTypeOf } from 'vitest';

expectTypeOf<ReturnType<typeof createClient>>().toExtend<RedisClient>();
expectTypeOf<ReturnType<typeof createClientPool>>().toExtend<RedisClient>();
expectTypeOf<ReturnType<typeof createCluster>>().toExtend<RedisClient>();
expectTypeOf<IoRedis>().toExtend<RedisClient>();
expectTypeOf<IoCluster>().toExtend<RedisClient>();
expectTypeOf<Valkey>().toExtend<RedisClient>();
expectTypeOf<ValkeyCluster>().toExtend<RedisClient>();
expectTypeOf<{ get: () => string }>().not.toExtend<RedisClient>();

declare const client: RedisClient;
const stores = redisStores(client, { prefix: 'invoices' });
const { tokenStore, callLimit } = stores;
expectTypeOf({ tokenStore, callLimit }).toExtend<EpsonConnectOptions>();
expectTypeOf({ tokenStore, callLimit }).toExtend<EpsonConnectV2Options>();
expectTypeOf({ ledger: stores.ledger }).toExtend<PrintAllOptions>();
// @ts-expect-error An option that is not there.
redisStores(client, { prefixes: 'invoices' });
