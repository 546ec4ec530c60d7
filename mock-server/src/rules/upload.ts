import { rules, type VersionAnswer } from './rule.js';

/** The path of schedules documents no 415. Evidence: assumed. */
const typeRefused: VersionAnswer = (_assumptions, operation) => ({
  status: operation === 'uploadScheduleFile' ? 400 : 415,
  code: null,
});

/** The rules by which an upload is refused. */
export const UPLOAD_RULES = rules('refusal', 'upload', {
  'upload-method': {
    v1: { status: 405, code: null },
    v2: { status: 405, code: null },
    sentence: 'A file must be uploaded with POST.',
    remedy: 'Send the file with POST.',
  },
  'key-missing': {
    v1: { status: 404, code: null },
    v2: { status: 404, code: null },
    sentence: 'The upload URI must have a Key.',
    remedy:
      'Use the upload URI of the answer that created the job (upload_uri, in version 2 uploadUri), unaltered.',
  },
  'key-repeated': {
    v1: { status: 404, code: null },
    v2: { status: 404, code: null },
    sentence: 'Key must occur once in the upload URI.',
    remedy: 'Append File only: the upload URI has its Key already.',
  },
  'key-unknown': {
    v1: { status: 404, code: null },
    v2: { status: 404, code: null },
    sentence: 'The Key must be that of an upload URI (upload_uri, in version 2 uploadUri).',
    remedy: 'Use the upload URI of the answer that created the job, unaltered, and append &File= to it.',
  },
  'key-spent': {
    v1: { status: 404, code: null },
    v2: { status: 404, code: null },
    sentence: 'The job of the Key must be neither executed nor ended.',
    remedy: 'Create a job for each file.',
    mendedBy: 'createPrintJob',
  },
  'file-missing': {
    v1: { status: 415, code: null },
    v2: { status: 400, code: null },
    sentence: 'The upload URI must have a File.',
    remedy: 'Append &File=1.<extension> to the upload URI.',
  },
  'file-repeated': {
    v1: { status: 415, code: null },
    v2: { status: 400, code: null },
    sentence: 'File must occur once in the upload URI.',
    remedy: 'Append &File=1.<extension> to the upload URI, once.',
  },
  'file-name-wrong': {
    v1: { status: 415, code: null },
    sentence: 'File must be the digit 1, a dot and an extension.',
    remedy: 'Send File=1.<extension>, whatever the name of the file is.',
  },
  'type-not-printable': {
    v1: { status: 415, code: null },
    v2: { status: 415, code: null },
    sentence: 'The extension must be that of a type that Epson Connect prints.',
    remedy: 'Convert the file to a type that prints, such as PDF.',
  },
  'upload-multipart': {
    v1: { status: 415, code: null },
    v2: typeRefused,
    sentence: 'The body of an upload must be the file alone.',
    remedy: 'Send the bytes of the file as the body, without multipart/form-data.',
  },
  'upload-type-refused': {
    v1: { status: 415, code: null },
    v2: typeRefused,
    sentence:
      'The Content-Type of an upload must be application/octet-stream or image/jpeg; in version 2, also application/pdf or image/png.',
    remedy: 'Send Content-Type: application/octet-stream.',
  },
  'upload-empty': {
    v1: { status: 415, code: null },
    v2: { status: 400, code: null },
    sentence: 'An uploaded file must not be empty.',
    remedy: 'Send the bytes of the file; a stream can be read only once.',
  },
  'upload-second': {
    v1: { status: 409, code: null },
    v2: { status: 409, code: null },
    sentence: 'A job must be given one file only.',
    remedy: 'Create a job for each file.',
    mendedBy: null,
  },
  'upload-too-large': {
    v1: { status: 413, code: null },
    v2: { status: 413, code: null },
    sentence:
      'A document must be at most 20 MB long, and a photo at most 10 MB; in version 2, the limit is not known, and the mock takes 20 MB.',
    remedy: 'Make the file smaller, or divide it among several jobs.',
    mendedBy: null,
  },
  'upload-broken-off': {
    v1: { status: 400, code: null },
    v2: { status: 400, code: null },
    sentence: 'An upload must be complete.',
    remedy: 'Send the whole file again, with its Content-Length.',
    mendedBy: null,
  },
});
