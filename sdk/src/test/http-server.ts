import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Arrived {
  readonly method: string;
  /** The raw request target, as it came over the wire. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly arrived: Arrived[];
}

/** A real HTTP server on a free port of this machine. Without a handler it answers an empty 200. `begin` sees the requests as they come. */
export async function startServer(
  handle: (arrived: Arrived, response: ServerResponse, request: IncomingMessage) => void = (_, response) =>
    response.end(),
  begin: (request: IncomingMessage) => void = () => {},
): Promise<TestServer> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    begin(request);
    request.on('end', () => {
      const { method = '', url: target = '', headers } = request;
      const one = { method, target, headers, bytes: Buffer.concat(chunks) };
      arrived.push(one);
      handle(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, arrived, [Symbol.asyncDispose]: close };
}
