import { rules, type VersionAnswer } from './rule.js';

/** The gateway that checks the key answers before the API sees the call. Evidence: assumed. */
const apiKeyAnswer: VersionAnswer = (assumptions) =>
  assumptions['v2-api-key'] === 'unauthorized'
    ? { status: 401, code: 'unauthorized' }
    : { status: 403, code: 'Forbidden', member: 'message' };

/** The rules by which all operations but the token operation and the upload refuse. */
export const API_RULES = rules('refusal', 'api', {
  'path-unknown': {
    v1: { status: 404, code: 'not_found' },
    v2: { status: 404, code: 'not_found' },
    sentence: 'The path must be one of the API.',
    remedy: 'Compare the path with the description, letter by letter.',
  },
  'path-malformed': {
    v1: { status: 400, code: 'parse_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'The path must be correctly percent-encoded.',
    remedy: 'Encode each part of the path once, and write a percent sign as %25.',
  },
  'method-wrong': {
    v1: { status: 405, code: 'method_not_allowed' },
    v2: { status: 405, code: 'method_not_allowed' },
    sentence: 'The method must be one that the path takes.',
    remedy: 'Use a method that the header Allow of the answer lists.',
  },
  'bearer-missing': {
    v1: (assumptions) => ({ status: 401, code: assumptions['missing-bearer'] }),
    v2: { status: 401, code: 'unauthorized' },
    sentence: 'The call must have an access token in Authorization: Bearer.',
    remedy: 'Send access_token of the answer of the token operation in the header Authorization: Bearer.',
  },
  'bearer-unknown': {
    v1: { status: 401, code: 'access_token_verification_failed' },
    v2: { status: 401, code: 'unauthorized' },
    sentence: 'The access token must have been issued by this host.',
    remedy: 'Ask for a token, and send access_token of the answer, unaltered.',
    mendedBy: { v1: 'authenticate', v2: 'requestToken' },
  },
  'bearer-expired': {
    v1: { status: 401, code: 'access_token_verification_failed' },
    v2: { status: 401, code: 'unauthorized' },
    sentence: 'The access token must not be older than one hour.',
    remedy: 'Refresh the token, or ask for a new one.',
    mendedBy: { v1: 'authenticate', v2: 'requestToken' },
  },
  'bearer-revoked': {
    v1: { status: 401, code: 'access_token_verification_failed' },
    v2: { status: 401, code: 'unauthorized' },
    sentence:
      'The authentication or the consent that the access token rests on must not have been withdrawn.',
    remedy: 'Authenticate again; in version 2, ask the person for authorization again.',
    mendedBy: { v1: 'authenticate', v2: 'authorize' },
  },
  'bearer-other-version': {
    v1: { status: 401, code: 'access_token_verification_failed' },
    v2: { status: 401, code: 'unauthorized' },
    sentence: 'An access token must be used with the version of the API that issued it.',
    remedy:
      'Take one version for all calls: the token from /auth/token for /api/2/, the other one for /api/1/.',
    mendedBy: null,
  },
  'api-key-missing': {
    v2: apiKeyAnswer,
    sentence: 'A call of version 2 must have the API key of its app in the header x-api-key.',
    remedy: 'Send x-api-key with the API key of your app, beside Authorization.',
  },
  'api-key-wrong': {
    v2: apiKeyAnswer,
    sentence: 'The API key must be that of the app whose token is sent.',
    remedy: 'Send the API key of your app, which is neither its client ID nor its secret.',
  },
  'call-limit-passed': {
    v1: { status: 403, code: 'rate_limit_exceeded' },
    // No source has this answer: it is that of a gateway in front of a host.
    v2: { status: 429, code: 'Too Many Requests', member: 'message' },
    sentence:
      'A client must make at most 100 calls per minute; of version 2, no limit is known, and the mock can be given one.',
    remedy: 'Wait until a minute has passed, keep the token, and ask for the status of a job less often.',
    mendedBy: null,
  },
  'device-foreign': {
    v1: (assumptions) =>
      assumptions['wrong-device'] === 'forbidden'
        ? { status: 403, code: 'forbidden' }
        : { status: 404, code: 'printer_not_found' },
    sentence: 'The device ID in the path must be that of the access token.',
    remedy: 'Use subject_id of the answer that the access token came with.',
  },
  'content-type-unsupported': {
    v1: { status: 415, code: 'unsupported_media_type' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'The Content-Type of a JSON body must be application/json.',
    remedy: 'Send Content-Type: application/json.',
  },
  'body-unreadable': {
    v1: { status: 400, code: 'parse_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'A body must be complete, at most 1 MiB long, and UTF-8 without compression.',
    remedy: 'Send the whole body as plain UTF-8, with its Content-Length.',
    mendedBy: null,
  },
  'json-malformed': {
    v1: { status: 400, code: 'parse_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'A body must be JSON.',
    remedy: 'Write the body with a JSON library.',
  },
  'json-not-an-object': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'A JSON body must be an object.',
    remedy: 'Send one object, and not a list or a text that holds JSON.',
  },
  'member-not-described': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'On a strict mock, a body must have only members that the description has.',
    remedy: 'Leave the member out, or write its name as the description does.',
  },
  'body-not-described': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'On a strict mock, execute must have no body.',
    remedy: 'Send execute without a body.',
  },
  'capability-mode-unknown': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'The path of capability must end in document or photo; in version 2, also in default.',
    remedy: 'Ask for the capability of one of the two print modes.',
  },
  'notification-invalid': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'notification must be true or false.',
    remedy: 'Send notification as a boolean, without quotes.',
  },
  'callback-uri-invalid': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence:
      'The address for notifications (callback_uri, in version 2 callbackUri) must be an http or https URI of 11 to 2048 characters.',
    remedy: 'Send the whole URI of your receiver, with its scheme.',
  },
  'destination-invalid': {
    v1: { status: 400, code: 'validation_error' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence:
      'A destination must have an alias of 1 to 32 characters (1 to 20 in version 2) and a target of 4 to 544 characters.',
    remedy:
      'Send the alias (alias_name, in version 2 aliasName), the type and the destination, each within its length.',
  },
  'destination-type-invalid': {
    v1: { status: 400, code: 'invalid_resource' },
    v2: { status: 400, code: 'invalid_resource' },
    sentence: "A destination's type must be mail or url.",
    remedy: 'Send mail with an e-mail address, or url with a URL, as type (in version 2 destinationService).',
  },
  'destination-unknown': {
    v1: { status: 404, code: 'destination_not_found' },
    v2: { status: 404, code: 'destination_not_found' },
    sentence: 'The destination must be one of this printer.',
    remedy: 'Use an ID of the list of destinations.',
    mendedBy: 'listDestinations',
  },
  'destinations-full': {
    v1: { status: 400, code: 'maximum_number' },
    v2: { status: 403, code: 'destination_limit_exceeded' },
    sentence: 'The number of destinations must not exceed the limit of the printer.',
    remedy: 'Delete a destination, or change one.',
    mendedBy: null,
  },
  'alias-taken': {
    v1: { status: 400, code: 'duplicate_alias' },
    v2: { status: 400, code: 'duplicate_alias_name' },
    sentence: 'The alias of a destination must be unique on its printer.',
    remedy: 'Choose another alias, or change the destination that has it.',
    mendedBy: 'updateDestination',
  },
});
