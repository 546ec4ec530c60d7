import type { EventEmitter } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server as PlainServer,
  type ServerResponse,
} from 'node:http';
import type { Server as TlsServer } from 'node:https';
import { createServer as createNetServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { settleRefusal } from '../http/exchange.js';
import { arrivedOf, lostReason } from '../http/connection-lost.js';
import type { Identity } from './tls/identity.js';
import { expectsContinue } from '../http/body.js';
import { answerMalformed } from '../http/malformed.js';
import { answerRaw, type Told } from '../http/raw-answer.js';
import type { MessageClasses } from '../http/message-classes.js';
import { sendRefusal } from '../http/send.js';
import type { Call } from './connections.js';
import { endEarly } from './end-early.js';
import { applyLimits, serverOptions, type Limits } from './limits.js';
import { handOn, takeConnections } from './first-byte.js';

/** What every server of a host does with what comes in. Servers are made in this file only. */
export interface Answering {
  readonly app: RequestListener;
  readonly classes: MessageClasses;
  readonly onConnect: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Is told of what never became a request. */
  readonly onMalformed: (told: Told) => void;
  /** Where the host speaks TLS, once it does. */
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

/** Whether the body of a call is still awaited, and the call itself. */
const isComing = ({ request, response }: Call) => !request.complete && !response.headersSent;

/** Ends a call in the middle of whose body the client ended the connection, or sent what is no HTTP. */
function endBroken({ request, response }: Call, socket: Duplex, error: NodeJS.ErrnoException): void {
  if (error.code !== 'HPE_INVALID_EOF_STATE') {
    const hint = `The body is not HTTP as it should be: ${error.message}, where ${arrivedOf(request)}.`;
    return endEarly(request, response, 400, { rule: 'request-malformed', hint });
  }
  // Some clients end their half and read on; the call counts as lost, which it is where they do not.
  const reason = lostReason(request);
  settleRefusal(request, reason);
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
