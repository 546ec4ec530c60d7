import {
  badRequestCodeValues,
  commandNotAllowedCodeValues,
  executeForbiddenCodeValues,
  jobNotFoundCodeValues,
  serviceUnavailableCodeValues,
  unauthorizedCodeValues,
  unsupportedMediaTypeCodeValues,
  type operations,
} from '../generated/epson-connect.js';

type Answers = operations['executePrint']['responses'];

/** Epson's words for a refusal of execute, by status. 500 is no refusal: what failed may have been done before. */
const documented: {
  readonly [
    S in Exclude<keyof Answers, 200 | 500>
  ]: readonly Answers[S]['content']['application/json']['code'][];
} = {
  400: badRequestCodeValues,
  401: unauthorizedCodeValues,
  403: executeForbiddenCodeValues,
  404: jobNotFoundCodeValues,
  405: commandNotAllowedCodeValues,
  415: unsupportedMediaTypeCodeValues,
  503: serviceUnavailableCodeValues,
};

/** A failed try of execute: of its error, what the table below reads. */
export interface ExecuteFailure {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly notSent?: boolean | undefined;
}

/**
 * The consequence of a try of execute:
 * - `done`: the job prints.
 * - `refusal`: nothing was printed, that is proven.
 * - `renew`: get another token and send it once more.
 * - `repeat`: not processed; send it again by the policy. After the last try: `look`, unless no try ever left.
 * - `look`: nothing is proven; only a look at the job can tell.
 */
export type ExecuteOutcome = 'done' | 'refusal' | 'renew' | 'repeat' | 'look';

/**
 * The one table of all answers to execute. `failure` is undefined for the documented success. Whatever is not proven to
 * have done nothing may have printed: gateways repeat requests, and answer in the place of the host.
 */
export function outcomeOf(failure: ExecuteFailure | undefined, isFirstTry: boolean): ExecuteOutcome {
  if (!failure) return 'done';
  const { status, code, notSent } = failure;
  // The request surely never left: a refused connection, no such name, a bad certificate.
  if (notSent) return 'repeat';
  // Epson's call limit, a stopped service, or the limit of whoever answered.
  const isOutOfService = status === 503 || code === 'rate_limit_exceeded';
  if (status === 429 || (isOutOfService && isDocumented(failure))) return 'repeat';
  // The try before may be what this one is refused for.
  if (!isFirstTry || !isDocumented(failure)) return 'look';
  if (status === 401) return 'renew';
  const isProof = status === 400 || status === 403 || status === 415 || code === 'printer_not_found';
  return isProof ? 'refusal' : 'look';
}

/** Returns whether the host itself has refused: the request is over, and nothing more comes of it. */
export const isSettled = (failure: ExecuteFailure): boolean =>
  failure.status === 429 || isDocumented(failure);

function isDocumented({ status, code }: ExecuteFailure): boolean {
  const words = (documented as Readonly<Record<number, readonly (string | undefined)[] | undefined>>)[
    status ?? 0
  ];
  return words?.includes(code) ?? false;
}
