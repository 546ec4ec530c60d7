import { type EventEmitter, once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server as PlainServer,
  type ServerResponse,
} from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { createServer as createNetServer, type Server, type Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { exchangeOf, arrivedOf } from '../http/exchange.js';
import { lostReason } from '../http/recorder.js';
import type { Identity } from './tls/identity.js';
import { expectsContinue } from '../http/body.js';
import { answerMalformed, TLS_HANDSHAKE, answerRaw, type Told } from '../http/malformed.js';
import type { MessageClasses } from '../http/message-classes.js';
import { sendRefusal, endEarly } from '../http/send.js';
import { type Call, applyLimits, serverOptions, type Limits } from './limits.js';

/** Handlers of every server of a host. Servers are made in this file only. */
export interface Answering {
  readonly app: RequestListener;
  readonly classes: MessageClasses;
  readonly onConnect: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Called for what never became a request. */
  readonly onMalformed: (told: Told) => void;
  /** The https URL of the host, once it speaks TLS. */
  readonly httpsUrl: () => string | undefined;
  readonly limits: Limits;
}

export function createPlainServer(answering: Answering): PlainServer {
  return answer(createServer({ ...serverOptions(answering.limits), ...answering.classes }), answering);
}

/** Node's own module for it is loaded only when it is used. */
export async function createTlsServer(identity: Identity, answering: Answering): Promise<TlsServer> {
  const { createServer: createHttpsServer } = await import('node:https');
  const { key, cert } = identity;
  const options = { ...serverOptions(answering.limits), ...answering.classes, key, cert };
  const server = answer(createHttpsServer(options), answering);
  const shakeHands = takeConnections(server, (socket) =>
    handOn(socket, {
      tls: shakeHands,
      plain: (plain) => {
        const hint =
          'This is not TLS, and the mock speaks https on this port: write https:// and not http:// in its address.';
        const told = { status: 400, rule: 'request-malformed', hint };
        plain.on('error', () => plain.destroy());
        answerRaw(plain, told, { code: 'parse_error' });
        plain.resume();
        answering.onMalformed(told);
      },
    }),
  );
  return server;
}

/** A server on whose port a client may speak either. */
export function createEitherServer(plain: PlainServer, tls: TlsServer | undefined): Server {
  // As Node's servers for HTTP have it: a client may end its half and still read the answer.
  return createNetServer({ allowHalfOpen: true }, (socket) =>
    handOn(socket, {
      plain: () => plain.emit('connection', socket),
      // Without TLS it is the plain server that explains it.
      tls: () => (tls ?? plain).emit('connection', socket),
    }),
  );
}

function answer<S extends PlainServer | TlsServer>(
  server: S,
  { app, onConnect, onMalformed, httpsUrl, limits }: Answering,
): S {
  const events: EventEmitter = server;
  const calls = new WeakMap<Duplex, Call>();
  const take: RequestListener = (request, response) => {
    calls.set(request.socket, { request, response });
    const why = whyNotNamed(request);
    if (why === undefined) app(request, response);
    else refuseNameless(request, response, why, onMalformed);
  };
  events.on('request', take);
  events.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    expectsContinue(request);
    take(request, response);
  });
  events.on('connect', onConnect);
  events.on('clientError', (error: Error, socket: Duplex) => {
    const call = calls.get(socket);
    if (call !== undefined && isComing(call) && socket.writable) return endBroken(call, socket, error);
    const told = answerMalformed(error, socket, httpsUrl());
    if (told !== undefined) onMalformed(told);
  });
  applyLimits(server, limits, onMalformed);
  return server;
}

/** Tells whether the body of a call is still awaited. */
const isComing = ({ request, response }: Call) => !request.complete && !response.headersSent;

