import { holdAnswer } from './delay-answer.js';
import type { Handle, HandleError, Routed } from './handler.js';

/** Where changes are kept, as far as calls have to do with it. */
export interface Keeping {
  /** What an answer has to wait for; `undefined` when everything is kept. */
  pending(): Promise<void> | undefined;
  /** Rejects with a `StorageError` when nothing can be kept at present. */
  ready(): Promise<void>;
}

/** Orders that wait or steer: what they change lives as long as the process. */
const STEERING = /^\/_mock\/api\/(?:wait|faults|scan)\b/;

/** Whether a call changes nothing that is kept. */
export function isReading({ method = '', originalUrl }: Pick<Routed, 'method' | 'originalUrl'>): boolean {
  return ['GET', 'HEAD', 'OPTIONS'].includes(method) || STEERING.test(originalUrl);
}

/**
 * Lets no answer say that something was done before it is kept. Also what others have changed meanwhile: nobody is told
 * of a state that a restarted host would not know. What only reads is answered even where nothing can be kept.
 *
 * @param fail answers when it cannot be kept
 */
export function answerWhenKept(keeping: Keeping, fail: HandleError): Handle {
  return (request, response, next) => {
    holdAnswer(response, (status, send) => {
      const pending = status < 300 ? keeping.pending() : undefined;
      if (pending === undefined) return send();
      pending
        .then(send, (error: unknown) =>
          isReading(request) ? send() : void fail(error, request, response, next),
        )
        .catch(() => response.destroy());
    });
    next();
  };
}
