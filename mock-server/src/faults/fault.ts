import type { OperationId } from '../rules/contract.js';
import type { RefusalAnswer } from '../rules/answers.js';
import { DOCUMENTED } from '../rules/documented.js';
import { suggestion, unknownMember } from '../text/suggest.js';

/** What a fault does to a call. Times are milliseconds of real time. */
export type FaultEffect =
  /** One of the operation's documented refusals; without an operation, the status is enough. */
  | { readonly kind: 'refuse'; readonly status?: number; readonly code?: string }
  /** An answer that comes later, by so much, give or take so much. */
  | { readonly kind: 'delay'; readonly delay_ms: number; readonly spread_ms?: number }
  /** A connection that ends before the call had any effect, or after it had it and before the answer. */
  | { readonly kind: 'drop_before' }
  | { readonly kind: 'drop_after' }
  /** An answer whose body ends too early, or comes slowly, or never. The call has its effect but with `hang`. */
  | { readonly kind: 'truncate'; readonly after_bytes: number }
  | { readonly kind: 'slow'; readonly bytes_per_second: number }
  | { readonly kind: 'hang' }
  /** The page of a proxy (502 unless told otherwise), or a 200 that is not JSON. The call has no effect. */
  | { readonly kind: 'html'; readonly status?: number }
  | { readonly kind: 'not_json' };

/**
 * Something that goes wrong because it was asked for.
 *
 * @example { operation: 'executePrint', call: 2, code: 'service_unavailable' }
 * @example { operation: 'uploadPrintFile', times: null, effect: { kind: 'delay', delay_ms: 200, spread_ms: 100 } }
 * @example { probability: 0.1, seed: 7, times: null, effect: { kind: 'drop_before' } }
 */
export interface Fault {
  /** The operation ID of the description. Default: any. */
  readonly operation?: OperationId;
  /** Only calls for the printer with this address. */
  readonly printer?: string;
  /** Only calls on this job. */
  readonly job_id?: string;
  /** From which matching call on, counted from 1. Default 1. */
  readonly call?: number;
  /** How many matching calls; `null` for all until it is removed. Default 1. */
  readonly times?: number | null;
  /** How likely it strikes a call, from 0 to 1; drawn from `seed`, so that a run can be repeated. Default 1. */
  readonly probability?: number;
  readonly seed?: number;
  readonly effect?: FaultEffect;
  /** In place of `effect`, a documented refusal by Epson's code, its status, or both. */
  readonly code?: string;
  readonly status?: number;
}

/** A fault that no host could give. The message lists what can be asked for. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
}

/** A fault with everything in its place. */
export interface CheckedFault {
  readonly operation: OperationId | undefined;
  readonly printer: string | undefined;
  readonly jobId: string | undefined;
  readonly call: number;
  readonly times: number;
  readonly probability: number;
  readonly seed: number;
  readonly effect:
    Exclude<FaultEffect, { kind: 'refuse' }> | { readonly kind: 'refuse'; readonly answer: RefusalAnswer };
}

/** The members that hold a number, with the least and the most that it may be. */
const NUMBERS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  delay_ms: [0, 3_600_000],
  spread_ms: [0, 3_600_000],
  after_bytes: [0, Number.MAX_SAFE_INTEGER],
  bytes_per_second: [1, Number.MAX_SAFE_INTEGER],
};

const KINDS = [
  'refuse',
  'delay',
  'drop_before',
  'drop_after',
  'truncate',
  'slow',
  'hang',
  'html',
  'not_json',
];
const NEEDED: Readonly<Record<string, string>> = {
  delay: 'delay_ms',
  truncate: 'after_bytes',
  slow: 'bytes_per_second',
};

/** The members of a fault, whichever way it comes in. */
export const FAULT_MEMBERS = [
  'operation',
  'printer',
  'job_id',
  'call',
  'times',
  'probability',
  'seed',
  'effect',
  'code',
  'status',
] as const satisfies readonly (keyof Fault)[];

const EFFECT_MEMBERS = ['kind', 'status', 'code', ...Object.keys(NUMBERS)];