/** Ends a call in the middle of whose body the client ended the connection, or sent what is no HTTP. */
function endBroken({ request, response }: Call, socket: Duplex, error: NodeJS.ErrnoException): void {
  if (error.code !== 'HPE_INVALID_EOF_STATE') {
    const hint = `The body is not HTTP as it should be: ${error.message}, where ${arrivedOf(request)}.`;
    return endEarly(request, response, 400, { rule: 'request-malformed', hint });
  }
  // Some clients end their half and read on; the call counts as lost, which it is where they do not.
  const reason = lostReason(request);
  exchangeOf(request).settle(reason);
  answerRaw(socket, { status: 400, ...reason }, { code: 'parse_error' });
}

/** HTTP/1.1 asks for one Host header: of two, each reader on the way may take another. */
function whyNotNamed({ headers, httpVersion, rawHeaders }: IncomingMessage): string | undefined {
  if (headers.host === undefined)
    return httpVersion === '1.1' ? 'The request has no Host header, which HTTP/1.1 asks for' : undefined;
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count > 1
    ? `The request has ${count === 2 ? 'two' : count} Host headers, and HTTP allows one`
    : undefined;
}

function refuseNameless(
  request: IncomingMessage,
  response: ServerResponse,
  why: string,
  onMalformed: (told: Told) => void,
): void {
  const hint = `${why}. Send the name and port that you call, once.`;
  const { method = '', url: target = '', headers } = request;
  const call = { method, target, authorization: headers.authorization };
  const told = { status: 400, rule: 'request-malformed', hint, call };
  const answer = { status: told.status, code: 'parse_error' };
  sendRefusal(response, answer, 'api', `${told.rule}: ${hint}`, { Connection: 'close' });
  onMalformed(told);
}

/** The time that a client may take to send its first byte. */
const FIRST_BYTE_MS = 60_000;

/** The two protocols that a client may speak; its first byte tells which. */
export interface Speakers {
  readonly tls: (socket: Socket) => void;
  readonly plain: (socket: Socket) => void;
}

/** Hands a connection on when its first byte has come, which stays unread. */
export function handOn(socket: Socket, { tls, plain }: Speakers): void {
  const giveUp = () => socket.destroy();
  const look = () => {
    const chunk = socket.read() as Buffer | null;
    if (chunk === null) {
      // It has ended without a byte.
      giveUp();
      return;
    }
    socket.setTimeout(0);
    for (const event of ['end', 'error', 'timeout']) socket.off(event, giveUp);
    socket.unshift(chunk);
    (chunk[0] === TLS_HANDSHAKE ? tls : plain)(socket);
  };
  socket.once('end', giveUp).once('error', giveUp).once('timeout', giveUp).setTimeout(FIRST_BYTE_MS);
  socket.once('readable', look);
}

/** Puts somebody else in front of what a server does with a connection. @returns what it did */
export function takeConnections(server: Server, take: (socket: Socket) => void): (socket: Socket) => void {
  const own = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection').on('connection', take);
  return (socket) => {
    for (const listener of own) listener.call(server, socket);
  };
}

/** A listener that cannot be. The message says which port and why. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** A server that listens. */
export interface Bound {
  readonly port: number;
  /** Ends every connection at once, whatever is under way on it. */
  stop(): Promise<void>;
}

/**
 * Lets a server listen.
 *
 * @param what the name of the port, for the message
 * @throws ListenError
 */
export async function bind(server: Server, what: string, port: number, host: string): Promise<Bound> {
  if (host === '') throw new ListenError('the host is empty; name an address of this machine');
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ListenError(`the ${what} is ${port}; it is a whole number from 0 (any free one) to 65535`);
  const sockets = new Set<Socket>();
  // First of all: a connection that is handed on to another server, or is in the middle of a handshake, is known to
  // nobody else.
  server.prependListener('connection', (socket: Socket) => {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new ListenError(whyNot(error as NodeJS.ErrnoException, port, host), { cause: error });
  }
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function whyNot(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE')
    return `port ${port} of ${host} is taken; choose another one, or 0 for any that is free`;
  if (error.code === 'EACCES') return `port ${port} of ${host} needs more rights than this process has`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${host} is no address of this machine`;
  return `cannot listen on port ${port} of ${host}: ${error.message}`;
}
