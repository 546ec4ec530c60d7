import type { IncomingMessage } from 'node:http';

/** A request as Express' router hands it on: Node's own, with what stands in its path. */
export interface Routed<Params = Readonly<Record<string, string>>> extends IncomingMessage {
  readonly params: Params;
  /** The target as it came, also where a router works on what is left of it. */
  readonly originalUrl: string;
}