/** @throws FaultError */
export function checkFault(fault: Fault): CheckedFault {
  const unknown =
    unknownMember('member of a fault', fault, FAULT_MEMBERS) ??
    (typeof fault.effect === 'object'
      ? unknownMember('member of an effect', fault.effect, EFFECT_MEMBERS)
      : undefined);
  if (unknown !== undefined) throw new FaultError(unknown);
  if (fault.effect !== undefined && (fault.code !== undefined || fault.status !== undefined))
    throw new FaultError('a fault has an effect, and a code or status in its place; give one of them');
  const { operation, call = 1, probability = 1 } = fault;
  const what = `a fault of ${operation ?? 'any operation'}`;
  if (operation !== undefined && !Object.hasOwn(DOCUMENTED, operation)) {
    throw new FaultError(
      `a fault names the unknown operation "${operation}"${suggestion(operation, Object.keys(DOCUMENTED))}; there are ${Object.keys(DOCUMENTED).join(', ')}`,
    );
  }
  const times = fault.times === null ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
  if (!isCount(call) || (times !== Number.POSITIVE_INFINITY && !isCount(times))) {
    throw new FaultError(`${what} has call ${call} and times ${times}; both are whole numbers from 1 on`);
  }
  if (!(probability >= 0 && probability <= 1))
    throw new FaultError(`${what} has probability ${probability}; it is a number from 0 to 1`);
  const effect = checkEffect(fault.effect ?? refusalOf(fault), operation, what);
  const { printer, job_id: jobId, seed = 1 } = fault;
  return { operation, printer: printer?.toLowerCase(), jobId, call, times, probability, seed, effect };
}

function refusalOf({ code, status }: Fault): FaultEffect {
  return {
    kind: 'refuse',
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
  };
}

function checkEffect(
  effect: FaultEffect,
  operation: OperationId | undefined,
  what: string,
): CheckedFault['effect'] {
  // What the README's list of kinds invites to.
  if (typeof (effect as unknown) === 'string')
    throw new FaultError(
      `${what} has the effect ${JSON.stringify(effect)}; it is { kind: ${JSON.stringify(effect)} }`,
    );
  if (effect.kind === 'refuse') return { kind: 'refuse', answer: answerOf(effect, operation, what) };
  if (!KINDS.includes(effect.kind)) {
    throw new FaultError(
      `${what} has the kind ${JSON.stringify(effect.kind)}; there are ${KINDS.join(', ')}`,
    );
  }
  const numbers = effect as unknown as Record<string, unknown>;
  const needed = NEEDED[effect.kind];
  if (needed !== undefined && numbers[needed] === undefined)
    throw new FaultError(`${what} that is ${effect.kind} needs ${needed}`);
  for (const [name, [least, most]] of Object.entries(NUMBERS)) {
    const value = numbers[name];
    if (value !== undefined && !(typeof value === 'number' && value >= least && value <= most)) {
      throw new FaultError(
        `${what} has ${name} ${JSON.stringify(value)}; it is a number from ${least} to ${most}`,
      );
    }
  }
  if (
    effect.kind === 'html' &&
    effect.status !== undefined &&
    !(effect.status >= 200 && effect.status <= 599)
  ) {
    throw new FaultError(`${what} has the status ${effect.status}; it is a number from 200 to 599`);
  }
  return effect;
}

function answerOf(
  { code, status }: { code?: string; status?: number },
  operation: OperationId | undefined,
  what: string,
): RefusalAnswer {
  const documented: readonly RefusalAnswer[] =
    operation === undefined ? Object.values(DOCUMENTED).flat() : DOCUMENTED[operation];
  const answer = documented.find(
    (each) => (code === undefined || each.code === code) && (status === undefined || each.status === status),
  );
  if (answer !== undefined && (code !== undefined || status !== undefined)) return answer;
  const choice = [
    ...new Set(
      documented.map((each) => (each.code === null ? `${each.status}` : `${each.status} ${each.code}`)),
    ),
  ];
  throw new FaultError(`${what} is one of its documented refusals: ${choice.join(', ')}`);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}
