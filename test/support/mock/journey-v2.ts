import { startMockHost, type Exchange, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import { EpsonConnectV2, type EpsonConnectV2Options } from 'epson-connect-sdk/v2';
import { onTestFinished } from 'vitest';
import { watchedHooks } from '../sdk/watched-hooks.js';

/** A host and an SDK of version 2 that knows it, with what they exchanged. */
export interface JourneyV2 {
  readonly host: RunningMockHost;
  readonly epson: EpsonConnectV2;
  readonly exchanges: Exchange[];
  readonly operations: () => string[];
}

/** Goes the way of a person's browser: opens the page, which consents at once, and returns where it is sent back to. */
export async function consent(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  return response.headers.get('location') ?? `status ${response.status}`;
}

/** Connects the printer of a client. */
export async function connect(epson: EpsonConnectV2): Promise<void> {
  const { url, ...kept } = await epson.authorizationUrl();
  await epson.authorize(await consent(url), kept);
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
