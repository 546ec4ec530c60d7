// Loaded before each test file: every error of the SDK, every line that is logged to `watchedHooks` and every exchange in
// a journal of this process is held against the secrets that passed over the wire. A test that lets one out fails.
import { createServer, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMockHost, type Exchange } from 'epson-connect-mock';
import { EpsonConnectError } from 'epson-connect-sdk';
import { afterAll, afterEach, expect } from 'vitest';
import { learnClient, learnFromAnswer, note, noteLater, takeLeaks } from './secrets.js';

/** Answers that are longer are documents and pages. */
const LONGEST_ANSWER = 65_536;

/** Each error of the SDK is given its code when it is made: that is where it is noticed, whoever makes it. */
function watchErrors(): void {
  Object.defineProperty(EpsonConnectError.prototype, 'code', {
    configurable: true,
    set(this: object, value: unknown) {
      Object.defineProperty(this, 'code', { value, writable: true, enumerable: true, configurable: true });
      noteLater(this);
    },
  });
}

/** Watches the answers of the hosts of this process, and of a test's own `fetch`. */
function watchAnswers(): void {
  const { end } = ServerResponse.prototype;
  ServerResponse.prototype.end = function (this: ServerResponse, ...args: unknown[]) {
    const [body] = args;
    const isShort = (typeof body === 'string' || body instanceof Uint8Array) && body.length < LONGEST_ANSWER;
    if (isShort) learnFromAnswer(typeof body === 'string' ? body : Buffer.from(body).toString('latin1'));
    return end.apply(this, args as Parameters<typeof end>);
  };
  // The SDK decodes what it reads; tests read it as text.
  const { decode } = TextDecoder.prototype;
  TextDecoder.prototype.decode = function (this: TextDecoder, ...args) {
    const decoded = decode.apply(this, args);
    if (decoded.length < LONGEST_ANSWER) learnFromAnswer(decoded);
    return decoded;
  };
  const { text } = Response.prototype;
  Response.prototype.text = function (this: Response) {
    const reading = text.call(this);
    reading.then(learnFromAnswer, () => {});
    return reading;
  };
}

/** Each exchange is sealed when it is told: the class is that of any exchange. */
async function watchJournals(): Promise<void> {
  let seen: Exchange | undefined;
  const host = createMockHost({ onExchange: (exchange) => (seen = exchange) });
  const { clientId, clientSecret } = host.credentials;
  learnClient(clientId, clientSecret);
  const server = createServer(host.app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/_mock/health`)).text();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await host.close();
  const prototype = Object.getPrototypeOf(seen) as Exchange;
  const { seal } = prototype;
  prototype.seal = function (this: Exchange, hide) {
    seal.call(this, hide);
    note('an exchange', JSON.stringify(this));
  };
}

const watching = Symbol.for('epson-connect-tests.watching');
const here = globalThis as { [watching]?: Promise<void> };
// Test files of one worker share their modules, and are watched once.
await (here[watching] ??= (watchErrors(), watchAnswers(), watchJournals()));

const check = () => expect(takeLeaks(), 'secrets that were shown').toEqual([]);
afterEach(check);
afterAll(check);
