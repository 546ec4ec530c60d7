import type { Assumptions } from './assumptions.js';
import type { Refusal } from './refusal.js';
import type { RuleId } from './rule-ids.js';

/** Whose error body it is: `{"error"}` on the token path, `{"code"}` elsewhere, none for an upload. */
export type ErrorFamily = 'token' | 'api' | 'upload';

/** A refusal as the host says it. */
export interface RefusalAnswer {
  readonly status: number;
  /** Epson's code, or `null` where the host answers with the status alone. */
  readonly code: string | null;
}

/** A call that is refused because it was asked for. */
export class FaultStruck extends Error {
  override readonly name = 'FaultStruck';
  readonly answer: RefusalAnswer;

  constructor(answer: RefusalAnswer) {
    super('This refusal was asked for as a fault; the call was not looked at.');
    this.answer = answer;
  }
}

type Row = RefusalAnswer | ((assumptions: Assumptions) => RefusalAnswer);

const row = (status: number, code: string | null): RefusalAnswer => ({ status, code });

/** Rules that bring their own answer, or one that goes by whose error body it is. */
const OWN = ['fault', 'internal', 'storage-failed'] as const;

type OwnRule = (typeof OWN)[number];

export function isOwnRule(rule: RuleId): rule is OwnRule {
  return OWN.some((own) => own === rule);
}

/** The one place where a rule becomes a status and a code. */
const ANSWERS: Record<Exclude<RuleId, OwnRule>, Row> = {
  'token-method': row(405, 'invalid_request'),
  'token-body-unreadable': row(400, 'invalid_request'),
  'token-body-not-a-form': row(400, 'invalid_request'),
  'basic-missing': row(401, 'invalid_client'),
  'basic-malformed': row(401, 'invalid_client'),
  'client-unknown': row(401, 'invalid_client'),
  'subject-wrong': row(400, 'invalid_request'),
  'parameter-repeated': row(400, 'invalid_request'),
  'grant-type-missing': row(400, 'invalid_request'),
  'grant-type-unknown': row(400, 'unsupported_grant_type'),
  'username-missing': row(400, 'invalid_request'),
  'username-malformed': row(400, 'invalid_request'),
  'password-missing': row(400, 'invalid_request'),
  'password-not-empty': row(400, 'invalid_request'),
  'printer-unknown': row(400, 'invalid_grant'),
  'remote-printing-off': row(400, 'invalid_grant'),
  'refresh-token-missing': row(400, 'invalid_request'),
  'refresh-token-malformed': row(400, 'invalid_request'),
  'refresh-token-unknown': row(400, 'invalid_grant'),
  'refresh-token-retired': row(400, 'invalid_grant'),

  'path-unknown': row(404, 'not_found'),
  'path-malformed': row(400, 'parse_error'),
  'method-wrong': row(405, 'method_not_allowed'),
  'bearer-missing': (assumptions) => row(401, assumptions['missing-bearer']),
  'bearer-unknown': row(401, 'access_token_verification_failed'),
  'bearer-expired': row(401, 'access_token_verification_failed'),
  'bearer-revoked': row(401, 'access_token_verification_failed'),
  'call-limit-passed': row(403, 'rate_limit_exceeded'),
  'device-foreign': (assumptions) =>
    assumptions['wrong-device'] === 'forbidden' ? row(403, 'forbidden') : row(404, 'printer_not_found'),
  'content-type-unsupported': row(415, 'unsupported_media_type'),
  'body-unreadable': row(400, 'parse_error'),
  'json-malformed': row(400, 'parse_error'),
  'json-not-an-object': row(400, 'validation_error'),
  'member-not-described': row(400, 'validation_error'),
  'body-not-described': row(400, 'validation_error'),
  'job-name-invalid': row(400, 'validation_error'),
  'print-mode-invalid': row(400, 'validation_error'),
  'print-setting-not-an-object': row(400, 'validation_error'),
  'print-setting-invalid': row(400, 'invalid_resource'),
  'duplex-conflict': row(400, 'invalid_resource'),
  'job-unknown': row(404, 'job_not_found'),
  'execute-before-upload': row(405, 'command_not_allowed'),
  'execute-while-storing': row(405, 'command_not_allowed'),
  'execute-twice': row(405, 'command_not_allowed'),
  'execute-after-end': row(405, 'command_not_allowed'),
  'setting-not-supported': row(400, 'invalid_resource'),
  'job-not-executed': row(404, 'job_not_found'),
  'printer-queue-full': row(403, 'printjob_too_many'),
  'cancel-too-late': row(405, 'command_not_allowed'),
  'operated-by-invalid': row(400, 'validation_error'),
  'capability-mode-unknown': row(400, 'validation_error'),
  'notification-invalid': row(400, 'validation_error'),
  'callback-uri-invalid': row(400, 'validation_error'),
  'destination-invalid': row(400, 'validation_error'),
  'destination-type-invalid': row(400, 'invalid_resource'),
  'destination-unknown': row(404, 'destination_not_found'),
  'destinations-full': row(400, 'maximum_number'),
  'alias-taken': row(400, 'duplicate_alias'),

  'upload-method': row(405, null),
  'key-missing': row(404, null),
  'key-repeated': row(404, null),
  'key-unknown': row(404, null),
  'key-spent': row(404, null),
  'file-missing': row(415, null),
  'file-repeated': row(415, null),
  'file-name-wrong': row(415, null),
  'type-not-printable': row(415, null),
  'upload-multipart': row(415, null),
  'upload-type-refused': row(415, null),
  'upload-empty': row(415, null),
  'upload-second': row(409, null),
  'upload-too-large': row(413, null),
  'upload-broken-off': row(400, null),

  'proxy-refused': row(502, 'proxy-refused'),
};

/** The host's answer to a refusal of the domain or the rules. */
export function answerTo(refusal: Refusal, assumptions: Assumptions): RefusalAnswer {
  if (isOwnRule(refusal.rule)) {
    throw new Error(`the rule ${refusal.rule} brings its own answer`);
  }
  const found = ANSWERS[refusal.rule];
  return typeof found === 'function' ? found(assumptions) : found;
}

/** What the host says when it does not know what went wrong. */
export function internalAnswer(family: ErrorFamily): RefusalAnswer {
  return row(500, { token: 'server_error', api: 'internal_server_error', upload: null }[family]);
}
