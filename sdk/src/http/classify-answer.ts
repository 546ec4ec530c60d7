import {
  AuthenticationError,
  type EpsonConnectError,
  type ErrorDetails,
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  RequestError,
  ResponseFormatError,
  ServerError,
  type Step,
  StateError,
  UploadError,
} from '../errors/index.js';
import { adviceOn } from './advice.js';
import { hintOf, jsonOf, requestIdOf, wordOf } from './answer.js';
import { callError } from './limits.js';
import type { Answer } from './transport.js';

type ErrorClass = new (message: string, details: ErrorDetails) => EpsonConnectError;

/** Returns the class for a status; Epson's word counts only where Epson uses one status for two things. */
function classFor(step: Step | undefined, status: number, word: string | undefined): ErrorClass {
  if (status >= 500) return ServerError;
  if (status < 400) return ResponseFormatError;
  if (status === 429 || word === 'rate_limit_exceeded') return RateLimitError;
  if (step === 'upload') return UploadError;
  if (status === 401 || (step === 'authenticate' && status < 404)) return AuthenticationError;
  if (status === 403 && (word === 'operation_not_allowed' || word === 'command_not_allowed'))
    return StateError;
  if (status === 403) return ForbiddenError;
  if (status === 404) return NotFoundError;
  return status === 409 || word === 'command_not_allowed' ? StateError : RequestError;
}

/** The upload is answered by a status only: the codes are ours. Evidence: specification. */
const uploadCodes: Record<number, string | undefined> = {
  404: 'upload_key_not_valid',
  413: 'file_too_large',
  415: 'file_not_acceptable',
};

/** Returns our code for a refusal of the gateway in front of the API, which has a `message` and no word of Epson's. */
function gatewayCode(answer: Answer): string | undefined {
  const { message } = Object(jsonOf(answer)) as { message?: unknown };
  return typeof message === 'string' ? answer.api.gatewayCodes?.[answer.status] : undefined;
}

/** Makes the error for an answer without a status of success: what failed, what Epson said, what to do. */
export function refusal(answer: Answer, cause?: unknown): EpsonConnectError {
  const { call, status } = answer;
  const word = wordOf(answer);
  const Class = classFor(call.about.step, status, word);
  const code =
    (Class === UploadError && uploadCodes[status]) || (word ?? gatewayCode(answer) ?? `status_${status}`);
  const retryAfterMs = retryAfterMsOf(answer.headers, answer.clock.nowMs());
  return error(Class, answer, word ?? '', adviceOn(answer.api, code, status, call.about.step, retryAfterMs), {
    code,
    cause,
    hint: hintOf(answer),
    requestId: requestIdOf(answer),
    retryAfterMs,
  });
}

/** Makes the error for a success that is not the documented one. */
export function badFormat(answer: Answer, problem: string): EpsonConnectError {
  return error(ResponseFormatError, answer, `but ${problem}`, 'Check that baseUrl is the host.', {
    code: 'bad_response',
  });
}

function error(
  Class: ErrorClass,
  answer: Answer,
  said: string,
  advice: string | undefined,
  details: ErrorDetails,
): EpsonConnectError {
  const { call, status } = answer;
  return callError(Class, call, `the host answered ${status} ${said}`.trim(), advice, { ...details, status });
}

/**
 * Returns `Retry-After` in milliseconds, given in seconds or as a date; undefined when it is missing or unreadable. A date is
 * compared with the answer's own `Date`, because the clock here may be wrong.
 */
export function retryAfterMsOf(headers: Headers, nowMs: number): number | undefined {
  const said = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(said)) return Number(said) * 1000;
  // Every date of HTTP, the old forms too, begins with the name of a day.
  const untilMs = /^[A-Z][a-z]{2}/.test(said) ? Date.parse(said) : NaN;
  if (Number.isNaN(untilMs)) return undefined;
  const hostsMs = Date.parse(headers.get('date') ?? '');
  return Math.max(0, untilMs - (Number.isNaN(hostsMs) ? nowMs : hostsMs));
}
