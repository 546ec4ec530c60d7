import type { Request, RequestHandler } from 'express';
import { holdAnswer } from './send.js';

/** The storage of changes, as far as calls depend on it. */
export interface Keeping {
  /** Returns the write that an answer must wait for; `undefined` if everything is written. */
  pending(): Promise<void> | undefined;
  /** Rejects with a `StorageError` when nothing can be kept at present. */
  ready(): Promise<void>;
}

/** Orders that wait or steer: what they change lives as long as the process. */
const STEERING = /^\/_mock\/api\/(?:wait|faults|scan|consent|pace)\b/;

/** Returns true if a call changes nothing that is stored. */
function isReading({ method, originalUrl }: Request): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method) || STEERING.test(originalUrl);
}

/** Asks before anything is changed: what cannot be kept is not done. */
export function demandStorage(keeping: Keeping): RequestHandler {
  return async (request, _response, next) => {
    if (!isReading(request)) await keeping.ready();
    next();
  };
}

/**
 * Lets no answer say that something was done before it is kept. Also what others have changed meanwhile: nobody is told
 * of a state that a restarted host would not know. What only reads is answered even where nothing can be kept.
 */
export function answerWhenKept(keeping: Keeping): RequestHandler {
  return (request, response, next) => {
    holdAnswer(response, (status, send) => {
      const pending = status < 400 ? keeping.pending() : undefined;
      if (pending === undefined) return send();
      pending
        .then(send, (error: unknown) => (isReading(request) ? send() : next(error)))
        .catch(() => response.destroy());
    });
    next();
  };
}
