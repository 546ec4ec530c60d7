import type { Exchange } from '../../../http/exchange.js';
import { addFindings, type Finding } from './finding.js';

/** Calls that belong to no job, with equal ones grouped. */
export interface LooseCall {
  readonly method: string;
  readonly target: string;
  readonly status: number | 'connection lost' | undefined;
  readonly findings: Finding[];
  count: number;
}

/** Calls of a program beside its jobs, in the order of their first occurrence. */
export class LooseCalls {
  readonly #calls = new Map<string, LooseCall>();

  get all(): LooseCall[] {
    return [...this.#calls.values()];
  }

  enter({ method, target, outcome }: Exchange, findings: Finding[]): void {
    const status = outcome?.status;
    const said = findings.map(({ rule, hint }) => rule + hint);
    const key = [method, target.replace(/\?.*/, ''), status, ...said].join(' ');
    const known = this.#calls.get(key);
    if (known === undefined) this.#calls.set(key, { method, target, status, findings, count: 1 });
    else {
      known.count += 1;
      addFindings(known.findings, findings);
    }
  }
}
