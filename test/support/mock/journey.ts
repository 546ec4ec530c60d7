import { startMockHost, type Exchange, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import { EpsonConnect, type EpsonConnectError, type EpsonConnectOptions } from 'epson-connect-sdk';
import { onTestFinished } from 'vitest';
import { PDF } from './client.js';
import { watchedHooks } from '../sdk/watched-hooks.js';

/** A small document with a name. */
export const document = { data: new Uint8Array(PDF), name: 'invoice-17.pdf' };

/** A host and an SDK that knows it, with what they exchanged. */
export interface Journey {
  readonly host: RunningMockHost;
  readonly epson: EpsonConnect;
  readonly exchanges: Exchange[];
  readonly operations: () => string[];
}

/** Starts a journey that ends with the test. */
export async function journey(options: StartOptions = {}, sdk: EpsonConnectOptions = {}): Promise<Journey> {
  const exchanges: Exchange[] = [];
  const host = await startMockHost({ onExchange: (exchange) => exchanges.push(exchange), ...options });
  onTestFinished(() => host.close());
  const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url, ...watchedHooks(), ...sdk });
  return {
    host,
    epson,
    exchanges,
    operations: () => exchanges.map(({ operation }) => operation ?? 'unknown'),
  };
}

/** Returns the reason of a rejected promise; fails if it was not rejected. */
export async function rejection(promise: Promise<unknown>): Promise<EpsonConnectError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error as EpsonConnectError;
  throw new Error(`expected a rejection, got ${JSON.stringify(outcome.value)}`);
}
