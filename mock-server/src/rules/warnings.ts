import { rules, type ErrorFamily } from './rule.js';

const unreadable = (family: ErrorFamily) =>
  family === 'token' ? 'token-body-unreadable' : 'body-unreadable';

/**
 * The rules by which a call is accepted as the host would accept it, with a warning. A mistake is one by which the
 * program gets something else than it asked for, nothing useful, or nothing at all from the host itself.
 */
export const WARNINGS = {
  ...rules('warning', 'token', {
    'parameters-in-query': {
      strict: 'token-body-not-a-form',
      sentence: 'The parameters of the token operation must be in the body.',
      remedy: 'Send the parameters as a form; only subject is in the query string.',
    },
    'authentication-repeated': {
      sentence: 'A client must authenticate once and keep its token for the hour.',
      remedy: 'Keep the token, and refresh it when it has expired.',
    },
    'password-left-out': {
      strict: 'password-missing',
      sentence: 'The form of the password grant must have an empty password.',
      remedy: 'Add password= with an empty value.',
    },
  }),
  ...rules('warning', 'api', {
    'two-sided-respelt': {
      strict: 'member-not-described',
      isMistake: true,
      sentence: 'The member for printing on two sides must be called 2_sided.',
      remedy: 'Write "2_sided" with the value none, long or short.',
    },
    'unknown-member': {
      strict: 'member-not-described',
      isMistake: true,
      sentence: 'A body must have only members that the API knows.',
      remedy: 'Leave the member out, or write its name as the description does.',
    },
    'member-without-effect': {
      strict: 'member-not-described',
      sentence: 'A body must have only members that the API knows, also where they ask for the default.',
      remedy: 'Leave the member out, or write its name as the description does.',
    },
    'duplex-conflict-overridden': {
      isMistake: true,
      sentence: 'On two sides, reverse_order must be false and collate must be true.',
      remedy: 'Leave reverse_order and collate out, or print on one side.',
    },
    'body-ignored': {
      strict: 'body-not-described',
      sentence: 'Execute must have no body.',
      remedy: 'Send execute without a body.',
    },
    'body-not-utf8': {
      strict: unreadable,
      isMistake: true,
      mendedBy: null,
      sentence: 'A body must be UTF-8.',
      remedy: 'Encode the body in UTF-8.',
    },
    'byte-order-mark': {
      strict: unreadable,
      sentence: 'A body must begin without a byte order mark.',
      remedy: 'Encode the body in UTF-8 without a byte order mark.',
    },
    'document-will-fail': {
      isMistake: true,
      sentence: 'The content of a file must be what its extension says, and printable.',
      remedy: 'Upload a whole file that opens without a password, with the extension of its type.',
    },
    'pages-assumed': {
      sentence: 'The pages of a document must be countable.',
      remedy: 'Upload a PDF where the number of sheets matters.',
    },
    'notification-without-uri': {
      isMistake: true,
      sentence: 'Notifications that are switched on must have a callbackUri.',
      remedy: 'Send notification and callbackUri together.',
    },
    'alias-not-shown': {
      sentence: 'The alias of a destination must be one that the display of the printer can show.',
      remedy: 'Use ASCII where multiByteDisplay is false.',
    },
    'notification-as-text': {
      strict: 'notification-invalid',
      isMistake: true,
      sentence: 'notification must be true or false, without quotes.',
      remedy: 'Send notification as a boolean.',
    },
  }),
  ...rules('warning', 'upload', {
    'second-upload-replaces': {
      isMistake: true,
      mendedBy: null,
      sentence: 'A job must be given one file only.',
      remedy: 'Create a job for each file.',
    },
    'empty-document': {
      isMistake: true,
      sentence: 'A document must not be empty.',
      remedy: 'Send the bytes of the file; a stream can be read only once.',
    },
    'file-name-not-printed': {
      isMistake: true,
      sentence: 'In version 2, File must be 1.pdf, 1.jpg, 1.jpeg or 1.png.',
      remedy: 'Append &File=1.<extension> to uploadUri, whatever the name of the file is.',
    },
    'upload-not-the-file': {
      isMistake: true,
      sentence: 'The body of an upload must be the file itself.',
      remedy: 'Send the bytes of the file, and not base64 of it, JSON, a data: URI, a form, or an HTML page.',
    },
    'upload-in-parts': {
      isMistake: true,
      sentence: 'A file must be uploaded whole, in one call.',
      remedy: 'Send the whole file in one POST, without Content-Range.',
    },
    'upload-type-undocumented': {
      strict: 'upload-type-refused',
      sentence:
        'The Content-Type of an upload must be application/octet-stream or image/jpeg; in version 2, also application/pdf or image/png.',
      remedy: 'Send Content-Type: application/octet-stream.',
    },
    'upload-length-missing': {
      sentence: 'An upload must have a Content-Length.',
      remedy: 'Send a body whose length is known, or set Content-Length.',
    },
    'multipart-unpacked': {
      isMistake: true,
      sentence: 'The body of an upload must be the file alone.',
      remedy: 'Send the bytes of the file as the body, without multipart/form-data.',
    },
  }),
  ...rules('warning', 'mock', {
    'scan-without-destination': {
      sentence: 'A printer that scans must have a destination.',
      remedy: 'Register a destination before the scan.',
    },
    'target-foreign': {
      sentence: "A request in absolute form must name Epson's host or the mock.",
      remedy: 'Use the base URL that the mock prints when it starts.',
    },
    'target-not-https': {
      isMistake: true,
      mendedBy: null,
      sentence: "Epson's host must be called by https.",
      remedy: 'Write https:// in the base URL.',
    },
    'upload-uri-unreachable': {
      sentence: 'The upload URI must have an address that the caller can reach.',
      remedy: 'Set the address of uploads with --public-url.',
    },
  }),
};
