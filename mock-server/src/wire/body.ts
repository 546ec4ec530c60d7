import type { IncomingMessage, ServerResponse } from 'node:http';

/** Longest text body that is read: no body of the API comes near it. */
const MAX_TEXT_BYTES = 1024 * 1024;
/** How much of a refused body is still read and thrown away, so that its sender gets to see the answer. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;

/** The body did not come whole, or is longer than any body of the API. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

const expecting = new WeakSet<IncomingMessage>();

/** The client sent `Expect: 100-continue` and waits before it sends the body. */
export function expectsContinue(request: IncomingMessage): void {
  expecting.add(request);
}

/** Asks for the body, if the client waits to be asked. Whoever reads a body calls this first. */
export function askForBody(request: IncomingMessage, response: ServerResponse): void {
  if (expecting.delete(request)) response.writeContinue();
}

/** @throws BodyError when it breaks off or is longer than 1 MiB */
export async function readText(request: IncomingMessage, response: ServerResponse): Promise<string> {
  askForBody(request, response);
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_TEXT_BYTES) throw new BodyError(`The body is longer than ${MAX_TEXT_BYTES} bytes.`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BodyError) throw error;
    throw new BodyError('The connection ended before the body was complete.');
  }
  return Buffer.concat(chunks, sizeBytes).toString('utf8');
}

/**
 * Reads what is left of a body and throws it away, within a bound: a client that is still sending when
 * the connection closes never sees why it was refused.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed || expecting.has(request)) return;
  let sizeBytes = 0;
  request.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_DISCARDED_BYTES) request.destroy();
  });
  request.resume();
}
