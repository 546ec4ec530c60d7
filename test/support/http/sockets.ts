import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { RunningMockHost } from 'epson-connect-mock';
import { onTestFinished } from 'vitest';

/** A bare connection, and what has come on it. */
export interface Dialled {
  readonly socket: Socket;
  /** All that came until the connection ended, or until `until` is seen in it. */
  answer(until?: RegExp): Promise<string>;
}

/** Opens a connection that goes when the test ends. */
export async function dial(host: RunningMockHost): Promise<Dialled> {
  const socket = connect(host.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let [text, isOver] = ['', false];
  const lookers = new Set<() => void>();
  const look = () => lookers.forEach((each) => each());
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    look();
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isOver = true;
    look();
  });
  await once(socket, 'connect');
  const answer = (until?: RegExp) =>
    new Promise<string>((resolve) => {
      const see = () => {
        if (!isOver && until?.test(text) !== true) return;
        lookers.delete(see);
        resolve(text);
      };
      lookers.add(see);
      see();
    });
  return { socket, answer };
}

/** The head of an upload, without the blank line's end. */
export function uploadHead(uri: string, headers: string): string {
  const { pathname, search, host } = new URL(uri);
  return `POST ${pathname}${search}&File=1.pdf HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/octet-stream\r\n${headers}\r\n`;
}
