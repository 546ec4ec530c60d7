import type { OperationId } from '../rules/contract.js';
import { checkFault, type CheckedFault, type Fault } from './fault.js';

/** What is known of a call when it comes in. */
export interface Call {
  readonly operation: OperationId | undefined;
  /** The address of the printer that it is for. */
  readonly printer: string | undefined;
  readonly jobId: string | undefined;
}

/** A fault that is armed, as it is told to people. */
export interface ArmedFault {
  /** The ID of the fault, for `remove`. */
  readonly id: string;
  /** The fault as it was added. */
  readonly fault: Fault;
  /** How often it has struck. */
  readonly struck: number;
}

interface Armed {
  readonly id: string;
  readonly fault: Fault;
  readonly checked: CheckedFault;
  readonly draw: () => number;
  matched: number;
  struck: number;
}

/** The faults of one world. */
export class Faults {
  readonly #seed: readonly Fault[];
  readonly #armed = new Map<string, Armed>();
  #made = 0;

  /** @throws InvalidValue */
  constructor(seed: readonly Fault[]) {
    this.#seed = seed;
    this.reset();
  }

  /** Arms a fault. @throws InvalidValue */
  add(fault: Fault): ArmedFault {
    const checked = checkFault(fault);
    const id = `fault-${(this.#made += 1)}`;
    const armed: Armed = { id, fault, checked, draw: random(checked.seed), matched: 0, struck: 0 };
    this.#armed.set(id, armed);
    return armed;
  }

  all(): ArmedFault[] {
    return [...this.#armed.values()].map(({ id, fault, struck }) => ({ id, fault, struck }));
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
    for (const fault of this.#seed) this.add(fault);
  }

  /** Counts a call, and tells what is to happen to it, in the order in which the faults were armed. */
  onCall(call: Call): CheckedFault['effect'][] {
    if (this.#armed.size === 0) return [];
    const struck = [...this.#armed.values()].filter((armed) => strikes(armed, call));
    return struck.map((armed) => settleDelay(armed.checked.effect, armed.draw));
  }
}

function strikes(armed: Armed, call: Call): boolean {
  const { checked } = armed;
  if (checked.operation !== undefined && checked.operation !== call.operation) return false;
  if (checked.printer !== undefined && checked.printer !== call.printer?.toLowerCase()) return false;
  if (checked.jobId !== undefined && checked.jobId !== call.jobId) return false;
  armed.matched += 1;
  if (armed.matched < checked.call || armed.struck >= checked.times) return false;
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
