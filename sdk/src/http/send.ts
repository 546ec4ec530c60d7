import { ConnectionError, isEpsonConnectError, ResponseFormatError, TimeoutError } from '../errors/index.js';
import { answerText, hintOf, keepHint } from './answer.js';
import { badFormat } from './classify-answer.js';
import { callError, within, type Call, isAbortReason } from './limits.js';
import { redact, withoutSecrets, type Failure } from './redact.js';
import { trace } from './trace.js';
import type { Answer, Transport, WireRequest } from './transport.js';

/** For one try of a request with a small body. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Sends one request once. The limits include the body of the answer, and the caller's abort reason is thrown unchanged.
 * Throws ConnectionError and TimeoutError; resolves with an answer of any status.
 */
export async function send(transport: Transport, call: Call, request: WireRequest): Promise<Answer> {
  const run = () => sendUnwatched(transport, call, request);
  const isWatched = transport.hooks || call.limits.onResponse;
  const answer = await (isWatched ? trace(transport, call, request.operation, run) : run());
  const { job_id } = call.about;
  const hint = answer.ok && job_id && hintOf(answer);
  if (hint) keepHint(transport, job_id, hint);
  return answer;
}

async function sendUnwatched(
  { api, fetch, usesNodeFetch, clock, timeoutMs: ofClient }: Transport,
  call: Call,
  request: WireRequest,
): Promise<Answer> {
  const { signal: callers, timeoutMs } = call.limits;
  const { operation, url, defaultTimeoutMs = DEFAULT_TIMEOUT_MS, ifBroken, ...sent } = request;
  const tryMs = timeoutMs ?? ofClient ?? defaultTimeoutMs;
  try {
    return await within(clock, call, tryMs, async (signal) => {
      const { method } = operation;
      const init = { method, redirect: redirectMode(), duplex: 'half', signal, ...sent };
      const response = await fetch(url, init);
      // A fetch of somebody's own; one of undici gives a Response of another class.
      if (!(Object(response) as Partial<Response>).text)
        throw callError(ResponseFormatError, call, 'the option fetch did not return a Response', undefined, {
          code: 'bad_response',
        });
      const { status, ok } = response;
      const text = await answerText(response, usesNodeFetch());
      const answer = { api, call, clock, status, ok, headers: response.headers, text: text ?? '' };
      if (text === undefined) throw badFormat(answer, 'with more than 1 MiB');
      return answer;
    });
  } catch (error) {
    if (isAbortReason(callers, error)) throw error;
    throw connectionError(call, error, ifBroken);
  }
}

let mode: RequestRedirect | undefined;

/**
 * No request ever follows a redirect. A redirect could carry headers to another origin (fetch takes `Authorization`
 * off, but no other header), and to be able to repeat a body after one, Node's fetch keeps the whole upload in memory.
 * Some edge runtimes do not know `error`; there `manual` hands us the 3xx, which is judged as what it is: no answer of
 * this API.
 */
function redirectMode(): RequestRedirect {
  try {
    mode ??= new Request('https://localhost', { redirect: 'error' }).redirect;
  } catch {
    mode = 'manual';
  }
  return mode;
}

// These only happen before a byte of the request has left: no connection, or a certificate that is not accepted. Other errors
// of TLS are not among them: an alert, or an answer that is no TLS, may come after the request.
const NOT_SENT = /REFUSED|^ENOTFOUND|^EAI_AGAIN|CONNECT_TIMEOUT|^CERT_|_CERT(_|$)|ALTNAME|LEAF_/i;
const NEVER_SENT = /^bad port$|before secure TLS/;

// The errors of undici, and with it of Node's fetch, for a time limit of its own.
const OWN_TIMEOUT = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

function connectionError(call: Call, error: unknown, ifBroken = 'The host may have received it.'): unknown {
  const reasons: string[] = [];
  let notSent = false;
  let isTimeout = false;
  for (let at = error as Failure | undefined; at && reasons.length < 4; at = at.cause) {
    // An error of our own: a time that is over, or thrown while the body was read, and fetch only wrapped it.
    if (isEpsonConnectError(at)) return at;
    const said = redact(at.message || at.code || at);
    reasons.push(said);
    if (at.code && !said.includes(at.code)) reasons.push(redact(at.code));
    isTimeout ||= OWN_TIMEOUT.test(String(at.code));
    notSent ||=
      at.syscall === 'connect' || NOT_SENT.test(String(at.code)) || NEVER_SENT.test(String(at.message));
  }
  if (isTimeout)
    return callError(TimeoutError, call, `fetch itself gave up (${reasons.join(': ')})`, ifBroken, {
      code: 'timeout',
      cause: withoutSecrets(error),
    });
  const advice = notSent ? 'Check baseUrl and the network.' : ifBroken;
  return callError(ConnectionError, call, `no answer (${reasons.join(': ')})`, advice, {
    code: 'connection_failed',
    cause: withoutSecrets(error),
    notSent,
  });
}
