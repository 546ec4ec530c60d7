import type { OperationId } from '../rules/rule.js';
import { checkFault, type CheckedFault, type Fault } from './fault.js';
import type { Clock } from '../epson/domain/clock.js';
import type { ApiVersion } from '../rules/answers.js';

/** A call as it is known when it comes in. */
export interface Call {
  readonly operation: OperationId | undefined;
  readonly apiVersion: ApiVersion | undefined;
  /** The address of the printer that it is for. */
  readonly printer: string | undefined;
  readonly jobId: string | undefined;
}

/** A fault that is armed, as it is reported to people. */
export interface ArmedFault {
  /** The ID of the fault, for `remove`. */
  readonly id: string;
  /** The fault as it was added. */
  readonly fault: Fault;
  /** The number of calls that it has struck. */
  readonly struck: number;
  /** True if it will not strike again. */
  readonly is_over: boolean;
  /** The end of an outage that has begun, in the world's time: ISO 8601, UTC. */
  readonly ends_at?: string;
}

interface Armed {
  readonly id: string;
  readonly fault: Fault;
  readonly checked: CheckedFault;
  readonly draw: () => number;
  matched: number;
  struck: number;
  /** Infinite until the first call is struck, and without a duration. */
  endsAtMs: number;
}

/** The faults of one world. */
export class Faults {
  readonly #seed: readonly Fault[];
  readonly #clock: () => Clock;
  readonly #onEnd: () => void;
  readonly #armed = new Map<string, Armed>();
  #made = 0;

  /**
   * @param clock the world's, which ends outages
   * @param onEnd called when an outage has ended
   * @throws InvalidValue
   */
  constructor(seed: readonly Fault[], clock: () => Clock, onEnd: () => void) {
    this.#seed = seed;
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.reset();
  }

  /** Arms a fault. @throws InvalidValue */
  add(fault: Fault): ArmedFault {
    return this.#show(this.#arm(fault));
  }

  #arm(fault: Fault): Armed {
    const checked = checkFault(fault);
    const id = `fault-${(this.#made += 1)}`;
    const counts = { matched: 0, struck: 0, endsAtMs: Number.POSITIVE_INFINITY };
    const armed: Armed = { id, fault, checked, draw: random(checked.seed), ...counts };
    this.#armed.set(id, armed);
    return armed;
  }

  all(): ArmedFault[] {
    return [...this.#armed.values()].map((armed) => this.#show(armed));
  }

  /** @returns whether there was one */
  remove(id: string): boolean {
    return this.#armed.delete(id);
  }

  clear(): void {
    this.#armed.clear();
  }

  /** Back to the faults that the host was started with. */
  reset(): void {
    this.#armed.clear();
    this.#made = 0;
    for (const fault of this.#seed) this.#arm(fault);
  }

  /** Counts a call, and tells what is to happen to it, in the order in which the faults were armed. */
  onCall(call: Call): CheckedFault['effect'][] {
    if (this.#armed.size === 0) return [];
    const nowMs = this.#clock().now();
    const struck = [...this.#armed.values()].filter((armed) => strikes(armed, call, nowMs));
    for (const armed of struck) this.#begin(armed, nowMs);
    return struck.map((armed) => settleDelay(armed.checked.effect, armed.draw));
  }

  #show(armed: Armed): ArmedFault {
    const { id, fault, struck, endsAtMs } = armed;
    const end = endsAtMs < Number.POSITIVE_INFINITY && { ends_at: new Date(endsAtMs).toISOString() };
    return { id, fault, struck, is_over: isOver(armed, this.#clock().now()), ...end };
  }

  /** Sets the end of an outage when it strikes for the first time. */
  #begin(armed: Armed, nowMs: number): void {
    const { durationMs } = armed.checked;
    if (durationMs === Number.POSITIVE_INFINITY || armed.struck > 1) return;
    armed.endsAtMs = nowMs + durationMs;
    this.#clock().at(armed.endsAtMs, this.#onEnd);
  }
}

const isOver = ({ checked, struck, endsAtMs }: Armed, nowMs: number): boolean =>
  struck >= checked.times || nowMs >= endsAtMs;

function strikes(armed: Armed, call: Call, nowMs: number): boolean {
  const { checked } = armed;
  if (checked.operation !== undefined && checked.operation !== call.operation) return false;
  if (checked.apiVersion !== undefined && checked.apiVersion !== call.apiVersion) return false;
  if (checked.effect.kind === 'refuse' && checked.effect.answers[call.apiVersion ?? 1] === undefined)
    return false;
  if (checked.printer !== undefined && checked.printer !== call.printer?.toLowerCase()) return false;
  if (checked.jobId !== undefined && checked.jobId !== call.jobId) return false;
  armed.matched += 1;
  if (armed.matched < checked.call || isOver(armed, nowMs)) return false;
  if (checked.probability < 1 && armed.draw() >= checked.probability) return false;
  armed.struck += 1;
  return true;
}

/** A delay with a spread is somewhere between, drawn from the fault's own seed. */
function settleDelay(effect: CheckedFault['effect'], draw: () => number): CheckedFault['effect'] {
  if (effect.kind !== 'delay' || effect.spread_ms === undefined) return effect;
  return { kind: 'delay', delay_ms: Math.max(effect.delay_ms + (2 * draw() - 1) * effect.spread_ms, 0) };
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32): a run that failed can be run again. */
function random(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
