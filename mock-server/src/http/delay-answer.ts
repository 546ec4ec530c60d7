import type { ServerResponse } from 'node:http';

/** Decides when an answer goes out. */
export type Gate = (status: number, send: () => void) => void;

const gates = new WeakMap<ServerResponse, Gate>();

/** Lets an answer pass a gate before it goes out. */
export function holdAnswer(response: ServerResponse, gate: Gate): void {
  gates.set(response, gate);
}

/** Sends an answer, when it may go out. */
export function release(response: ServerResponse, status: number, send: () => void): void {
  const gate = gates.get(response);
  // A gate is passed once: what it lets out instead is not held again.
  gates.delete(response);
  if (gate === undefined) send();
  else gate(status, send);
}
