import type { Assumptions } from '../../rules/assumptions.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { excerpt } from '../../text/mask.js';
import type { Dialect, Job } from '../domain/job.js';

/**
 * Verifies that a job of this version was found by the one key in the query.
 *
 * @throws Refusal
 */
export function verifyUploadKey(query: URLSearchParams, job: Job | undefined, dialect: Dialect): Job {
  const { uploadUri, createdBy } = dialect;
  const how = howToAppend(dialect);
  const keys = query.getAll('Key');
  const [key = ''] = keys;
  if (keys.length > 1) {
    throw new Refusal(
      'key-repeated',
      `Key is in the query more than once. ${uploadUri} holds it already: append only &File=1.<extension> and pass no further parameters.`,
    );
  }
  if (key === '') {
    throw new Refusal(
      'key-missing',
      `The query holds no Key. Use ${uploadUri} of the answer to ${createdBy} exactly as given, and append &File=1.<extension>.`,
    );
  }
  if (/[/?]File=/i.test(key)) {
    throw new Refusal(
      'key-unknown',
      `The name of the file has become part of the Key: it was appended with ${key.includes('?') ? '?' : '/'}File=. ${how}`,
    );
  }
  if (/&File=/i.test(key)) {
    throw new Refusal(
      'key-unknown',
      `The name of the file has become part of the Key: the & before File was escaped (%26). ${how}`,
    );
  }
  if (job?.uploadKey === key && job.dialect === dialect) return job;
  throw new Refusal(
    'key-unknown',
    `No job has this Key. Use ${uploadUri} of the answer to ${createdBy} exactly as given, and only append &File=1.<extension>.`,
  );
}

/**
 * Returns the name that the query gives the file, if there is one.
 *
 * @throws Refusal `file-repeated`
 */
export function fileNameIn(query: URLSearchParams, dialect: Dialect): string | undefined {
  const names = query.getAll('File');
  if (names.length <= 1) return names[0];
  throw new Refusal('file-repeated', `File is in the query ${names.length} times. ${howToAppend(dialect)}`);
}

/** Returns the refusal of an upload without a file name. */
export function fileMissing(query: URLSearchParams, dialect: Dialect): Refusal {
  const other = [...query.keys()].find((key) => key !== 'File' && key.toLowerCase() === 'file');
  const what = other === undefined ? 'The query holds no File.' : `The query holds ${other} instead of File.`;
  return new Refusal('file-missing', `${what} ${howToAppend(dialect)}`);
}

/** Returns how the name of a file is appended, as a sentence. */
export const howToAppend = ({ uploadUri }: Dialect): string =>
  `Append &File=1.<extension of the file> to ${uploadUri}, for example &File=1.pdf.`;

/** The form of the body: the file alone, or a multipart form. */
export type UploadForm = 'raw' | 'multipart';

/** The content types that a version of the API documents for uploads. */
export interface DocumentedTypes {
  readonly types: readonly string[];
  /** Names those beside `application/octet-stream`, at the end of a sentence. */
  readonly others: string;
}

/**
 * Decides by its Content-Type whether an upload is taken, and how its body is read.
 *
 * @throws Refusal `upload-multipart` or `upload-type-refused`
 */
export function checkUploadType(
  contentType: string | undefined,
  documented: DocumentedTypes,
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
  if (documented.types.includes(type)) return 'raw';
  const what =
    type === '' ? 'The upload has no Content-Type' : `The Content-Type of the upload is ${excerpt(type, 60)}`;
  const hint = `${what}. Documented are application/octet-stream, and ${documented.others}.`;
  if (assumptions['upload-content-type'] === 'documented') throw new Refusal('upload-type-refused', hint);
  warn({ rule: 'upload-type-undocumented', hint });
  return 'raw';
}
