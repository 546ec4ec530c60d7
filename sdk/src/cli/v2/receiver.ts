import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { UsageError } from '../exit-code.js';
import { systemWords } from '../messages.js';

/** An answer of the consent page: the address that the browser came back to. */
export interface Callback {
  readonly url: string;
  /** Tells the person in the browser how it went. */
  answer(title: string, text: string): Promise<void>;
}

/** A receiver that listens. */
export interface Receiver {
  close(): Promise<void>;
}

const LOOPBACK = /^(?:127\.0\.0\.1|\[::1\]|localhost)$/;

/** Returns whether this machine can receive what is sent to a redirect URI. */
export function isReceivable(redirectUri: string): boolean {
  const { protocol, hostname } = new URL(redirectUri);
  return protocol === 'http:' && LOOPBACK.test(hostname);
}

/**
 * Receives the browser on the port of a redirect URI. Only a call of its path that brings the state is passed on: anybody on
 * this machine, and any page in the browser, can call the port.
 *
 * @throws {UsageError} the port cannot be used
 */
export async function receive(
  redirectUri: string,
  state: string,
  onCallback: (callback: Callback) => void,
): Promise<Receiver> {
  const { hostname, port, pathname } = new URL(redirectUri);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', redirectUri);
    const isAsked = request.method === 'GET' && url.pathname === pathname;
    if (!isAsked) return void send(response, 404, 'Nothing is here', 'This is not the page of the login.');
    if (url.searchParams.get('state') !== state)
      return void send(
        response,
        400,
        'This is another login',
        'The address does not belong to the login that waits now. Open the address that the command shows.',
      );
    onCallback({ url: url.href, answer: (title, text) => send(response, 200, title, text) });
  });
  await listen(server, Number(port || 80), hostname.replace(/^\[(.*)\]$/, '$1'), redirectUri);
  return {
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function listen(server: Server, port: number, host: string, redirectUri: string): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const why = isTaken ? 'another program uses it' : systemWords(error);
    throw new UsageError(
      `Port ${port} of the redirect URI ${redirectUri} cannot be used: ${why}. End that program, or register another redirect URI and set EPSON_CONNECT_API_REDIRECT_URI; with --no-receiver the address is pasted instead.`,
    );
  }
}

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

/** Sends a small page. The texts are those of the command: nothing from the address stands in them. */
async function send(response: ServerResponse, status: number, title: string, text: string): Promise<void> {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': POLICY,
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
    Connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;padding:0 1rem}</style><h1>${title}</h1><p>${text}</p></html>\n`,
  );
  // The browser may be gone: then nobody waits for the page.
  await Promise.race([once(response, 'finish'), once(response, 'close')]);
}
