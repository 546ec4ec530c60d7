import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, EpsonConnectError, type StoredTokens } from '../index.js';
import { rejection } from '../test/fake-host.js';
import type { IoRedisClient } from './client.js';
import { redisStores } from './stores.js';

const refused = (message: string, more: object = {}) =>
  Promise.reject(Object.assign(new Error(message), more));

/** A client that answers each command with the next of these. */
function clientOf(...answers: (() => unknown)[]) {
  const commands: string[] = [];
  const next = async (name: string) => {
    commands.push(name);
    return answers.shift()?.() ?? null;
  };
  const client: IoRedisClient = { evalsha: () => next('evalsha'), eval: () => next('eval') };
  return { client, commands };
}

const tokens = { owner: 'o', access_token: 'a-secret-access-token', obtainedAtMs: 0 } as StoredTokens;

describe('a command', () => {
  it('is sent by its digest, and as a whole where the server does not know that', async () => {
    const { client, commands } = clientOf(
      () => refused('NOSCRIPT No matching script. Please use EVAL.'),
      () => JSON.stringify(tokens),
      () => JSON.stringify(tokens),
    );
    const { tokenStore } = redisStores(client);
    expect(await tokenStore.read('o')).toEqual(tokens);
    expect(await tokenStore.read('o')).toEqual(tokens);
    expect(commands).toEqual(['evalsha', 'eval', 'evalsha']);
  });

  it('is repeated after a broken connection and while a server starts', async () => {
    const { client, commands } = clientOf(
      () => refused('read ECONNRESET'),
      () => refused('LOADING Redis is loading the dataset in memory'),
      () => JSON.stringify(tokens),
    );
    expect(await redisStores(client).tokenStore.read('o')).toEqual(tokens);
    expect(commands).toHaveLength(3);
  });

  it('is not repeated after an answer that stays the same', async () => {
    const { client, commands } = clientOf(() =>
      refused("OOM command not allowed when used memory > 'maxmemory'."),
    );
    const error = await rejection(redisStores(client).tokenStore.read('o'));
    expect(error).toBeInstanceOf(EpsonConnectError);
    expect(error).toMatchObject({ code: 'store_refused', message: expect.stringContaining("'maxmemory'") });
    expect(commands).toHaveLength(1);
  });

  it("shows no token that a client's error holds", async () => {
    const command = { name: 'evalsha', args: [JSON.stringify(tokens)] };
    const { client } = clientOf(() => refused('WRONGTYPE Operation against a key', { command }));
    const error = await rejection(redisStores(client).tokenStore.replace(undefined, tokens));
    expect(inspect(error, { depth: 9 })).not.toContain(tokens.access_token);
    expect(error).toMatchObject({ cause: { message: 'WRONGTYPE Operation against a key' } });
  });
});

describe('redisStores', () => {
  it.each([
    ['client must be a client of redis, ioredis or iovalkey', {}, {}],
    ['prefix must be a non-empty string without braces', clientOf().client, { prefix: '{a}' }],
    ['prefix must be a non-empty string without braces', clientOf().client, { prefix: '' }],
    ['timeoutMs must be above 0', clientOf().client, { timeoutMs: 0 }],
  ])('refuses what it cannot use: %s', (message, client, options) => {
    const make = () => redisStores(client as IoRedisClient, options);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`${message}.`);
  });
});
