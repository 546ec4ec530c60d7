import { TimeoutError } from '../errors/index.js';
import type { Clock } from '../http/clock.js';
import { callError, type Call } from '../http/limits.js';

const DEFAULT_STALL_MS = 30_000;

/** Notices when neither side of an upload moves. */
export interface StallWatch {
  /** Says that something has moved, and whose turn it is from now on. Undefined: nobody's. */
  turn(whose: 'document' | 'network' | undefined): void;
}

const said = {
  document: 'the document has given',
  network: 'the network has taken',
};

/** @param onStall called with the error when no data was sent for too long */
export function watchStall(
  clock: Clock,
  call: Call,
  stallMs = DEFAULT_STALL_MS,
  onStall: (error: TimeoutError) => void,
): StallWatch {
  let callOff = () => {};
  return {
    turn(whose) {
      callOff();
      if (whose === undefined) return;
      callOff = clock.schedule(stallMs, () => {
        const problem = `${said[whose]} no byte for ${stallMs} ms (stallMs)`;
        onStall(callError(TimeoutError, call, problem, 'Nothing is printed.', { code: 'stalled' }));
      });
    },
  };
}
