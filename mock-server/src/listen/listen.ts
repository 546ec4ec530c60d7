import type { Addresses } from '../epson/domain/addresses.js';
import type { Exchange } from '../http/exchange.js';
import { loadIdentity, startRenewal } from './tls/identity.js';
import {
  bind,
  type Bound,
  createEitherServer,
  createPlainServer,
  createTlsServer,
  type Answering,
} from './servers.js';
import { limitsOf, type Limits } from './limits.js';
import { answerConnect } from './proxy.js';
import { forwarding } from './forward.js';
import { Relay } from './relay.js';

/** Options of a host that listens. */
export interface ListenOptions {
  /** The port. Default: 0, a free one. */
  readonly port?: number;
  /** The address of this machine to listen on. Default: `127.0.0.1`. */
  readonly host?: string;
  /**
   * Listens for https as well, on a port of its own (default: any free one), with a certificate of a CA that
   * is kept in `caDir` (default: a folder of this user) and made when there is none.
   */
  readonly tls?:
    | boolean
    | {
        /** The port of HTTPS. Default: 0, a free one. */
        readonly port?: number;
        /** The folder of the certificate authority. Default: a folder of this user. */
        readonly caDir?: string;
      };
  /**
   * Other hosts that clients may reach through the mock as their proxy: a name, which means its port 443, or NAME:PORT.
   * Default: none.
   */
  readonly relay?: readonly string[];
  /** A second port, to which files are uploaded, for http and https alike. Default: none. */
  readonly uploadPort?: number;
  /** Limits of connections. Default: 2,000 connections, 30 s without progress, 16 KiB of headers. */
  readonly limits?: Partial<Limits>;
}

/** The https listener. */
export interface Https {
  /** Its base URL, without a slash at the end. */
  readonly url: string;
  /** The port of the listener. */
  readonly port: number;
  /** The certificate, in PEM, that programs have to trust. */
  readonly caFile: string;
  /** True if the CA was made just now, so that nobody can trust it yet. */
  readonly isNewCa: boolean;
}

/** A host that listens. */
export interface Listening {
  readonly url: string;
  readonly port: number;
  readonly https?: Https;
  readonly uploadUrl?: string;
  /** Ends all listeners, connections and tunnels at once. */
  readonly stop: () => Promise<void>;
}

/** The handlers of a host that listens. */
export interface Listener extends Pick<Answering, 'app' | 'classes' | 'onMalformed'> {
  readonly addresses: Addresses;
  readonly onExchange: (exchange: Exchange) => void;
}

/** @throws ListenError, CaError, LimitError */
export async function listen(
  options: ListenOptions,
  { app, classes, addresses, onExchange, onMalformed }: Listener,
): Promise<Listening> {
  const { port = 0, host = '127.0.0.1', uploadPort } = options;
  const tls = options.tls === true ? {} : options.tls || undefined;
  addresses.boundHost = host;
  const relay = new Relay(options.relay ?? []);
  const started: Bound[] = [];
  const identity = tls === undefined ? undefined : await loadIdentity(tls.caDir);
  let https: Https | undefined;
  const answering: Answering = {
    app: forwarding(app, { addresses, boundHost: host, relay }, onExchange),
    onConnect: (...args) => onConnect(...args),
    classes,
    onMalformed,
    httpsUrl: () => https?.url,
    limits: limitsOf(options.limits),
  };
  const plain = createPlainServer(answering);
  const secure = identity && (await createTlsServer(identity, answering));
  const upload = uploadPort === undefined ? undefined : createEitherServer(plain, secure);
  const onConnect = answerConnect({ addresses, plain, tls: secure, upload, relay }, onExchange);
  const renewal = identity && startRenewal(identity, tls?.caDir, (next) => secure?.setSecureContext(next));
  const stop = async () => {
    renewal?.stop();
    relay.stop();
    await Promise.all(started.map((bound) => bound.stop()));
  };
  const open = async (server: Parameters<typeof bind>[0], what: string, wanted: number) => {
    const bound = await bind(server, what, wanted, host);
    started.push(bound);
    return bound.port;
  };
  try {
    addresses.plainPort = await open(plain, 'port', port);
    if (secure !== undefined) {
      addresses.httpsPort = await open(secure, 'https port', tls?.port ?? 0);
      https = {
        url: `https://${certified(host)}:${addresses.httpsPort}`,
        port: addresses.httpsPort,
        caFile: identity?.caFile ?? '',
        isNewCa: identity?.isNewCa ?? false,
      };
    }
    if (upload !== undefined) addresses.uploadPort = await open(upload, 'upload port', uploadPort ?? 0);
  } catch (error) {
    await stop();
    throw error;
  }
  const { plainPort } = addresses;
  return {
    url: `http://${inUrl(host)}:${plainPort}`,
    port: plainPort,
    ...(https === undefined ? {} : { https }),
    ...(upload === undefined ? {} : { uploadUrl: `http://${inUrl(host)}:${addresses.uploadPort}` }),
    stop,
  };
}

const inUrl = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** An address that means all of this machine's is in no certificate. */
const certified = (host: string) => (/^(?:0\.0\.0\.0|::)$/.test(host) ? 'localhost' : inUrl(host));
