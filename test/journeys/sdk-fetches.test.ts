import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import crossFetch from 'cross-fetch';
import { EpsonConnect, type EpsonConnectOptions, type Fetch, type PrintDocument } from 'epson-connect-sdk';
import nodeFetch3 from 'node-fetch-3';
import { Agent, fetch as undiciFetch, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { journey, rejection } from '../support/mock/journey.js';
import { listen } from '../support/http/listen.js';

const undicis = undiciFetch as unknown as Fetch;
// These two come without types.
const require = createRequire(import.meta.url);
const nodeFetch2 = require('node-fetch-2') as Fetch;
const makeFetchHappen = require('make-fetch-happen') as Fetch;

const FETCHES: [string, EpsonConnectOptions][] = [
  ['Node', {}],
  ['a wrapper of Node’s own', { fetch: (url, init) => fetch(url, init) }],
  ['a wrapper of Node’s own that says so', { fetch: (url, init) => fetch(url, init), fetchStreams: true }],
  ['undici', { fetch: undicis }],
  ['undici, which sends streams', { fetch: undicis, fetchStreams: true }],
  ['node-fetch 2', { fetch: nodeFetch2 }],
  ['node-fetch 3', { fetch: nodeFetch3 as unknown as Fetch }],
  ['cross-fetch', { fetch: crossFetch }],
  ['make-fetch-happen', { fetch: makeFetchHappen }],
];

const content = (sizeBytes: number) => new Uint8Array(sizeBytes).map((_, at) => (at * 7) % 251);
const blob = (sizeBytes: number) => new Blob([content(sizeBytes)]);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Every kind of document, small and of many pieces. */
const documents = (sizeBytes: number): PrintDocument[] => [
  { data: content(sizeBytes), name: 'invoice.pdf' },
  { data: content(sizeBytes).buffer, name: 'invoice.pdf' },
  { data: blob(sizeBytes), name: 'invoice.pdf' },
  { stream: blob(sizeBytes).stream(), name: 'invoice.pdf', sizeBytes },
  { stream: () => blob(sizeBytes).stream(), name: 'invoice.pdf' },
];

/** Prints all documents, and says what arrived how. */
async function expectWhole(options: EpsonConnectOptions): Promise<void> {
  const { host, epson, exchanges } = await journey(
    { pace: 'instant', callsPerMinute: Infinity },
    { ...options, callsPerMinute: Infinity },
  );
  for (const sizeBytes of [100, 65_536, 300_000]) {
    const all = documents(sizeBytes);
    for (const document of all) await epson.print(document);
    const uploads = exchanges.splice(0).filter(({ operation }) => operation === 'uploadPrintFile');
    const arrived = uploads.map(({ documentSha256, requestHeaders }) => {
      const headers = requestHeaders.map(([name, value]) => [name.toLowerCase(), value] as const);
      const values = (wanted: string) => headers.flatMap(([name, value]) => (name === wanted ? [value] : []));
      return [documentSha256, values('content-length'), values('transfer-encoding')];
    });
    expect(arrived).toEqual(all.map(() => [sha256(content(sizeBytes)), [String(sizeBytes)], []]));
  }
  expect(host.control.jobs()).toHaveLength(15);
}

describe.each(FETCHES)('the SDK with the fetch of %s', (_, options) => {
  it('sends documents of every kind whole, with their length', () => expectWhole(options));

  it('reads refusals, and no answer beyond 1 MiB, whose connection it lets go', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const server = createServer((request, response) => {
      request.resume();
      if (request.url === '/refused/api/1/printing/oauth2/auth/token?subject=printer')
        return void response.writeHead(400).end('{"error":"invalid_client"}');
      closed = once(response, 'close');
      const write = () => {
        while (!response.destroyed && response.write(' '.repeat(65_536)));
      };
      response.on('drain', write);
      write();
    });
    const port = await listen(server);
    const on = (path: string) =>
      new EpsonConnect({
        clientId: 'a',
        clientSecret: 'b',
        printerEmail: 'c',
        baseUrl: `http://127.0.0.1:${port}${path}`,
        retries: 0,
        ...options,
      }).authenticate();
    expect(await rejection(on('/refused'))).toMatchObject({ code: 'invalid_client', status: 400 });
    expect(await rejection(on('/endless'))).toMatchObject({ name: 'ResponseFormatError', status: 200 });
    await closed;
  });
});

describe('the fetch of Node with another undici in the process', () => {
  it('sends documents of every kind whole, with their length', async () => {
    const before = getGlobalDispatcher();
    const agent = new Agent();
    setGlobalDispatcher(agent);
    onTestFinished(async () => {
      setGlobalDispatcher(before);
      await agent.destroy();
    });
    await expectWhole({});
  });
});
