import { startMockHost, type Exchange, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import { EpsonConnectV2, type EpsonConnectV2Options } from 'epson-connect-sdk/v2';
import { onTestFinished } from 'vitest';
import { watchedHooks } from '../sdk/watched-hooks.js';
import { connect } from './consent.js';

export { connect, consent } from './consent.js';

/** A host and an SDK of version 2 that knows it, with what they exchanged. */
export interface JourneyV2 {
  readonly host: RunningMockHost;
  readonly epson: EpsonConnectV2;
  readonly exchanges: Exchange[];
  readonly operations: () => string[];
}

/** Starts a journey with a connected printer, which ends with the test. What the consent took is not among the exchanges. */
export async function journeyV2(
  options: StartOptions = {},
  sdk: EpsonConnectV2Options = {},
): Promise<JourneyV2> {
  const exchanges: Exchange[] = [];
  const host = await startMockHost({
    consent: 'auto',
    onExchange: (exchange) => exchanges.push(exchange),
    ...options,
  });
  onTestFinished(() => host.close());
  const epson = new EpsonConnectV2({ ...host.credentialsV2, baseUrl: host.url, ...watchedHooks(), ...sdk });
  await connect(epson);
  exchanges.length = 0;
  return {
    host,
    epson,
    exchanges,
    operations: () => exchanges.map(({ operation }) => operation ?? 'unknown'),
  };
}
