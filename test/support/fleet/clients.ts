import { Redis as IoRedis } from 'ioredis';
import { Redis as IoValkey } from 'iovalkey';
import { createClient } from 'redis';
import type { RedisClient } from 'epson-connect-sdk/redis';

/** A client that a test has opened. */
export interface OpenClient {
  readonly client: RedisClient;
  close(): void;
}

/** An error of the connection comes up in the commands too. */
const quiet = () => {};

async function redis(port: number): Promise<OpenClient> {
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  await client.on('error', quiet).connect();
  return { client, close: () => client.destroy() };
}

function ioredis(port: number): OpenClient {
  const client = new IoRedis(port);
  client.on('error', quiet);
  return { client, close: () => client.disconnect() };
}

function iovalkey(port: number): OpenClient {
  const client = new IoValkey(port);
  client.on('error', quiet);
  return { client, close: () => client.disconnect() };
}

/** The clients by the names of their packages. */
export const openClient: Readonly<Record<string, (port: number) => OpenClient | Promise<OpenClient>>> = {
  redis,
  ioredis,
  iovalkey,
};
