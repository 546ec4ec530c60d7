import { uploadFileNameValues } from '../../../generated/epson-connect.js';
import type { Job } from '../../domain/job.js';
import { Refusal, type Warning } from '../../../rules/refusal.js';
import { excerpt } from '../../../text/mask.js';
import type { Assumptions } from '../../../rules/assumptions.js';

const EXTENSIONS = uploadFileNameValues.map((name) => name.slice('1.'.length));
const HOW = 'Append &File=1.<extension of the file> to upload_uri, for example &File=1.pdf.';

/**
 * Verifies that a job was found by the one key in the query.
 *
 * @throws Refusal
 */
export function verifyUploadKey(query: URLSearchParams, job: Job | undefined): Job {
  const keys = query.getAll('Key');
  const [key = ''] = keys;
  if (keys.length > 1) {
    throw new Refusal(
      'key-repeated',
      'Key is in the query more than once. upload_uri holds it already: append only &File=1.<extension> and pass no further parameters.',
    );
  }
  if (key === '') {
    throw new Refusal(
      'key-missing',
      'The query holds no Key. Use upload_uri of the answer to print setting exactly as given, and append &File=1.<extension>.',
    );
  }
  if (/[/?]File=/i.test(key)) {
    throw new Refusal(
      'key-unknown',
      `The name of the file has become part of the Key: it was appended with ${key.includes('?') ? '?' : '/'}File=. ${HOW}`,
    );
  }
  if (/&File=/i.test(key)) {
    throw new Refusal(
      'key-unknown',
      `The name of the file has become part of the Key: the & before File was escaped (%26). ${HOW}`,
    );
  }
  if (job?.uploadKey === key) return job;
  throw new Refusal(
    'key-unknown',
    'No job has this Key. Use upload_uri of the answer to print setting exactly as given, and only append &File=1.<extension>.',
  );
}

/**
 * Reads the document's name: `1.` and a printable extension, which comes back in lower case.
 *
 * @throws Refusal when it is missing, repeated, another name, or of a type that does not print
 */
export function readFileName(query: URLSearchParams): string {
  const names = query.getAll('File');
  const [name] = names;
  if (names.length > 1)
    throw new Refusal('file-repeated', `File is in the query ${names.length} times. ${HOW}`);
  if (name === undefined) {
    const other = [...query.keys()].find((key) => key.toLowerCase() === 'file');
    const what =
      other === undefined ? 'The query holds no File.' : `The query holds ${other} instead of File.`;
    throw new Refusal('file-missing', `${what} ${HOW}`);
  }
  const shown = JSON.stringify(excerpt(name, 60));
  const extension = /^1\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) {
    const what = /^1[A-Za-z]/.test(name) ? 'lacks the dot' : 'is not the digit 1, a dot and an extension';
    throw new Refusal(
      'file-name-wrong',
      `File is ${shown}, which ${what}. Its own name does not matter to the host. ${HOW}`,
    );
  }
  if (!EXTENSIONS.includes(extension)) {
    const mend = extension === 'tif' ? ' A TIFF is sent as &File=1.tiff.' : '';
    throw new Refusal(
      'type-not-printable',
      `File is ${shown}, and a file of that type does not print.${mend} These do: ${EXTENSIONS.join(', ')}.`,
    );
  }
  return `1.${extension}`;
}

/** `1.<ext>` for a file's own name. @throws Refusal `type-not-printable` */
export function uploadNameOf(ownName: string): string {
  const dot = ownName.lastIndexOf('.');
  return readFileName(new URLSearchParams({ File: `1.${dot < 0 ? 'none' : ownName.slice(dot + 1)}` }));
}

const DOCUMENTED = ['application/octet-stream', 'image/jpeg'];

/** The form of the body: the file alone, or a multipart form. */
export type UploadForm = 'raw' | 'multipart';

/**
 * Decides by its Content-Type whether an upload is taken, and how its body is read.
 *
 * @throws Refusal `upload-multipart` or `upload-type-refused`
 */
export function checkUploadType(
  contentType: string | undefined,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): UploadForm {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type.startsWith('multipart/')) {
    const hint =
      'The body is multipart: with its boundaries and part headers it is not the file. Send the bytes of the file alone as the body (with curl: --data-binary @FILE and not -F).';
    if (assumptions.multipart === 'refuse') throw new Refusal('upload-multipart', hint);
    warn({
      rule: 'multipart-unpacked',
      hint: `${hint} It was unpacked because of the assumption multipart=accept.`,
    });
    return 'multipart';
  }
  if (DOCUMENTED.includes(type)) return 'raw';
  const what =
    type === '' ? 'The upload has no Content-Type' : `The Content-Type of the upload is ${excerpt(type, 60)}`;
  const hint = `${what}. Documented are application/octet-stream, and image/jpeg for pictures.`;
  if (assumptions['upload-content-type'] === 'documented') throw new Refusal('upload-type-refused', hint);
  warn({ rule: 'upload-type-undocumented', hint });
  return 'raw';
}
