import type { Server, Socket } from 'node:net';
import { TLS_HANDSHAKE } from '../http/malformed.js';

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
