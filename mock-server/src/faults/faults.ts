import type { OperationId } from '../domain/contract.js';
import type { RefusalAnswer } from '../rules/answers.js';
import { DOCUMENTED } from '../rules/documented.js';

/**
 * A refusal that the mock gives because it was asked to.
 *
 * @example { operation: 'executePrint', call: 2, code: 'service_unavailable' }
 * @example { operation: 'uploadPrintFile', status: 413 }
 */
export interface Fault {
  /** The operation ID of the description. */
  readonly operation: OperationId;
  /** Which call of the operation is refused, counted from 1. Default 1. */
  readonly call?: number;
  /** How many calls in a row, from that one on. Default 1. */
  readonly times?: number;
  /** Epson's code, one of those that the description lists for the operation. */
  readonly code?: string;
  /** The status; needed for the upload, which has no codes, and where a code stands under two statuses. */
  readonly status?: number;
}

/** A fault that no host could give. The message lists what can be asked for. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}

/** A call that is refused because it was asked for. */
export class FaultStruck extends Error {
  override readonly name = 'FaultStruck';
  readonly answer: RefusalAnswer;

  constructor(answer: RefusalAnswer) {
    super('This refusal was asked for with the option faults; the call was not looked at.');
    this.answer = answer;
  }
}

interface Armed {
  readonly operation: OperationId;
  readonly from: number;
  readonly until: number;
  readonly answer: RefusalAnswer;
}

/** The faults of a host, and how often each operation was called. */
export class Faults {
  readonly #armed: readonly Armed[];
  readonly #calls = new Map<OperationId, number>();

  /** @throws FaultError */
  constructor(faults: readonly Fault[]) {
    this.#armed = faults.map(arm);
  }

  /** Counts a call, and tells how it is to be refused, if it is. */
  onCall(operation: OperationId): RefusalAnswer | undefined {
    const call = (this.#calls.get(operation) ?? 0) + 1;
    this.#calls.set(operation, call);
    return this.#armed.find((each) => each.operation === operation && call >= each.from && call < each.until)
      ?.answer;
  }
}

function arm(fault: Fault): Armed {
  const documented = Object.hasOwn(DOCUMENTED, fault.operation) ? DOCUMENTED[fault.operation] : undefined;
  if (documented === undefined) {
    throw new FaultError(
      `a fault names the operation "${fault.operation}"; there are ${Object.keys(DOCUMENTED).join(', ')}`,
    );
  }
  const { call = 1, times = 1, code, status } = fault;
  if (!isCount(call) || !isCount(times)) {
    throw new FaultError(
      `a fault of ${fault.operation} has call ${call} and times ${times}; both are whole numbers from 1 on`,
    );
  }
  const answer = documented.find(
    (each) => (code === undefined || each.code === code) && (status === undefined || each.status === status),
  );
  if (answer === undefined || (code === undefined && status === undefined)) {
    const choice = documented
      .map((each) => (each.code === null ? `${each.status}` : `${each.status} ${each.code}`))
      .join(', ');
    throw new FaultError(`a fault of ${fault.operation} is one of its documented refusals: ${choice}`);
  }
  return { operation: fault.operation, from: call, until: call + times, answer };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
