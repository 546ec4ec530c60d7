import { aboutJob, aboutSent, type Step } from '../errors/index.js';
import { jsonOf, notJson, wordOf } from '../http/answer.js';
import type { OptionTable } from '../http/check.js';
import type { BodyCheck, DescribedOperation } from '../http/api.js';
import { badFormat, refusal } from '../http/classify-answer.js';
import { limitsOf, type Call, type CallOptions, isAbortReason } from '../http/limits.js';
import { isRenewable, pathWith } from '../http/operations.js';
import { paced } from '../http/pacer.js';
import { retrying } from '../http/retry.js';
import { send } from '../http/send.js';
import type { Answer, Transport, WireRequest } from '../http/transport.js';
import { log } from '../http/trace.js';
import type { TokenSource } from './token-source.js';

/** The parts of a client that every call needs: the host, the network and the tokens. */
export interface Session {
  readonly allowInsecureHosts: readonly string[];
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly tokens: TokenSource;
  /** Sent with every request that carries the access token. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A request whose path is filled anew for each try: a renewed token may be for another device ID. */
export interface BearerRequest extends Omit<WireRequest, 'url'> {
  /** Returns the URL, with the device ID of the access token where the caller names none. */
  readonly urlFor: (device_id: string) => string;
}

/** Called before each try with undefined, and with its answer. */
export type OnAnswer = (answer: Answer | undefined) => void;

/** Begins a call of a public method: checks its options and starts its deadline. */
export function beginCall(
  { transport }: Session,
  step: Step,
  options?: CallOptions,
  table?: OptionTable<CallOptions>,
): Call {
  return { limits: limitsOf(transport, options, table), about: { step } };
}

/** IDs for the path of an operation. Without a `device_id` it is that of the access token. */
export interface Ids {
  readonly device_id?: string | undefined;
  readonly [name: string]: unknown;
}

/** The JSON of a success, and the printer that the access token was for. */
interface Success<T> {
  readonly body: T;
  readonly device_id: string;
}

/**
 * Calls an operation on the printer of the access token, unless `ids` names another. Resolves with a success; throws
 * everything else, with the job that it is about.
 */
export async function callApi<B, A>(
  session: Session,
  call: Call,
  operation: DescribedOperation<B, A>,
  ids: Ids,
  body: B,
  checkBody?: BodyCheck,
  onAnswer?: OnAnswer,
): Promise<Success<A>> {
  const { job_id } = call.about;
  // Each version has its own name for the job in a path.
  const known = { jobId: job_id, scheduleJobId: job_id, ...ids, job_id };
  try {
    const urlFor = (own: string) =>
      session.baseUrl + pathWith(operation.path, { ...known, device_id: ids.device_id ?? own });
    // Without a body there is no content type either.
    const sent = body
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : { headers: {} };
    const request = { operation, urlFor, ...sent };
    return (await exchange(session, call, request, checkBody, onAnswer)) as Success<A>;
  } catch (error) {
    throw isAbortReason(call.limits.signal, error) ? error : aboutJob(error, job_id);
  }
}

/** Sends a request, and repeats it where that does no harm. Resolves with a success; throws everything else. */
export async function exchange(
  session: Session,
  call: Call,
  request: BearerRequest,
  checkBody?: BodyCheck,
  onAnswer?: OnAnswer,
): Promise<Success<unknown>> {
  // Rejects a path that lacks an ID before any request.
  request.urlFor('device_id');
  return retrying(session.transport, call, request.operation, async (call) => {
    const { answer, device_id } = await sendWithBearer(session, call, request, onAnswer);
    if (!answer.ok) throw refusal(answer);
    const body = jsonOf(answer);
    const problem = body === notJson ? 'with something other than JSON' : checkBody?.(body, answer.status);
    if (problem) throw badFormat(answer, problem);
    return { body, device_id };
  });
}

/**
 * Sends a request with the bearer token when its turn has come. Answers a 401 by one renewal and one repeat, because the
 * host has done nothing yet. For `execute` only Epson's own word on the first try is proof of that. A second 401 is an
 * answer like any other.
 */
async function sendWithBearer(
  { transport, tokens, headers: own }: Session,
  call: Call,
  { urlFor, ...request }: BearerRequest,
  onAnswer?: OnAnswer,
): Promise<{ answer: Answer; device_id: string }> {
  const { limits } = call;
  let access_token = '';
  let device_id = '';
  const trySend = async (call: Call) => {
    onAnswer?.(undefined);
    const run = async () => {
      // Resolved when the turn has come: a token could die in the queue.
      const now = await tokens.usable(limits);
      access_token = now.access_token;
      device_id = now.subject_id ?? '';
      const headers = { ...request.headers, ...own, authorization: `Bearer ${access_token}` };
      return send(transport, call, { ...request, url: urlFor(device_id), headers });
    };
    const answer = await paced(transport, call, run, (delayMs) =>
      log(transport, 'info', 'paced', { ...call.about, delayMs }),
    );
    onAnswer?.(answer);
    return { answer, device_id };
  };
  const first = await trySend(call);
  const isFirstTry = !call.retryReason;
  if (first.answer.status !== 401 || !isRenewable(request.operation, wordOf(first.answer), isFirstTry))
    return first;
  try {
    onAnswer?.(undefined);
    await tokens.instead(limits, access_token);
    return await trySend({ ...call, retryReason: 'status_401' });
  } catch (error) {
    throw isAbortReason(limits.signal, error) ? error : aboutSent(error);
  }
}
