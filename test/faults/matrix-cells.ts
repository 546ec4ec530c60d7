import type { Fault } from 'epson-connect-mock';

/** The four steps of `print`: the operation that a fault strikes, and what the errors call the step. */
export const STEPS = {
  authenticate: 'authenticate',
  createPrintJob: 'create',
  uploadPrintFile: 'upload',
  executePrint: 'execute',
} as const;

export type Operation = keyof typeof STEPS;

/** Name and code of the error that `print` ends with; undefined when the document is printed. */
export type Outcome = readonly [name: string, code: string, step?: string] | undefined;

/** The outcome of `print` if a fault strikes once, and if it strikes every call. */
export interface Cell {
  readonly once: Outcome;
  readonly always: Outcome;
}

/** Every kind of fault but refusals, with its variants. Long ones come to no end before the client gives up. */
export const EFFECTS: Readonly<Record<string, NonNullable<Fault['effect']>>> = {
  'a short delay': { kind: 'delay', delay_ms: 1 },
  'a delay longer than timeoutMs': { kind: 'delay', delay_ms: 30_000 },
  'no answer at all (hang)': { kind: 'hang' },
  'a connection that ends before (drop_before)': { kind: 'drop_before' },
  'a connection that ends after (drop_after)': { kind: 'drop_after' },
  'an answer without its body (truncate)': { kind: 'truncate', after_bytes: 0 },
  'an answer that is cut off (truncate)': { kind: 'truncate', after_bytes: 1 },
  'an answer that is slow': { kind: 'slow', bytes_per_second: 1_000_000 },
  'an answer that is too slow': { kind: 'slow', bytes_per_second: 1 },
  "a gateway's page (html)": { kind: 'html' },
  "a gateway's page with 200 (html)": { kind: 'html', status: 200 },
  "a gateway's page with 404 (html)": { kind: 'html', status: 404 },
  "a gateway's page with 503 (html)": { kind: 'html', status: 503 },
  'a redirect (html)': { kind: 'html', status: 302 },
  'a 200 that is not JSON (not_json)': { kind: 'not_json' },
};

const prints: Cell = { once: undefined, always: undefined };
/** Not repeated: to ask again would bring the same. */
const ends = (name: string, code: string, step?: string): Cell => {
  const outcome: Outcome = step === undefined ? [name, code] : [name, code, step];
  return { once: outcome, always: outcome };
};
/** Repeated, so that a fault that strikes once does no harm. */
const passes = (name: string, code: string): Cell => ({ once: undefined, always: [name, code] });
/** Nothing is proven, and the host does not know the job: nobody may say that it prints, or that it does not. */
const unknown = ends('OutcomeUnknownError', 'outcome_unknown');
/** Repeated, so that a fault that strikes once does no harm; but refused in the end is not proven to be not done. */
const passesOrUnknown = passes('OutcomeUnknownError', 'outcome_unknown');

const noAnswer = passes('ConnectionError', 'connection_failed');
const tooLate = passes('TimeoutError', 'timeout');
/** Outcomes of all steps before the last: a request without an answer is sent again. */
const effects = {
  'a short delay': prints,
  'a delay longer than timeoutMs': tooLate,
  'no answer at all (hang)': tooLate,
  'a connection that ends before (drop_before)': noAnswer,
  'a connection that ends after (drop_after)': noAnswer,
  'an answer without its body (truncate)': noAnswer,
  'an answer that is cut off (truncate)': noAnswer,
  'an answer that is slow': prints,
  'an answer that is too slow': tooLate,
  "a gateway's page (html)": passes('ServerError', 'status_502'),
  "a gateway's page with 200 (html)": ends('ResponseFormatError', 'bad_response'),
  "a gateway's page with 404 (html)": ends('NotFoundError', 'status_404'),
  "a gateway's page with 503 (html)": passes('ServerError', 'status_503'),
  'a redirect (html)': ends('ConnectionError', 'connection_failed'),
  'a 200 that is not JSON (not_json)': ends('ResponseFormatError', 'bad_response'),
};

