import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as Express' router hands it on: Node's own, with what stands in its path. */
export interface Routed<Params = Readonly<Record<string, string>>> extends IncomingMessage {
  readonly params: Params;
  /** The target as it came, also where a router works on what is left of it. */
  readonly originalUrl: string;
}

/** Goes on to the next handler, or with an error to the next one that takes errors. */
export type Next = (error?: unknown) => void;

/** Answers, or goes on. */
export type Handle = (request: Routed, response: ServerResponse, next: Next) => void | Promise<void>;

/** Answers an error, or goes on with it. Express knows it by the number of its parameters. */
export type HandleError = (error: unknown, request: Routed, response: ServerResponse, next: Next) => void;
