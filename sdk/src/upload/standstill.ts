import { TimeoutError } from '../errors.js';
import { failed } from '../http/limits.js';
import type { Reading } from './upload-body.js';

const DEFAULT_STALL_MS = 30_000;

/** Notices when neither side of an upload moves. */
export interface Standstill {
  /** Whose turn it is from now on, and that something has moved. Undefined: nobody's. */
  turn(whose: 'document' | 'network' | undefined): void;
  /** Aborted with the error when nothing has moved for too long. */
  readonly signal: AbortSignal;
}

const said = {
  document: 'the document has given',
  network: 'the network has taken',
};

export function watchStandstill({ call, clock }: Reading, stallMs = DEFAULT_STALL_MS): Standstill {
  const stop = new AbortController();
  let callOff = () => {};
  return {
    signal: stop.signal,
    turn(whose) {
      callOff();
      if (whose === undefined) return;
      callOff = clock.schedule(stallMs, () => {
        const problem = `${failed(call)} ${said[whose]} no byte for ${stallMs} ms (stallMs). Nothing is printed.`;
        stop.abort(new TimeoutError(problem, { ...call.about, code: 'stalled' }));
      });
    },
  };
}
