import { rules, type VersionAnswer } from './rule.js';

/** The answer of version 2 to credentials that are wrong. The status is not documented. */
export const invalidClient: VersionAnswer = (assumptions) => ({
  status: Number(assumptions['v2-invalid-client']),
  code: 'invalid_client',
});

/** The rules by which the token operation refuses. */
export const TOKEN_RULES = rules('refusal', 'token', {
  'token-method': {
    v1: { status: 405, code: 'invalid_request' },
    v2: { status: 405, code: 'invalid_request' },
    sentence: 'The token operation must be called with POST.',
    remedy: 'Send the same form with POST.',
  },
  'token-body-unreadable': {
    v1: { status: 400, code: 'invalid_request' },
    v2: { status: 400, code: 'invalid_request' },
    sentence:
      'The form of the token operation must be complete, at most 1 MiB long, and UTF-8 without byte order mark and compression.',
    remedy: 'Send the whole form as plain UTF-8, with its Content-Length.',
    mendedBy: null,
  },
  'token-body-not-a-form': {
    v1: { status: 400, code: 'invalid_request' },
    v2: { status: 400, code: 'invalid_request' },
    sentence: 'The body of the token operation must be application/x-www-form-urlencoded.',
    remedy: 'Send the parameters as a form, and not as JSON or in the query string.',
  },
  'basic-missing': {
    v1: { status: 401, code: 'invalid_client' },
    v2: invalidClient,
    sentence: 'The token operation must be called with Authorization: Basic.',
    remedy: 'Send the client ID and the client secret in the header Authorization: Basic.',
  },
  'basic-malformed': {
    v1: { status: 401, code: 'invalid_client' },
    v2: invalidClient,
    sentence: 'Basic credentials must be the base64 of client ID, colon and client secret.',
    remedy: 'Encode "ID:SECRET" in base64, without a line break.',
  },
  'client-unknown': {
    v1: { status: 401, code: 'invalid_client' },
    sentence: 'The client ID must be known, and the client secret must belong to it.',
    remedy: 'Use the credentials that the mock prints when it starts, or give it your own client.',
    mendedBy: null,
  },
  'subject-wrong': {
    v1: { status: 400, code: 'invalid_request' },
    sentence: 'The query string of the token operation must be ?subject=printer.',
    remedy: 'Append ?subject=printer to the path, once.',
  },
  'parameter-repeated': {
    v1: { status: 400, code: 'invalid_request' },
    v2: { status: 400, code: 'invalid_request' },
    sentence: 'A parameter must occur once in the form.',
    remedy: 'Send each parameter once.',
  },
  'grant-type-missing': {
    v1: { status: 400, code: 'invalid_request' },
    sentence: 'The form must have a grant_type.',
    remedy: 'Add grant_type=password or grant_type=refresh_token.',
  },
  'grant-type-unknown': {
    v1: { status: 400, code: 'unsupported_grant_type' },
    sentence: 'grant_type must be password or refresh_token.',
    remedy: 'Authenticate with grant_type=password, and refresh with grant_type=refresh_token.',
  },
  'username-missing': {
    v1: { status: 400, code: 'invalid_request' },
    sentence: 'The form of the password grant must have a username.',
    remedy: "Send the printer's e-mail address as username.",
  },
  'username-malformed': {
    v1: { status: 400, code: 'invalid_request' },
    sentence: 'username must be an e-mail address.',
    remedy: "Send the printer's whole e-mail address as username.",
  },
  'password-missing': {
    v1: { status: 400, code: 'invalid_request' },
    sentence: 'The form of the password grant must have a password.',
    remedy: 'Add password= with an empty value.',
  },
  'password-not-empty': {
    v1: { status: 400, code: 'invalid_request' },
    sentence: 'password must be empty.',
    remedy: 'Send password= with an empty value; the client secret belongs into Authorization: Basic.',
  },
  'printer-unknown': {
    v1: { status: 400, code: 'invalid_grant' },
    sentence: 'username must be the e-mail address of a printer.',
    remedy: 'Use the address of a registered printer; the mock prints that of its own when it starts.',
  },
  'remote-printing-off': {
    v1: { status: 400, code: 'invalid_grant' },
    v2: { status: 400, code: 'invalid_grant' },
    sentence: 'The owner of the printer must allow printing through the API.',
    remedy: "Switch on remote printing in the printer's settings.",
    mendedBy: null,
  },
  'refresh-token-missing': {
    v1: { status: 400, code: 'invalid_request' },
    sentence: 'The form of the refresh grant must have a refresh_token.',
    remedy: 'Send refresh_token of the answer to authenticate.',
  },
  'refresh-token-malformed': {
    v1: { status: 400, code: 'invalid_request' },
    sentence: 'A refresh token must have 64 letters and digits.',
    remedy: 'Send refresh_token of the answer to authenticate, unaltered.',
  },
  'refresh-token-unknown': {
    v1: { status: 400, code: 'invalid_grant' },
    sentence: 'The refresh token must have been issued to this client.',
    remedy: 'Authenticate again with the password grant.',
    mendedBy: 'authenticate',
  },
  'refresh-token-retired': {
    v1: { status: 400, code: 'invalid_grant' },
    sentence: 'The refresh token must be one of the newest 5 of its client and printer.',
    remedy: 'Keep the newest refresh token, or authenticate again.',
    mendedBy: 'authenticate',
  },
});
