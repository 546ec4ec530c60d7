import type { WarningId } from './refusal.js';
import type { RuleId } from './rule-ids.js';

/** Every rule by which the mock refuses a call, in a sentence each. */
export const REFUSALS: Readonly<Record<RuleId, string>> = {
  'token-method': 'The token operation is called with POST.',
  'token-body-unreadable':
    'The form of the token operation arrives whole, is not longer than 1 MiB, and is UTF-8 without a mark or packing.',
  'token-body-not-a-form': 'The token operation takes application/x-www-form-urlencoded.',
  'basic-missing': 'The token operation is called with the client ID and secret in Authorization: Basic.',
  'basic-malformed': 'Basic credentials are base64 of ID, colon and secret.',
  'client-unknown': 'The client ID and its secret belong together and are known.',
  'subject-wrong': 'The token operation is called with ?subject=printer, once.',
  'parameter-repeated': 'A parameter stands in the form once.',
  'grant-type-missing': 'The form names its grant_type.',
  'grant-type-unknown': 'grant_type is password or refresh_token.',
  'username-missing': "The password grant names the printer's address as username.",
  'username-malformed': 'username is an e-mail address.',
  'password-missing': 'password is in the form.',
  'password-not-empty': 'password is empty.',
  'printer-unknown': "The address is a printer's.",
  'remote-printing-off': 'The owner of the printer allows printing through the API.',
  'refresh-token-missing': 'The refresh grant holds a refresh_token.',
  'refresh-token-malformed': 'A refresh token has 64 letters and digits.',
  'refresh-token-unknown': 'The refresh token was issued to this client.',
  'refresh-token-retired': 'Only the newest 5 refresh tokens of a client and printer are usable.',
  'path-unknown': 'The path is one of the API.',
  'path-malformed': 'The path can be decoded.',
  'method-wrong': 'The path takes the method.',
  'bearer-missing': 'The call carries the access token in Authorization: Bearer.',
  'bearer-unknown': 'The access token was issued here.',
  'bearer-expired': 'An access token lives for one hour.',
  'bearer-revoked': 'An access token ends when its authentication is cancelled.',
  'call-limit-passed': 'A client makes 100 calls a minute at the most.',
  'device-foreign': "The device ID in the path is the subject_id of the access token's own answer.",
  'content-type-unsupported': 'A JSON body is declared as application/json.',
  'body-unreadable': 'A body arrives whole, is not longer than 1 MiB, and is UTF-8 without packing.',
  'json-malformed': 'A JSON body is JSON.',
  'json-not-an-object': 'A JSON body is an object.',
  'member-not-described': 'When the mock is strict, a body holds only members that the description has.',
  'body-not-described': 'When the mock is strict, execute takes no body.',
  'job-name-invalid': 'job_name has 1 to 256 characters.',
  'print-mode-invalid': 'print_mode is document or photo.',
  'print-setting-not-an-object': 'print_setting is an object, or left out.',
  'print-setting-invalid': 'print_setting holds its six required members, each with one of its values.',
  'duplex-conflict': 'On two sides, reverse_order is false and collate true.',
  'setting-not-supported': "The print setting fits the printer's capability.",
  'job-unknown': 'The job is one of this printer, and not forgotten.',
  'job-not-executed': 'Job information is asked for after execute.',
  'execute-before-upload': 'A job is executed after its file is uploaded.',
  'execute-while-storing': 'A job is executed when its file has been stored.',
  'execute-twice': 'A job is executed once.',
  'execute-after-end': 'A job that was cancelled or has expired is not executed.',
  'printer-queue-full': 'At most 100 jobs wait on a printer.',
  'cancel-too-late': 'A job is cancelled while it is held or waits.',
  'operated-by-invalid': 'operated_by is user or operator.',
  'capability-mode-unknown': 'Capability is asked for document or photo.',
  'notification-invalid': 'notification is true or false.',
  'callback-uri-invalid': 'callback_uri is an http or https URI of 11 to 2048 characters.',
  'destination-invalid': 'A destination has an alias of 1 to 32 characters and a target of 4 to 544.',
  'destination-type-invalid': "A destination's type is mail or url.",
  'destination-unknown': 'The destination is one of this printer.',
  'destinations-full': 'A printer has a largest number of destinations.',
  'alias-taken': 'Each destination of a printer has an alias of its own.',
  'upload-method': 'A file is uploaded with POST.',
  'key-missing': 'The upload URI holds its Key.',
  'key-repeated': 'Key stands in the query once.',
  'key-unknown': 'The Key is that of upload_uri, unaltered.',
  'key-spent': 'A job takes a file until it is executed or has ended.',
  'file-missing': 'File=1.<extension> is appended to upload_uri.',
  'file-repeated': 'File stands in the query once.',
  'file-name-wrong': 'File is the digit 1, a dot and an extension.',
  'type-not-printable': 'The extension is that of a type that prints.',
  'upload-multipart': 'The body of an upload is the file alone.',
  'upload-type-refused': 'An upload is application/octet-stream or image/jpeg.',
  'upload-empty': 'An uploaded file is not empty.',
  'upload-second': 'A job takes one file.',
  'upload-too-large': 'A document has 20 MB at the most, a photo 10 MB.',
  'upload-broken-off': 'An upload arrives whole.',
  'proxy-refused':
    "As a proxy, the mock leads to Epson's names, to itself, and to hosts that it is told to relay.",
  'storage-failed': 'What a call changes can be kept: its folder can be written to.',
  fault: 'A fault was asked for; the call itself may be right.',
  internal: 'The mock failed; this is a fault of its own.',
};

