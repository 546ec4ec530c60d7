import type { Clock } from './clock.js';
import { within, type Call } from './limits.js';
import { pacedByAll } from './shared-pacer.js';
import { quietly } from './trace.js';
import type { Answer, Transport } from './transport.js';

// A minute, and something for two clocks that do not run alike.
const WINDOW_MS = 60_100;

/** The recent calls of one client ID on one host. */
interface Pace {
  /** Calls that are on their way: the host counts each at some moment before its answer. */
  busy: number;
  /** When the calls of the last minute were answered. From then on it is sure that the host has counted them. */
  readonly ended: number[];
  /** Calls that wait for their turn, the first of them first. */
  readonly queue: Turn[];
  /** No call leaves before: the host has refused one. */
  closedUntilMs: number;
  /** Since then none has succeeded. The calls leave one by one, so that not all of them are refused again. */
  isDoubtful?: boolean;
  callOff?: () => void;
}

interface Turn {
  readonly perMinute: number;
  readonly go: () => void;
}

/**
 * One pace for each host and client ID, whatever number of clients there are in the process: they share the host's
 * limit. A clock of one's own is a time of one's own.
 */
const paces = new WeakMap<Clock, Map<string, Pace>>();

function paceOf({ clock, client }: Transport): Pace {
  const known = paces.get(clock) ?? new Map<string, Pace>();
  paces.set(clock, known);
  let pace = known.get(client);
  if (!pace) {
    // A client without calls for a minute begins anew, and is forgotten.
    for (const [other, its] of known) if (waitMs(its, clock, 1) <= 0) known.delete(other);
    known.set(client, (pace = { busy: 0, ended: [], queue: [], closedUntilMs: 0 }));
  }
  return pace;
}

/** Milliseconds until the next call may leave; Infinity when one on its way has to end first. */
function waitMs(pace: Pace, clock: Clock, perMinute: number): number {
  const { busy, ended, closedUntilMs, isDoubtful } = pace;
  const nowMs = clock.monotonicMs();
  if (isDoubtful && busy > 0) return Infinity;
  while ((ended[0] ?? nowMs) + WINDOW_MS <= nowMs) ended.shift();
  const tooMany = busy + ended.length - perMinute;
  const freeAtMs = tooMany < 0 ? 0 : (ended[tooMany] ?? Infinity) + WINDOW_MS;
  return Math.max(freeAtMs, closedUntilMs) - nowMs;
}

/** Starts the calls that may leave, in their order. */
function next(pace: Pace, clock: Clock): void {
  pace.callOff?.();
  for (let turn; (turn = pace.queue[0]); turn.go()) {
    const delayMs = waitMs(pace, clock, turn.perMinute);
    if (delayMs > 0) {
      if (delayMs < Infinity) pace.callOff = clock.schedule(delayMs, () => next(pace, clock));
      return;
    }
    pace.queue.shift();
    pace.busy += 1;
  }
}

/**
 * Runs a call that counts against the host's limit (100 a minute for each client ID; evidence: specification) when its
 * turn has come. How the host counts is unknown; whichever minute it looks at, no more than that are in it.
 *
 * @param onWait is told when it has not: milliseconds until then, `Infinity` where other calls are to end first
 */
export async function paced(
  transport: Transport,
  call: Call,
  run: () => Promise<Answer>,
  onWait?: (delayMs: number) => void,
): Promise<Answer> {
  const { clock, callsPerMinute: perMinute, callLimit } = transport;
  if (perMinute === Infinity) return run();
  if (callLimit) return pacedByAll(transport, callLimit, call, run, onWait);
  const pace = paceOf(transport);
  let isMine = false;
  let wake: (() => void) | undefined;
  const turn = {
    perMinute,
    go() {
      isMine = true;
      wake?.();
    },
  };
  pace.queue.push(turn);
  next(pace, clock);
  try {
    // Most calls go at once.
    if (!isMine) {
      onWait?.(waitMs(pace, clock, perMinute));
      await within(clock, call, Infinity, () => new Promise<void>((go) => (wake = go)), true);
    }
    const answer = await run();
    if (answer.ok) pace.isDoubtful = false;
    return answer;
  } finally {
    if (isMine) {
      pace.busy -= 1;
      pace.ended.push(clock.monotonicMs());
    } else pace.queue.splice(pace.queue.indexOf(turn), 1);
    next(pace, clock);
  }
}

/** Stops all calls of this client ID for a time, after a refusal. */
export function slowDown(transport: Transport, delayMs: number): void {
  const { clock, callLimit, client } = transport;
  if (callLimit) return quietly(() => callLimit.close(client, delayMs));
  const pace = paceOf(transport);
  pace.isDoubtful = true;
  pace.closedUntilMs = Math.max(pace.closedUntilMs, clock.monotonicMs() + delayMs);
  next(pace, clock);
}
