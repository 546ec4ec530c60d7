import { CaError } from '../listen/tls/ca-folder.js';
import { ListenError } from '../listen/servers.js';
import type { RequestListener } from 'node:http';
import { assemble, createApp } from './app.js';
import type { MockCredentials, MockCredentialsV2 } from './credentials.js';
import type { Addresses } from '../epson/domain/addresses.js';
import type { Exchange } from '../http/exchange.js';
import { createControl, type MockControl } from '../control/control.js';
import { listen, type Https } from '../listen/listen.js';
import { HOST_OPTIONS, START_OPTIONS } from '../config/option-shapes.js';
import { MockOptionError, type Checked, type MockHostOptions, type StartOptions } from '../config/options.js';
import { FolderError, sweepTemporaryFolders } from '../documents/folder.js';
import { exchangeOfMalformed } from '../epson/requests/routes.js';
import { V1_PATHS } from '../epson/v1/operations.js';
import { V2_PATHS } from '../epson/v2/operations.js';
import type { Told } from '../http/malformed.js';
import type { MessageClasses } from '../http/message-classes.js';
import { letPagesIn } from '../http/cross-origin.js';
import { ControlTokenError, settleControlToken } from '../control/control-token.js';
import { check, InvalidValue } from '../text/check.js';
import { hiderOf, type Hide, KnownSecrets } from '../text/mask.js';
import { DEFAULT_APP } from '../epson/domain/default-credentials.js';
import type { ClientSeed } from '../epson/domain/clients.js';
import { spellingsOf } from '../epson/domain/spellings.js';
import type { Host } from '../epson/domain/worlds.js';

/** A mock host that does not listen by itself. */
export interface MockHost extends AsyncDisposable {
  /**
   * The request listener, for supertest or for a server of HTTP/1 (`http.createServer`, `https.createServer`). Within another
   * Express application it must be mounted at the root, before any parser of bodies.
   */
  readonly app: RequestListener;
  /** The credentials of version 1: those of the first client, and the address of the first printer. */
  readonly credentials: MockCredentials;
  /**
   * The credentials of version 2: those of the first app. A program that prints needs an authorization, too: `consent: 'auto'`
   * gives it without a browser.
   */
  readonly credentialsV2: MockCredentialsV2;
  /**
   * The control of the first client's world, or of the first app's if only `apps` are given: its jobs, printers, faults, clock
   * and journal.
   */
  readonly control: MockControl;
  /** The file of the control token that was created because other machines reach the host. */
  readonly controlTokenFile?: string;
  /** Ends running work, and removes temporary files. What is in `dataDir` stays. */
  close(): Promise<void>;
}

/** A mock host that listens. `close()` also ends its connections. */
export interface RunningMockHost extends MockHost {
  /** Its base URL, without a slash at the end. It is a proxy as well: CONNECT to Epson's names leads to `https`. */
  readonly url: string;
  /** The port of `url`. */
  readonly port: number;
  /** The HTTPS listener, if `tls` is on. */
  readonly https?: Https;
  /** The origin of uploads, if `uploadPort` is given. */
  readonly uploadUrl?: string;
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
  return checked(() => create(check(HOST_OPTIONS, options), '127.0.0.1').host);
}

const OPTION_ERRORS = [InvalidValue, FolderError, ControlTokenError, ListenError, CaError];

/** Returns an error that says what is wrong with an option as a `MockOptionError`, and any other as it is. */
function optionError(error: unknown): unknown {
  const isOption = OPTION_ERRORS.some((Class) => error instanceof Class);
  return isOption && error instanceof Error ? new MockOptionError(error.message, { cause: error }) : error;
}

/** Runs what checks options. @throws MockOptionError for whatever an option's own room says is wrong with it */
function checked<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw optionError(error);
  }
}

/** A host, and what it takes to let it listen. */
interface Created {
  readonly host: MockHost;
  readonly classes: MessageClasses;
  readonly addresses: Addresses;
  readonly onExchange: (exchange: Exchange) => void;
  readonly onMalformed: (told: Told) => void;
}

/** @throws InvalidValue, FolderError, ControlTokenError */
function create(options: Checked<MockHostOptions>, boundHost: string): Created {
  const pages = letPagesIn(options);
  const { close: closeWorlds, firstId, credentials, credentialsV2, ...context } = assemble(options);
  const token = settleToken(options, boundHost, closeWorlds);
  const { host } = context;
  const hide = hiderFor(host, token?.value);
  const onExchange = (exchange: Exchange) => {
    exchange.seal(hide);
    const clientId = exchange.clientId ?? firstId;
    // Commands to the mock are not traffic of the program, and neither is a tunnel before something passes through it.
    const isTraffic = exchange.method !== 'CONNECT' || exchange.refusal !== undefined;
    if (isTraffic && !exchange.isOwn) {
      context.journals.of(clientId).add(exchange);
      context.changeSignals.of(clientId).notify();
    }
    options.onExchange?.(exchange);
  };
  const close = async () => {
    await closeWorlds();
    token?.remove();
  };
  const { allowHosts = [] } = options;
  const controlToken = token?.value;
  const malformed = exchangeOfMalformed(host, [V1_PATHS, V2_PATHS]);
  const app = createApp({ context, boundHost, allowHosts, controlToken, pages, hide, onExchange });
  return {
    host: {
      app: app.listener,
      ...(token?.file === undefined ? {} : { controlTokenFile: token.file }),
      credentials,
      credentialsV2,
      control: createControl(context, firstId),
      close,
      [Symbol.asyncDispose]: close,
    },
    classes: app.classes,
    addresses: host.addresses,
    onExchange,
    onMalformed: (told) => onExchange(malformed(told)),
  };
}

function settleToken(options: Checked<MockHostOptions>, boundHost: string, close: () => Promise<void>) {
  try {
    return settleControlToken(options.controlToken, boundHost, options.dataDir);
  } catch (error) {
    // The folder is let go, which somebody may want to try again with.
    void close();
    throw error;
  }
}

/** Hides the secrets of an exchange in any form: those of clients and apps, alone and in Basic, and the control token. */
function hiderFor({ clients, apps }: Host, token: string | undefined): Hide {
  let madeFor = -1;
  let hide: Hide = hiderOf([]);
  return (text) => {
    const changes = clients.changes + apps.changes;
    if (madeFor !== changes) {
      const secrets = [...clients.all(), ...apps.all()].flatMap(secretsOf);
      const seeded = new KnownSecrets();
      // A piece of the mock's own secret is its client ID, which everybody may see.
      for (const secret of secrets) if (secret !== DEFAULT_APP.clientSecret) seeded.add(secret);
      const wholes = token === undefined ? secrets : [...secrets, token];
      hide = hiderOf(wholes, [seeded, clients.known, apps.known]);
      madeFor = changes;
    }
    return hide(text);
  };
}

/** Returns the secrets of a client or an app. */
function secretsOf({ apiKey, ...client }: ClientSeed & { readonly apiKey?: string }): string[] {
  return [...spellingsOf(client), ...(apiKey === undefined ? [] : [apiKey])];
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
  const given = checked(() => check(START_OPTIONS, options));
  const { host, ...created } = checked(() => create(given, given.host ?? '127.0.0.1'));
  try {
    const { stop, ...listening } = await listen(given, { app: host.app, ...created });
    swept ??= sweepTemporaryFolders().catch(() => {});
    let closed: Promise<void> | undefined;
    const close = () => (closed ??= stop().then(() => host.close()));
    return { ...host, ...listening, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await host.close();
    throw optionError(error);
  }
}
