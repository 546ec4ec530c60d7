import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

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
   * Takes a new connection. Where there are too many, one that is idle goes for it, so that those who only hold
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