/** Every rule by which the mock accepts a call and says that something about it is odd. */
export const WARNINGS: Readonly<Record<WarningId, string>> = {
  'parameters-in-query': 'The parameters of the token operation stand in the body.',
  'authentication-repeated': 'A client authenticates once and keeps its token for the hour.',
  'password-left-out': 'password is in the form, and empty.',
  'two-sided-respelt': 'Printing on two sides is asked for as 2_sided.',
  'unknown-member': 'A body holds only members that the API knows.',
  'member-without-effect':
    'A body holds only members that the API knows, also where they ask for the default.',
  'duplex-conflict-overridden': 'On two sides, reverse_order is false and collate true.',
  'second-upload-replaces': 'A job takes one file.',
  'empty-document': 'A document is not empty.',
  'upload-not-the-file':
    'The body of an upload is the file itself: not base64 of it, JSON, a data: URI, a form, or an HTML page.',
  'upload-in-parts': 'A file is uploaded whole, in one call.',
  'upload-type-undocumented': 'An upload is application/octet-stream or image/jpeg.',
  'upload-length-missing': 'An upload has a Content-Length.',
  'multipart-unpacked': 'The body of an upload is the file alone.',
  'body-ignored': 'Execute takes no body.',
  'body-not-utf8': 'A body is UTF-8.',
  'byte-order-mark': 'A body begins without a byte order mark.',
  'document-will-fail': 'The content of a file is what its extension says, and can be printed.',
  'pages-assumed': 'The pages of the document can be counted.',
  'notification-as-text': 'notification is true or false, without quotes.',
  'scan-without-destination': 'A printer that scans has a destination.',
  'target-foreign': "A request in absolute form names Epson's host or the mock.",
  'target-not-https': "Epson's host is called by https.",
  'upload-uri-unreachable': 'The upload URI names an address that the caller can reach.',
};

export type EventId =
  | 'connection-lost'
  | 'request-malformed'
  | 'body-stalled'
  | 'answer-not-taken'
  | 'connection-limit'
  | 'relay-failed'
  | 'storage-damaged'
  | 'storage-open'
  | 'execute-missing';

/** What never came to a rule, and is told of all the same. */
export const EVENTS: Readonly<Record<EventId, string>> = {
  'connection-lost': 'The client waits for the answer before it ends the connection.',
  'request-malformed': 'What is sent is HTTP, with headers of 16 KiB at the most, and comes in time.',
  'body-stalled': 'A body goes on coming until it is complete.',
  'answer-not-taken': 'The client reads what it is answered.',
  'relay-failed': 'A host that the mock relays can be reached.',
  'storage-damaged': 'What is kept in the folder is as it was written.',
  'storage-open': 'The folder is for its owner alone.',
  'execute-missing':
    'A job that was given a file is executed, or cancelled; `run` looks when its command has ended.',
  'connection-limit': 'There are no more connections than the mock takes.',
};
