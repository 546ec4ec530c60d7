import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';

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
