import { rules } from './rule.js';

/** The rules by which all operations but the token operation and the upload refuse. */
export const API_RULES = rules('refusal', 'api', {
  'path-unknown': {
    v1: { status: 404, code: 'not_found' },
    sentence: 'The path must be one of the API.',
    remedy: 'Compare the path with the description, letter by letter.',
  },
  'path-malformed': {
    v1: { status: 400, code: 'parse_error' },
    sentence: 'The path must be correctly percent-encoded.',
    remedy: 'Encode each part of the path once, and write a percent sign as %25.',
  },
  'method-wrong': {
    v1: { status: 405, code: 'method_not_allowed' },
    sentence: 'The method must be one that the path takes.',
    remedy: 'Use a method that the header Allow of the answer lists.',
  },
  'bearer-missing': {
    v1: (assumptions) => ({ status: 401, code: assumptions['missing-bearer'] }),
    sentence: 'The call must have an access token in Authorization: Bearer.',
    remedy: 'Send access_token of the answer to authenticate in the header Authorization: Bearer.',
  },
  'bearer-unknown': {
    v1: { status: 401, code: 'access_token_verification_failed' },
    sentence: 'The access token must have been issued by this host.',
    remedy: 'Authenticate, and send access_token of the answer, unaltered.',
    mendedBy: 'authenticate',
  },
  'bearer-expired': {
    v1: { status: 401, code: 'access_token_verification_failed' },
    sentence: 'The access token must not be older than one hour.',
    remedy: 'Refresh the token, or authenticate again.',
    mendedBy: 'authenticate',
  },
  'bearer-revoked': {
    v1: { status: 401, code: 'access_token_verification_failed' },
    sentence: 'The authentication that issued the access token must not have been cancelled.',
    remedy: 'Authenticate again.',
    mendedBy: 'authenticate',
  },
  'call-limit-passed': {
    v1: { status: 403, code: 'rate_limit_exceeded' },
    sentence: 'A client must make at most 100 calls per minute.',
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
    sentence: 'The Content-Type of a JSON body must be application/json.',
    remedy: 'Send Content-Type: application/json.',
  },
  'body-unreadable': {
    v1: { status: 400, code: 'parse_error' },
    sentence: 'A body must be complete, at most 1 MiB long, and UTF-8 without compression.',
    remedy: 'Send the whole body as plain UTF-8, with its Content-Length.',
    mendedBy: null,
  },
  'json-malformed': {
    v1: { status: 400, code: 'parse_error' },
    sentence: 'A body must be JSON.',
    remedy: 'Write the body with a JSON library.',
  },
  'json-not-an-object': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'A JSON body must be an object.',
    remedy: 'Send one object, and not a list or a text that holds JSON.',
  },
  'member-not-described': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'On a strict mock, a body must have only members that the description has.',
    remedy: 'Leave the member out, or write its name as the description does.',
  },
  'body-not-described': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'On a strict mock, execute must have no body.',
    remedy: 'Send execute without a body.',
  },
  'job-name-invalid': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'job_name must be a text of 1 to 256 characters.',
    remedy: 'Send job_name, and shorten it if it is longer.',
  },
  'print-mode-invalid': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'print_mode must be document or photo.',
    remedy: 'Send print_mode with one of the two values.',
  },
  'print-setting-not-an-object': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'print_setting must be an object.',
    remedy: 'Send print_setting as an object, or leave it out.',
  },
  'print-setting-invalid': {
    v1: { status: 400, code: 'invalid_resource' },
    sentence: 'print_setting must have its six required members, each with one of its values.',
    remedy: 'Send all six members, or leave print_setting out.',
  },
  'duplex-conflict': {
    v1: { status: 400, code: 'invalid_resource' },
    sentence: 'On two sides, reverse_order must be false and collate must be true.',
    remedy: 'Leave reverse_order and collate out, or print on one side.',
  },
  'setting-not-supported': {
    v1: { status: 400, code: 'invalid_resource' },
    sentence: "The print setting must be one of the printer's capability.",
    remedy: 'Ask for the capability, and choose a combination of it.',
  },
  'job-unknown': {
    v1: { status: 404, code: 'job_not_found' },
    sentence: 'The job must be one of this printer, and not forgotten.',
    remedy: 'Use id of the answer to print setting, with the token of the same printer.',
  },
  'job-not-executed': {
    v1: { status: 404, code: 'job_not_found' },
    sentence: 'A job must be executed before it has job information.',
    remedy: 'Ask for job information after execute.',
    mendedBy: 'executePrint',
  },
  'execute-before-upload': {
    v1: { status: 405, code: 'command_not_allowed' },
    sentence: 'The file of a job must be uploaded before the job is executed.',
    remedy: 'Upload the file, and execute the job when that has answered 200.',
    mendedBy: 'uploadPrintFile',
  },
  'execute-while-storing': {
    v1: { status: 405, code: 'command_not_allowed' },
    sentence: 'The file of a job must be stored before the job is executed.',
    remedy: 'Wait a moment, and execute the job again.',
    mendedBy: null,
  },
  'execute-twice': {
    v1: { status: 405, code: 'command_not_allowed' },
    sentence: 'A job must be executed only once.',
    remedy:
      'Ask for job information when it is not known whether execute succeeded; create a job for each print.',
    mendedBy: null,
  },
  'execute-after-end': {
    v1: { status: 405, code: 'command_not_allowed' },
    sentence: 'A job that is executed must be neither cancelled nor expired.',
    remedy: 'Create a new job.',
    mendedBy: null,
  },
  'printer-queue-full': {
    v1: { status: 403, code: 'printjob_too_many' },
    sentence: 'A printer must have at most 100 waiting jobs.',
    remedy: 'Wait until jobs have printed, or cancel some.',
    mendedBy: null,
  },
  'cancel-too-late': {
    v1: { status: 405, code: 'command_not_allowed' },
    sentence: 'A job that is cancelled must be held or waiting.',
    remedy: 'Cancel a job before the printer begins with it.',
    mendedBy: null,
  },
  'operated-by-invalid': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'operated_by must be user or operator.',
    remedy: 'Send operated_by with one of the two values.',
  },
  'capability-mode-unknown': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'The path of capability must end in document or photo.',
    remedy: 'Ask for the capability of one of the two print modes.',
  },
  'notification-invalid': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'notification must be true or false.',
    remedy: 'Send notification as a boolean, without quotes.',
  },
  'callback-uri-invalid': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'callback_uri must be an http or https URI of 11 to 2048 characters.',
    remedy: 'Send the whole URI of your receiver, with its scheme.',
  },
  'destination-invalid': {
    v1: { status: 400, code: 'validation_error' },
    sentence: 'A destination must have an alias of 1 to 32 characters and a target of 4 to 544 characters.',
    remedy: 'Send alias_name, type and destination, each within its length.',
  },
  'destination-type-invalid': {
    v1: { status: 400, code: 'invalid_resource' },
    sentence: "A destination's type must be mail or url.",
    remedy: 'Send type mail with an e-mail address, or type url with a URL.',
  },
  'destination-unknown': {
    v1: { status: 404, code: 'destination_not_found' },
    sentence: 'The destination must be one of this printer.',
    remedy: 'Use an id of the list of destinations.',
    mendedBy: 'listDestinations',
  },
  'destinations-full': {
    v1: { status: 400, code: 'maximum_number' },
    sentence: 'The number of destinations must not exceed the limit of the printer.',
    remedy: 'Delete a destination, or change one.',
    mendedBy: null,
  },
  'alias-taken': {
    v1: { status: 400, code: 'duplicate_alias' },
    sentence: 'The alias of a destination must be unique on its printer.',
    remedy: 'Choose another alias, or change the destination that has it.',
    mendedBy: 'updateDestination',
  },
});
