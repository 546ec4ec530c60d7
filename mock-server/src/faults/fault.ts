import type { OperationId } from '../rules/rule.js';
import type { ApiVersion, RefusalAnswer } from '../rules/answers.js';
import * as v from 'valibot';
import { DOCUMENTED, OPERATIONS } from '../rules/documented.js';
import { check, InvalidValue, members, numberFrom, oneKindOf, oneOf, wholeNumber } from '../text/check.js';

/** The effect of a fault on a call. Times are milliseconds of real time. */
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
 * @example { duration_ms: 60_000, effect: { kind: 'drop_after' } } // calls take effect, and their answers are lost
 */
export interface Fault {
  /** The operation ID of the description. Default: any. */
  readonly operation?: OperationId;
  /** Only calls of this version of the API. Default: either. */
  readonly api_version?: 1 | 2;
  /** Only calls for the printer with this address. */
  readonly printer?: string;
  /** Only calls on this job. */
  readonly job_id?: string;
  /** From which matching call on, counted from 1. Default 1. */
  readonly call?: number;
  /** The number of matching calls; `null` for all until it is removed. Default 1, and `null` with `duration_ms`. */
  readonly times?: number | null;
  /** The end of an outage: milliseconds of the world's time after the first call that was struck. Default none. */
  readonly duration_ms?: number;
  /** The probability for each call, from 0 to 1; drawn from `seed`, so that a run can be repeated. Default 1. */
  readonly probability?: number;
  /** The seed of the draws. Default 1. */
  readonly seed?: number;
  /** The effect. Default: a refusal, see `code` and `status`. */
  readonly effect?: FaultEffect;
  /** In place of `effect`, a documented refusal by Epson's code, its status, or both. */
  readonly code?: string;
  /** The status of the refusal, such as 503. */
  readonly status?: number;
}

/** A fault with everything in its place. */
export interface CheckedFault {
  readonly operation: OperationId | undefined;
  readonly apiVersion: ApiVersion | undefined;
  readonly printer: string | undefined;
  readonly jobId: string | undefined;
  readonly call: number;
  readonly times: number;
  readonly durationMs: number;
  readonly probability: number;
  readonly seed: number;
  readonly effect:
    Exclude<FaultEffect, { kind: 'refuse' }> | { readonly kind: 'refuse'; readonly answers: Answers };
}

/** The answer of each version that documents the refusal; calls of the other one are not struck. */
export type Answers = Readonly<Partial<Record<ApiVersion, RefusalAnswer>>>;

const MS = numberFrom(0, 3_600_000);
/** At most a year. */
const DURATION_MS = numberFrom(1, 31_536_000_000);

const EFFECT = 'member of an effect';
const EFFECTS = oneKindOf([
  members(EFFECT, { kind: v.literal('refuse') }, { status: v.number(), code: v.string() }),
  members(EFFECT, { kind: v.literal('delay'), delay_ms: MS }, { spread_ms: MS }),
  members(EFFECT, { kind: v.literal('drop_before') }, {}),
  members(EFFECT, { kind: v.literal('drop_after') }, {}),
  members(EFFECT, { kind: v.literal('truncate'), after_bytes: numberFrom(0) }, {}),
  members(EFFECT, { kind: v.literal('slow'), bytes_per_second: numberFrom(1) }, {}),
  members(EFFECT, { kind: v.literal('hang') }, {}),
  members(EFFECT, { kind: v.literal('html') }, { status: numberFrom(200, 599) }),
  members(EFFECT, { kind: v.literal('not_json') }, {}),
]);

/** A fault, whichever way it comes in. */
export const FAULT = v.pipe(
  members(
    'member of a fault',
    {},
    {
      operation: oneOf(OPERATIONS),
      api_version: v.picklist([1, 2], 'must be 1 or 2'),
      printer: v.string(),
      job_id: v.string(),
      call: wholeNumber(1),
      times: v.nullable(wholeNumber(1)),
      duration_ms: DURATION_MS,
      probability: numberFrom(0, 1),
      seed: v.number(),
      effect: EFFECTS,
      code: v.string(),
      status: v.number(),
    },
    'a fault, such as {"operation":"executePrint","code":"service_unavailable"}',
  ),
  v.check(
    ({ effect: given, code, status }) => given === undefined || (code === undefined && status === undefined),
    'a fault has an effect, and a code or status in its place; give one of them',
  ),
);

/** Returns a fault with its defaults. @throws InvalidValue for a fault that no host could give */
export function checkFault(given: Fault, at = ''): CheckedFault {
  const {
    operation,
    api_version: apiVersion,
    printer,
    job_id: jobId,
    duration_ms: durationMs = Number.POSITIVE_INFINITY,
    times = defaultTimes(given),
    code,
    status,
    ...fault
  } = check(FAULT, given, at);
  const { call = 1, probability = 1, seed = 1, effect = { kind: 'refuse', code, status } } = fault;
  return {
    operation,
    apiVersion,
    printer: printer?.toLowerCase(),
    jobId,
    call,
    times: times ?? Number.POSITIVE_INFINITY,
    durationMs,
    probability,
    seed,
    effect:
      effect.kind === 'refuse'
        ? { kind: 'refuse', answers: answersOf(effect, operation, apiVersion, at) }
        : effect,
  };
}

/** Returns the number of calls that a fault strikes if it does not say it: an outage strikes all of its time. */
export const defaultTimes = ({ duration_ms }: Fault): number | null => (duration_ms === undefined ? 1 : null);

function answersOf(
  { code, status }: { code?: string | undefined; status?: number | undefined },
  operation: OperationId | undefined,
  apiVersion: ApiVersion | undefined,
  at: string,
): Answers {
  const fits = (each: RefusalAnswer) =>
    (code === undefined || each.code === code) && (status === undefined || each.status === status);
  const versions: readonly ApiVersion[] = apiVersion === undefined ? [1, 2] : [apiVersion];
  const documented = versions.map((version): [ApiVersion, readonly RefusalAnswer[]] => [
    version,
    (operation === undefined ? Object.values(DOCUMENTED[version]).flat() : DOCUMENTED[version][operation]) ??
      [],
  ]);
  const answers = documented.flatMap(([version, all]) =>
    all
      .filter(fits)
      .slice(0, 1)
      .map((one) => [version, one]),
  );
  if (answers.length > 0 && (code !== undefined || status !== undefined))
    return Object.fromEntries(answers) as Answers;
  const choice = new Set(
    documented.flatMap(([, all]) => all.map((each) => [each.status, each.code ?? []].flat().join(' '))),
  );
  throw new InvalidValue(
    `a fault of ${operation ?? 'any operation'} must be one of its documented refusals: ${[...choice].join(', ')}`,
    at,
  );
}
