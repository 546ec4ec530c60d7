import type { RequestListener } from 'node:http';
import { createApp } from './app.js';
import type { Addresses } from './domain/addresses.js';
import type { Exchange } from './journal/exchange.js';
import { createControl, type MockControl } from './control/control.js';
import { ListenError } from './listen/bind.js';
import { listen, type Https, type ListenOptions } from './listen/listen.js';
import { assemble, MockOptionError, type MockHostOptions } from './options.js';
import { sweepTemporaryFolders } from './store/folder.js';
import { CaError } from './tls/ca-folder.js';

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
  /** Its base URL, without a slash at the end. It is a proxy as well: CONNECT to Epson's names leads to `https`. */
  readonly url: string;
  readonly port: number;
  /** When `tls` is on. */
  readonly https?: Https;
  /** The origin of uploads, when `uploadPort` is given. */
  readonly uploadUrl?: string;
}

export interface StartOptions extends MockHostOptions, ListenOptions {
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
  return create(options, '127.0.0.1').host;
}

/** A host, and what it takes to let it listen. */
interface Created {
  readonly host: MockHost;
  readonly addresses: Addresses;
  readonly onExchange: (exchange: Exchange) => void;
}

function create(options: MockHostOptions, boundHost: string): Created {
  const { folder, client, printerEmail, ...desk } = assemble(options);
  const { host, notifier } = desk;
  const onExchange = (exchange: Exchange) => {
    const clientId = exchange.clientId ?? client.clientId;
    // What is done to the mock is no traffic of the program's, and a tunnel is none before something passes through it.
    const isTraffic = exchange.method !== 'CONNECT' || exchange.refusal !== undefined;
    if (isTraffic && !exchange.target.startsWith('/_mock')) {
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
    host: {
      app: createApp({ desk, boundHost, onExchange }),
      credentials: { ...client, printerEmail },
      control: createControl(desk, client.clientId),
      close,
      [Symbol.asyncDispose]: close,
    },
    addresses: host.addresses,
    onExchange,
  };
}

let swept: Promise<void> | undefined;

/**
 * Starts a mock host that listens, on a free port of the loopback interface unless told otherwise.
 *
 * @throws MockOptionError, also when a port is taken or the folder of the CA cannot be used
 * @example
 * await using host = await startMockHost();
 * const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url });
 */
export async function startMockHost(options: StartOptions = {}): Promise<RunningMockHost> {
  const { host, addresses, onExchange } = create(options, options.host ?? '127.0.0.1');
  try {
    const { stop, ...listening } = await listen(options, addresses, host.app, onExchange);
    swept ??= sweepTemporaryFolders().catch(() => {});
    let closed: Promise<void> | undefined;
    const close = () => (closed ??= stop().then(() => host.close()));
    return { ...host, ...listening, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await host.close();
    const isOption = error instanceof ListenError || error instanceof CaError;
    throw isOption ? new MockOptionError(error.message, { cause: error }) : error;
  }
}
