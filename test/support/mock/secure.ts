import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { startMockHost, type Exchange, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import { onTestFinished } from 'vitest';
import { newFolder } from '../folder.js';

/** A folder for a CA that goes with the test: no test ever uses the one of this user. */
export function temporaryCaDir(): string {
  const folder = newFolder();
  return join(folder, 'ca');
}

export interface SecureHost {
  readonly host: RunningMockHost;
  readonly https: NonNullable<RunningMockHost['https']>;
  readonly ca: string;
  /** The exchanges that were reported, the tunnels included. */
  readonly told: Exchange[];
}

/** A host that speaks TLS, which goes with the test. */
export async function startSecureHost(options: StartOptions = {}): Promise<SecureHost> {
  const told: Exchange[] = [];
  const host = await startMockHost({
    tls: { caDir: temporaryCaDir() },
    onExchange: (exchange) => told.push(exchange),
    ...options,
  });
  onTestFinished(() => host.close());
  if (host.https === undefined) throw new Error('the host does not speak TLS');
  return { host, https: host.https, ca: readFileSync(host.https.caFile, 'utf8'), told };
}

/** A socket that is connected, and is destroyed with the test. */
export async function dial(port: number, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port, host, allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Everything that comes until the connection ends. */
export async function readAll(socket: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  socket.setEncoding('latin1');
  for await (const chunk of socket) text += String(chunk);
  return text;
}

/** The answer to CONNECT, and the socket behind it. */
export function connectThrough(
  port: number,
  target: string,
): Promise<{ response: IncomingMessage; socket: Socket }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method: 'CONNECT', path: target, agent: false });
    onTestFinished(() => void request.destroy());
    request.once('connect', (response, socket: Socket, head) => {
      socket.unshift(head);
      onTestFinished(() => void socket.destroy());
      resolve({ response, socket });
    });
    request.once('error', reject).end();
  });
}

/** TLS over a socket, for a name and with the mock's CA only. */
export async function secure(socket: Socket, name: string, ca: string): Promise<TLSSocket> {
  // An address is no name for SNI, and is compared with the certificate all the same.
  const encrypted = connectTls({ socket, host: name, servername: isIP(name) === 0 ? name : '', ca });
  onTestFinished(() => void encrypted.destroy());
  await once(encrypted, 'secureConnect');
  return encrypted;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends a request over a connection that is there already. */
export function send(
  socket: Socket,
  method: string,
  target: string,
  headers: Record<string, string> = {},
  body: Buffer | string = '',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      createConnection: () => socket,
      method,
      path: target,
      headers: { 'Content-Length': Buffer.byteLength(body), ...headers },
    });
    request.once('error', reject).end(body);
    request.once('response', (response) => {
      readAll(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        reject,
      );
    });
  });
}
