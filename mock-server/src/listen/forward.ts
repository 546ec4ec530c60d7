import type * as http from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { isEpsonName, isLoopbackName, type Addresses } from '../epson/domain/addresses.js';
import { exchangeOutside, type Exchange } from '../http/exchange.js';
import { sendRefusal } from '../http/send.js';
import { readAbsolute, type Absolute } from '../http/target.js';
import type { Relay } from './relay.js';

/** Paths of the host and of the mock itself: they are answered whatever name stands in front of them. */
const OWN_PATH = /^\/(?:api\/|_mock(?:[/?]|$)|[^/?]*\/v1\/storage\/)/;
/** Headers that are between a client and its proxy, and not for the host behind it. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
];

/**
 * Passes on what is asked of the mock as a proxy and is meant for a host that the user named; everything else goes to `app`,
 * which answers what is meant for the mock, and refuses the rest.
 */
export function forwarding(
  app: RequestListener,
  { addresses, boundHost, relay }: { addresses: Addresses; boundHost: string; relay: Relay },
  onExchange: (exchange: Exchange) => void,
): RequestListener {
  if (relay.isEmpty) return app;
  return (request, response) => {
    const absolute = readAbsolute(request.url);
    const target = absolute ?? ofHostHeader(request);
    if (target === undefined || isOwn(target, addresses, boundHost)) return void app(request, response);
    const isAllowed = relay.allows({ name: target.authority.name, port: target.port }, request.socket);
    // A path of the API is answered here whatever the Host header says.
    if (!isAllowed || (absolute === undefined && OWN_PATH.test(target.path)))
      return void app(request, response);
    const startedAt = new Date();
    passOn(request, response, target, relay).catch((error: Error) => {
      if (response.headersSent) return void response.destroy();
      const { method = '', url = '' } = request;
      const rule = 'relay-failed';
      const hint = `The mock was told to relay ${target.authority.name}:${target.port}, and cannot: ${error.message}.`;
      onExchange(exchangeOutside({ method, target: url, startedAt, status: 502, rule, hint }));
      // The body must be read, or the client may never see the answer.
      request.resume();
      sendRefusal(response, { status: 502, code: rule }, 'api', `${rule}: ${hint}`, { Connection: 'close' });
    });
  };
}

/** PHP's streams ask a proxy as they ask a host: only the Host header tells which one is meant. */
function ofHostHeader({ url = '/', headers }: IncomingMessage): Absolute | undefined {
  return url.startsWith('/') ? readAbsolute(`http://${headers.host ?? ''}${url}`) : undefined;
}

function isOwn({ authority, port }: Absolute, addresses: Addresses, boundHost: string): boolean {
  const name = authority.name.replace(/^\[|\]$/g, '').toLowerCase();
  if (isEpsonName(name)) return true;
  return (isLoopbackName(name) || name === boundHost.toLowerCase()) && addresses.ports.includes(port);
}

async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { scheme, authority, port, path }: Absolute,
  relay: Relay,
): Promise<void> {
  const host = authority.name.replace(/^\[|\]$/g, '');
  const { request: open } = (await import(scheme === 'https' ? 'node:https' : 'node:http')) as typeof http;
  const headers: OutgoingHttpHeaders = { ...request.headers };
  for (const name of HOP_BY_HOP) delete headers[name];
  const upstream = open({
    host,
    port,
    path,
    method: request.method,
    headers,
    agent: false,
    ...relay.lookupFor(host),
  });
  response.once('close', () => upstream.destroy());
  request.pipe(upstream);
  await new Promise<void>((resolve, reject) => {
    upstream.once('error', reject);
    upstream.once('response', (answer) => {
      answer.once('error', reject);
      answer.once('end', resolve);
      const passed = answer.rawHeaders.flatMap((name, at, all) =>
        at % 2 === 0 && !HOP_BY_HOP.includes(name.toLowerCase()) ? [name, all[at + 1] ?? ''] : [],
      );
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, passed);
      answer.pipe(response);
    });
  });
}
