/** Epson's words for the refusals of execute in one version of the API. */
export interface ExecuteWords {
  /** The words by status. 500 is not among them: what failed may have been done before. */
  readonly documented: Readonly<Record<number, readonly string[]>>;
  /** Those that prove nothing: a job that was executed gets them, too. */
  readonly ambiguous: readonly string[];
}

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
export function outcomeOf(
  words: ExecuteWords | undefined,
  failure: ExecuteFailure | undefined,
  isFirstTry: boolean,
): ExecuteOutcome {
  if (!failure) return 'done';
  const { status, code, notSent } = failure;
  // The request surely never left: a refused connection, no such name, a bad certificate.
  if (notSent) return 'repeat';
  // Epson's call limit, a stopped service, or the limit of whoever answered.
  const isOutOfService = status === 503 || code === 'rate_limit_exceeded';
  if (status === 429 || (isOutOfService && isDocumented(words, failure))) return 'repeat';
  // The try before may be what this one is refused for.
  if (!isFirstTry || !isDocumented(words, failure)) return 'look';
  if (status === 401) return 'renew';
  return words?.ambiguous.includes(String(code)) ? 'look' : 'refusal';
}

/** Returns whether the host itself has refused: the request is over, and nothing more comes of it. */
export const isSettled = (words: ExecuteWords | undefined, failure: ExecuteFailure): boolean =>
  failure.status === 429 || isDocumented(words, failure);

const isDocumented = (words: ExecuteWords | undefined, { status = 0, code }: ExecuteFailure): boolean =>
  !!words?.documented[status]?.includes(String(code));
