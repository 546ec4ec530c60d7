import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import { Server as TlsServer } from 'node:tls';
import type { Socket } from 'node:net';
import { exchangeOf, arrivedOf } from '../http/exchange.js';
import { isExpecting } from '../http/body.js';
import { sendRefusal, endEarly } from '../http/send.js';
import { Throttle } from './throttle.js';

/** Limits of the connections of a host. */
export interface Limits {
  /** Simultaneous connections. One more closes the one that has been idle for longest. Default: 2000. */
  readonly connections: number;
  /** The time that a connection stays open after an answer, waiting for the next request, in milliseconds. Default: 5000. */
  readonly idleMs: number;
  /** The longest pause in sending a body or reading an answer, in milliseconds. The whole may take longer. Default: 30,000. */
  readonly stallMs: number;
  /** The time in which the headers must arrive, in milliseconds. Default: 20,000. */
  readonly headersMs: number;
  /** The size of all headers of a request, in bytes. Default: 16,384. */
  readonly headerBytes: number;
}

/** The limits where nothing else is asked for. */
export const LIMITS: Limits = {
  connections: 2000,
  idleMs: 5000,
  stallMs: 30_000,
  headersMs: 20_000,
  headerBytes: 16 * 1024,
};

/** A call or a connection that a limit ended before it became an exchange, for people. */
export interface Turned {
  readonly status: number;
  readonly rule: 'connection-limit';
  readonly hint: string;
}

/** Connections above the limit that are still told why they are turned away; what is more is closed at once. */
const TOLD_WHY = 100;

/** Returns the limits with the defaults. */
export function limitsOf(given: Partial<Limits> = {}): Limits {
  return {
    ...LIMITS,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

/** Returns the limits that `createServer` takes; `applyLimits` applies the others. */
export function serverOptions({ headersMs, headerBytes, idleMs }: Limits): ServerOptions {
  return {
    maxHeaderSize: headerBytes,
    // Refused by ourselves, with a body and a reason.
    requireHostHeader: false,
    headersTimeout: headersMs + 1000,
    keepAliveTimeout: idleMs,
    // A large file on a slow line takes as long as it takes; that it goes on is what is watched.
    requestTimeout: 0,
    // A little later than our own watch, so that only one of them answers.
    connectionsCheckingInterval: Math.min(Math.max(Math.floor(headersMs / 4), 20), 1000),
  };
}

/**
 * Holds a server to its limits. Comes after its listeners for `request` and `checkContinue` are there: a connection
 * that is turned away never reaches them.
 *
 * @param onTurned called, not too often, for connections that were closed or refused
 */
export function applyLimits(server: Server, limits: Limits, onTurned: (turned: Turned) => void): void {
  const connections = new Connections(limits.connections);
  const told = new Throttle(onTurned);
  const tell = (what: string) =>
    told.tell({
      status: 503,
      rule: 'connection-limit',
      hint: `${limits.connections} connections are open, the most that are taken at the same time; ${what}. Close what is not needed, or raise --limits-connections.`,
    });
  server.maxConnections = limits.connections + TOLD_WHY;
  server.on('drop', () => tell('another one was closed at once'));
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    const { isWelcome, gone } = connections.enter(socket);
    if (gone) tell('the one that had been idle for longest was closed for a new one');
    // One that says nothing needs no reason.
    if (!isWelcome) socket.setTimeout(Math.min(limits.headersMs, 5000));
    else expectHeaders(server, connections, socket, limits.headersMs);
  });
  server.on('connect', (request: IncomingMessage) => connections.keep(request.socket));
  for (const event of ['request', 'checkContinue'] as const) {
    const listeners = server.listeners(event) as RequestListener[];
    if (listeners.length === 0) continue;
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, response: ServerResponse) => {
      if (!connections.begin(request, response)) {
        tell('a call was refused');
        return turnAway(request, response, limits.connections);
      }
      for (const listener of listeners) listener(request, response);
    });
  }
  server.setTimeout(limits.stallMs);
  server.on('timeout', (socket: Socket) => {
    const call = connections.callOn(socket);
    if (call !== undefined) lookAfter(call.request, call.response, limits.stallMs);
    // Before the first call, the time for headers is what counts; a tunnel is its ends' own affair.
    else if (!connections.isUnspoken(socket) && !connections.isTunnel(socket)) socket.destroy();
  });
}

/**
 * Watches the first headers of a connection. Node watches only those of servers that listen themselves, and connections
 * may be handed on to a server.
 */
