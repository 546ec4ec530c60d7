import type { IncomingMessage, ServerResponse } from 'node:http';
import { arrivedOf } from './connection-lost.js';

/** Longest text body that is read: no body of the API comes near it. */
const MAX_TEXT_BYTES = 1024 * 1024;
/** How much of a refused body is still read and thrown away, and for how long. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;
const LONGEST_DISCARD_MS = 10_000;

/** The body did not come whole, or is longer than any body of the API. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

const expecting = new WeakSet<IncomingMessage>();

/** The client sent `Expect: 100-continue` and waits before it sends the body. */
export function expectsContinue(request: IncomingMessage): void {
  expecting.add(request);
}

/** Whether the client waits to be asked for its body. */
export function isExpecting(request: IncomingMessage): boolean {
  return expecting.has(request);
}

/** Asks for the body, if the client waits to be asked. Whoever reads a body calls this first. */
export function askForBody(request: IncomingMessage, response: ServerResponse): void {
  if (expecting.delete(request)) response.writeContinue();
}

/** @throws BodyError when it breaks off or is longer than 1 MiB */
export function readBytes(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
  askForBody(request, response);
  // Listeners instead of the stream's own iterator, which costs more than all the rest of a small call.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const onData = (chunk: Buffer) => {
      sizeBytes += chunk.length;
      chunks.push(chunk);
      if (sizeBytes > MAX_TEXT_BYTES) fail(`The body is longer than ${MAX_TEXT_BYTES} bytes.`);
    };
    const onEnd = () => {
      leave();
      resolve(Buffer.concat(chunks, sizeBytes));
    };
    const onBroken = () => fail(`The connection ended before the body was complete: ${arrivedOf(request)}.`);
    const leave = () => {
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
    };
    const fail = (why: string) => {
      leave();
      // What is still to come is left to whoever answers the refusal.
      request.pause();
      reject(new BodyError(why));
    };
    if (request.destroyed) return onBroken();
    request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}

/**
 * Lets the answer be complete only when the body that is still arriving has been read and thrown away, within a bound: a
 * client that is sending when its connection closes never sees why it was refused. The answer itself goes out at once.
 */
export function endAfterBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete || request.destroyed || expecting.has(request)) return;
  const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
  response.end = ((bytes?: Buffer) => {
    if (bytes === undefined) response.flushHeaders();
    else response.write(bytes);
    discardRest(request, () => end());
    return response;
  }) as typeof response.end;
}

function discardRest(request: IncomingMessage, onOver: () => void): void {
  let sizeBytes = 0;
  const timer = setTimeout(() => request.destroy(), LONGEST_DISCARD_MS);
  const over = () => {
    clearTimeout(timer);
    onOver();
  };
  request.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_DISCARDED_BYTES) request.destroy();
  });
  request.once('end', over).once('close', over);
  request.resume();
}
