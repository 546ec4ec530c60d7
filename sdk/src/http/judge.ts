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
} from '../errors.js';
import { adviceOn, hintOf, requestIdOf } from './advice.js';
import { wordOf } from './answer.js';
import { callError } from './limits.js';
import { retryAfterMsOf } from './retry-after.js';
import type { Answer } from './transport.js';

type ErrorClass = new (message: string, details: ErrorDetails) => EpsonConnectError;

/** The status decides; Epson's word only where Epson uses one status for two things. */
function classFor(step: Step | undefined, status: number, word: string | undefined): ErrorClass {
  if (status >= 500) return ServerError;
  if (status < 400) return ResponseFormatError;
  if (status === 429 || word === 'rate_limit_exceeded') return RateLimitError;
  if (step === 'upload') return UploadError;
  if (status === 401 || (step === 'authenticate' && status < 404)) return AuthenticationError;
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

/** The error for an answer without a status of success: what failed, what Epson said, what to do. */
export function refusal(answer: Answer, cause?: unknown): EpsonConnectError {
  const { call, status } = answer;
  const word = wordOf(answer);
  const Class = classFor(call.about.step, status, word);
  const code = (Class === UploadError && uploadCodes[status]) || (word ?? `status_${status}`);
  const retryAfterMs = retryAfterMsOf(answer.headers, answer.clock.nowMs());
  return error(Class, answer, word ?? '', adviceOn(code, status, call.about.step, retryAfterMs), {
    code,
    cause,
    hint: hintOf(answer),
    requestId: requestIdOf(answer),
    retryAfterMs,
  });
}

/** The error for an answer that says success but is not what was promised. */
export function badFormat(answer: Answer, problem: string): EpsonConnectError {
  return error(ResponseFormatError, answer, `but ${problem}`, 'Is baseUrl the host?', {
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