function expectHeaders(server: Server, connections: Connections, socket: Socket, headersMs: number): void {
  const timer = setTimeout(() => {
    if (socket.destroyed || !connections.isUnspoken(socket) || connections.isTunnel(socket)) return;
    const late = Object.assign(new Error('no headers in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    server.emit('clientError', late, socket);
  }, headersMs);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
}

/** A call on whose connection nothing has moved for a while: whose fault is it? */
function lookAfter(request: IncomingMessage, response: ServerResponse, stallMs: number): void {
  const { socket } = request;
  if (response.writableLength > 0 || socket.writableLength > 0) {
    exchangeOf(request).settle({
      rule: 'answer-not-taken',
      hint: `Nothing of the answer was taken for ${stallMs} ms, so the connection was ended. Read the answer, or raise --limits-stall-ms.`,
    });
    socket.destroy();
  } else if (
    !request.complete &&
    request.readableLength === 0 &&
    !isExpecting(request) &&
    !response.headersSent
  ) {
    endStalled(request, response, stallMs);
  } else {
    // The host itself takes its time, which it was asked to: a wait, a fault, a stream of events.
    socket.setTimeout(stallMs);
  }
}

function endStalled(request: IncomingMessage, response: ServerResponse, stallMs: number): void {
  const hint = `Nothing more of the body came for ${stallMs} ms (${arrivedOf(request)}), so the call was ended and nothing of it was kept. Send the body without such pauses, with the Content-Length that it has, or raise --limits-stall-ms.`;
  endEarly(request, response, 408, { rule: 'body-stalled', hint });
}

function turnAway(request: IncomingMessage, response: ServerResponse, most: number): void {
  const isToken = /\/oauth2\/auth\/token(?:\?|$)/.test(request.url ?? '');
  const hint = `connection-limit: ${most} connections are open, the most that are taken at the same time. Close what is not needed, or raise --limits-connections.`;
  sendRefusal(
    response,
    { status: 503, code: isToken ? 'server_error' : 'service_unavailable' },
    isToken ? 'token' : 'api',
    hint,
    { Connection: 'close', 'Retry-After': '1' },
  );
}

/** A call that is under way. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The connections of a server: how many there are, and what is under way on them. */
export class Connections {
  readonly #most: number;
  readonly #all = new Set<Socket>();
  /** On which nothing is under way; the one that has been so for longest is first. */
  readonly #idle = new Set<Socket>();
  readonly #unspoken = new WeakSet<Socket>();
  readonly #tunnels = new WeakSet<Socket>();
  readonly #calls = new WeakMap<Socket, Call>();

  /** @param most at the same time */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Takes a new connection. If there are too many, it replaces one that is idle, so that clients that only hold
   * connections keep nobody out.
   */
  enter(socket: Socket): { readonly isWelcome: boolean; readonly gone: boolean } {
    const [oldest] = this.#idle;
    const isFull = this.#all.size >= this.#most;
    if (isFull && oldest === undefined) return { isWelcome: false, gone: false };
    if (isFull && oldest !== undefined) {
      this.#forget(oldest);
      oldest.destroy();
    }
    this.#all.add(socket);
    this.#idle.add(socket);
    this.#unspoken.add(socket);
    socket.once('close', () => this.#forget(socket));
    return { isWelcome: true, gone: isFull };
  }

  /** A call begins. @returns whether its connection was taken */
  begin(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    if (!this.#all.has(socket)) return false;
    const call: Call = { request, response };
    this.#unspoken.delete(socket);
    this.#idle.delete(socket);
    this.#calls.set(socket, call);
    response.once('close', () => {
      // A client that sends calls one after another without waiting has begun the next one already.
      if (this.#calls.get(socket) !== call) return;
      this.#calls.delete(socket);
      if (this.#all.has(socket)) this.#idle.add(socket);
    });
    return true;
  }

  /** The connection has become a tunnel: it is not idle, and no calls come on it any more. */
  keep(socket: Socket): void {
    this.#idle.delete(socket);
    this.#tunnels.add(socket);
  }

  callOn(socket: Socket): Call | undefined {
    return this.#calls.get(socket);
  }

  isTunnel(socket: Socket): boolean {
    return this.#tunnels.has(socket);
  }

  /** True if no call has been made on it yet. */
  isUnspoken(socket: Socket): boolean {
    return this.#unspoken.has(socket);
  }

  #forget(socket: Socket): void {
    this.#all.delete(socket);
    this.#idle.delete(socket);
  }
}
