import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { EPSON_HOSTS, isEpsonName, type Addresses } from '../epson/domain/addresses.js';
import { exchangeOutside, type Exchange } from '../http/exchange.js';
import { answerRaw } from '../http/malformed.js';
import { readAuthority, type Authority } from '../http/target.js';
import type { Client, Relay } from './relay.js';

/** A client that goes on sending after it was refused is read for so long, so that it can read why. */
const LAST_WORDS_MS = 5000;

/** The servers that a tunnel of the mock may lead to. */
export interface ProxyTargets {
  readonly addresses: Addresses;
  readonly plain: Server;
  readonly tls: Server | undefined;
  readonly upload: Server | undefined;
  readonly relay: Relay;
}

type Route =
  | { readonly kind: 'own'; readonly server: Server }
  | { readonly kind: 'relay'; readonly authority: Authority }
  | { readonly kind: 'refused'; readonly status: number; readonly hint: string };

/**
 * Answers CONNECT: Epson's names lead to the mock's own TLS listener, its own names to its listeners, and other names
 * to where they lead if the user said so. Everything else is refused, so that no program talks to the world by mistake.
 *
 * @param onExchange called for each tunnel that is accepted or refused
 */
export function answerConnect(targets: ProxyTargets, onExchange: (exchange: Exchange) => void) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const startedAt = new Date();
    const tell = (status: number, refusal?: { rule: string; hint: string }) =>
      onExchange(
        exchangeOutside({ method: 'CONNECT', target: request.url ?? '', startedAt, status, ...refusal }),
      );
    const refuse = (status: number, rule: string, hint: string) => {
      tell(status, { rule, hint });
      answerRaw(socket, { status, rule, hint }, { code: rule, message: hint });
      socket.resume();
      const timer = setTimeout(() => socket.destroy(), LAST_WORDS_MS).unref();
      socket.once('close', () => clearTimeout(timer));
    };
    const accept = () => {
      tell(200);
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    };
    socket.on('error', () => socket.destroy());
    const route = routeOf(readAuthority(request.url), targets, request.socket);
    if (route.kind === 'refused') return refuse(route.status, 'proxy-refused', route.hint);
    if (route.kind === 'relay')
      return targets.relay.connect(route.authority, socket, head, accept, ({ status, hint }) =>
        refuse(status, 'relay-failed', hint),
      );
    accept();
    if (head.length > 0) socket.unshift(head);
    route.server.emit('connection', socket);
  };
}

function routeOf(authority: Authority | undefined, targets: ProxyTargets, client: Client): Route {
  const refused = (hint: string, status = 502): Route => ({ kind: 'refused', status, hint });
  if (authority?.port === undefined) return refused('CONNECT takes NAME:PORT.', 400);
  const { name, port } = authority;
  const { tls, relay } = targets;
  if (isEpsonName(name)) {
    if (port !== 443) return refused(`Epson's host is called on port 443, and not on ${port}.`);
    if (tls !== undefined) return { kind: 'own', server: tls };
    return refused(`The mock stands in for ${name} when it speaks TLS: start it with --tls.`);
  }
  const own = ownServer(authority, targets);
  if (own !== undefined) return { kind: 'own', server: own };
  if (relay.allows(authority, client)) return { kind: 'relay', authority };
  if (/(?:^|\.)epsonconnect\.com$/i.test(name))
    return refused(
      `The API is at ${Object.values(EPSON_HOSTS).join(', ')}; the mock does not emulate ${name}.`,
    );
  return refused(
    `This proxy leads to the mock only, and not to ${name}:${port}. Exempt the name from the proxy (NO_PROXY), or let the mock relay it: --relay ${name}${port === 443 ? '' : `:${port}`}.`,
  );
}

/** The server that a name and a port of the mock's own mean. */
function ownServer({ name, port }: Authority, targets: ProxyTargets): Server | undefined {
  const { addresses, plain, tls, upload } = targets;
  if (!addresses.isOwnName(name)) return undefined;
  if (port === addresses.plainPort) return plain;
  if (port === addresses.uploadPort) return upload;
  return port === addresses.httpsPort || port === 443 ? tls : undefined;
}