/** Refusals of every call with an access token. */
const refusals = {
  '400 parse_error': ends('RequestError', 'parse_error'),
  '400 validation_error': ends('RequestError', 'validation_error'),
  '400 invalid_resource': ends('RequestError', 'invalid_resource'),
  // One renewal of the token and one repeat.
  '401 client_authentication_error': passes('AuthenticationError', 'client_authentication_error'),
  '401 access_token_verification_failed': passes('AuthenticationError', 'access_token_verification_failed'),
  '403 forbidden': ends('ForbiddenError', 'forbidden'),
  '403 rate_limit_exceeded': passes('RateLimitError', 'rate_limit_exceeded'),
  '404 not_found': ends('NotFoundError', 'not_found'),
  '404 printer_not_found': ends('NotFoundError', 'printer_not_found'),
  '405 method_not_allowed': ends('RequestError', 'method_not_allowed'),
  '415 unsupported_media_type': ends('RequestError', 'unsupported_media_type'),
  '500 internal_server_error': passes('ServerError', 'internal_server_error'),
  '503 service_unavailable': passes('ServerError', 'service_unavailable'),
};

/** Every fault of the mock at every step of `print`, and how it ends. */
export const MATRIX: Readonly<Record<Operation, Readonly<Record<string, Cell>>>> = {
  authenticate: {
    '400 invalid_request': ends('AuthenticationError', 'invalid_request'),
    '400 invalid_grant': ends('AuthenticationError', 'invalid_grant'),
    '400 unsupported_grant_type': ends('AuthenticationError', 'unsupported_grant_type'),
    '401 invalid_client': ends('AuthenticationError', 'invalid_client'),
    '405 invalid_request': ends('RequestError', 'invalid_request'),
    '500 server_error': passes('ServerError', 'server_error'),
    ...effects,
  },
  createPrintJob: { ...refusals, ...effects },
  uploadPrintFile: {
    '404': ends('UploadError', 'upload_key_not_valid'),
    '413': ends('UploadError', 'file_too_large'),
    '415': ends('UploadError', 'file_not_acceptable'),
    ...effects,
    // The answer to an upload has no body, so that nothing of it can be missing or slow.
    'an answer without its body (truncate)': prints,
    'an answer that is cut off (truncate)': prints,
    'an answer that is too slow': prints,
    // Every 2xx is a success; the missing file is noticed one step later.
    "a gateway's page with 200 (html)": ends('OutcomeUnknownError', 'outcome_unknown', 'execute'),
    'a 200 that is not JSON (not_json)': ends('OutcomeUnknownError', 'outcome_unknown', 'execute'),
    "a gateway's page with 404 (html)": ends('UploadError', 'upload_key_not_valid'),
  },
  executePrint: {
    // Proof, on the first try: 400, 403, 404 printer_not_found and 415 with a word of Epson's.
    ...refusals,
    '403 printjob_too_many': ends('ForbiddenError', 'printjob_too_many'),
    '401 client_authentication_error': passesOrUnknown,
    '401 access_token_verification_failed': passesOrUnknown,
    '403 rate_limit_exceeded': passesOrUnknown,
    '503 service_unavailable': passesOrUnknown,
    // No proof: an execute that the host got twice would be refused so. Nothing is printed here, but nobody can know.
    '404 job_not_found': unknown,
    '404 not_found': unknown,
    '405 command_not_allowed': unknown,
    '405 method_not_allowed': unknown,
    '500 internal_server_error': unknown,
    'a short delay': prints,
    'an answer that is slow': prints,
    'a delay longer than timeoutMs': unknown,
    'no answer at all (hang)': unknown,
    'a connection that ends before (drop_before)': unknown,
    "a gateway's page (html)": unknown,
    "a gateway's page with 200 (html)": unknown,
    "a gateway's page with 503 (html)": unknown,
    'a redirect (html)': unknown,
    'a 200 that is not JSON (not_json)': unknown,
    "a gateway's page with 404 (html)": unknown,
    // Executed; the answer is lost, and the job is found when it is looked at.
    'a connection that ends after (drop_after)': prints,
    'an answer without its body (truncate)': prints,
    'an answer that is cut off (truncate)': prints,
    'an answer that is too slow': prints,
  },
};

/** The fault that a row of the matrix stands for. */
export function faultOf(operation: Operation, name: string, times: number | null): Fault {
  const effect = EFFECTS[name];
  if (effect !== undefined) return { operation, times, effect };
  const [status, code] = name.split(' ');
  return { operation, times, status: Number(status), ...(code === undefined ? {} : { code }) };
}
