import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import type { Exchange } from './journal/exchange.js';
import { createControl, type MockControl } from './control/control.js';
import { assemble, MockOptionError, type MockHostOptions } from './options.js';
import { sweepTemporaryFolders } from './store/folder.js';
import { expectsContinue } from './wire/body.js';
import { exchangeOfMalformed } from './journal/exchange.js';
import { answerMalformed } from './wire/malformed.js';

/** What a program needs to print on the mock, under the names that the SDK's options have. */
export interface MockCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly printerEmail: string;
}

/** A mock host that does not listen by itself. */
export interface MockHost extends AsyncDisposable {
  /** Give it to supertest, or to `http.createServer`. */
  readonly app: RequestListener;
  readonly credentials: MockCredentials;
  readonly control: MockControl;
  /** Removes what it left on disk, unless `dataDir` was given. */
  close(): Promise<void>;
}

/** A mock host that listens. `close()` also ends its connections. */
export interface RunningMockHost extends MockHost {
  /** Its base URL, without a slash at the end. */
  readonly url: string;
  readonly port: number;
}

export interface StartOptions extends MockHostOptions {
  /** Default 0: any free one. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Whether it listens for HTTPS too; `port` 0 (default) is any free one, `caDir` where its authority is kept. */
  readonly tls?: boolean | { readonly port?: number; readonly caDir?: string };
  /** Hosts besides Epson's that the proxy makes tunnels to. Default: none. */
  readonly relay?: readonly string[];
  /** The port of a second origin, which uploads go to; 0 is any free one. Default: uploads go where all else goes. */
  readonly uploadPort?: number;
  /** What connections may take: how many, how long in milliseconds, how much in bytes. */
  readonly limits?: {
    readonly connections?: number;
    readonly idleMs?: number;
    readonly stallMs?: number;
    readonly headersMs?: number;
    readonly headerBytes?: number;
  };
}

/**
 * Makes a mock host without a listener, for supertest.
 *
 * @throws MockOptionError
 * @example
 * const host = createMockHost();
 * await request(host.app).post('/api/1/printing/oauth2/auth/token?subject=printer');
 */
export function createMockHost(options: MockHostOptions = {}): MockHost {
  return create(options, '127.0.0.1');
}

function create(options: MockHostOptions, boundHost: string): MockHost {
  const { folder, client, printerEmail, ...desk } = assemble(options);
  const { host, notifier } = desk;
  const onExchange = (exchange: Exchange) => {
    const clientId = exchange.clientId ?? client.clientId;
    // What is done to the mock is no traffic of the program's.
    if (!exchange.isOwn) {
      desk.journals.of(clientId).add(exchange);
      desk.bells.of(clientId).ring();
    }
    options.onExchange?.(exchange);
  };
  const close = async () => {
    host.worlds.stop();
    notifier.stop();
    await folder.close();
  };
  return {
    app: createApp({ desk, boundHost, onExchange }),
    credentials: { ...client, printerEmail },
    control: createControl(desk, client.clientId),
    close,
    [Symbol.asyncDispose]: close,
  };
}

let swept: Promise<void> | undefined;

/**
 * Starts a mock host that listens, on a free port of the loopback interface unless told otherwise.
 *
 * @throws MockOptionError, also when the port is taken
 * @example
 * await using host = await startMockHost();
 * const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
 */
export async function startMockHost(options: StartOptions = {}): Promise<RunningMockHost> {
  const { port = 0, host: boundHost = '127.0.0.1', ...rest } = options;
  const host = create(rest, boundHost);
  const server = createServer(host.app);
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    expectsContinue(request);
    host.app(request, response);
  });
  server.on('clientError', (error, socket) => {
    const malformed = answerMalformed(error, socket);
    if (malformed !== undefined) rest.onExchange?.(exchangeOfMalformed(malformed));
  });
  await listen(server, port, boundHost);
  swept ??= sweepTemporaryFolders().catch(() => {});
  const { port: bound } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= stop(server).then(() => host.close()));
  const url = `http://${boundHost.includes(':') ? `[${boundHost}]` : boundHost}:${bound}`;
  return { ...host, url, port: bound, close, [Symbol.asyncDispose]: close };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  if (host === '') throw new MockOptionError('the host is empty; name an address of this machine');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new MockOptionError(`the port is ${port}; it is a whole number from 0 (any free one) to 65535`);
  }
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new MockOptionError(whyNot(error, port, host), { cause: error })),
    );
    server.listen(port, host, resolve);
  });
}

function whyNot(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE')
    return `port ${port} of ${host} is taken; choose another one, or 0 for any that is free`;
  if (error.code === 'EACCES') return `port ${port} of ${host} needs more rights than this process has`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${host} is no address of this machine`;
  return `cannot listen on port ${port} of ${host}: ${error.message}`;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
