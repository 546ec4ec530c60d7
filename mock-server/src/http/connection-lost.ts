import type { IncomingMessage } from 'node:http';
import { exchangeOf, type Reason } from './exchange.js';

/** Says how much of a request's body has come, which is not all of it: `5 of 50589 bytes came`. */
export function arrivedOf(request: IncomingMessage): string {
  const { sizeBytes } = exchangeOf(request).requestBody;
  const announced = request.headers['content-length'];
  return announced === undefined
    ? `${sizeBytes} bytes came, and not the last chunk`
    : `${sizeBytes} of ${announced} bytes came`;
}

/** Why an exchange ended whose client went away before it was answered. */
export function lostReason(request: IncomingMessage): Reason {
  const hint = request.complete
    ? 'The client ended the connection before it was answered. Wait for the answer.'
    : `The client ended the connection before the body was complete: ${arrivedOf(request)}, and nothing of them was kept. Send the body again, with the Content-Length that it has.`;
  return { rule: 'connection-lost', hint };
}
