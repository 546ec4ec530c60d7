import type { ErrorRequestHandler, RequestHandler } from 'express';
import { holdAnswer } from '../wire/held.js';

/** Where changes are kept, as far as calls have to do with it. */
export interface Keeping {
  /** What an answer has to wait for; `undefined` when everything is kept. */
  pending(): Promise<void> | undefined;
  /** Rejects with a `StorageError` when nothing can be kept at present. */
  ready(): Promise<void>;
}

/** Whether a call with this method changes nothing. */
export function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * Lets no answer say that something was done before it is kept. Also what others have changed meanwhile: nobody is told
 * of a state that a restarted host would not know. What only reads is answered even where nothing can be kept.
 *
 * @param fail answers when it cannot be kept
 */
export function answerWhenKept(keeping: Keeping, fail: ErrorRequestHandler): RequestHandler {
  return (request, response, next) => {
    holdAnswer(response, (status, send) => {
      const pending = status < 300 ? keeping.pending() : undefined;
      if (pending === undefined) return send();
      pending
        .then(send, (error: unknown) =>
          isReading(request.method) ? send() : void fail(error, request, response, next),
        )
        .catch(() => response.destroy());
    });
    next();
  };
}
