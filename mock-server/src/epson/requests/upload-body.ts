import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { Host } from '../domain/worlds.js';
import type { Job } from '../domain/job.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { exchangeOf, arrivedOf } from '../../http/exchange.js';
import { DocumentTooLargeError, type StoredDocument } from '../../documents/documents.js';
import { wrappedUploadOf, type WrappedUpload } from '../../documents/inspection.js';
import { StorageError } from '../../documents/storage-error.js';
import { askForBody, contentEncodingOf } from '../../http/body.js';
import { receiveForm } from '../../http/form.js';
import { sendStatus } from '../../http/send.js';
import { excerpt } from '../../text/mask.js';
import type { CallResponse } from './identify.js';

/** The largest file that a job takes. */
export interface UploadLimit {
  readonly bytes: number;
  /** The jobs that it holds for, as the subject of a sentence. */
  readonly of: string;
  /** The setting that moves it. */
  readonly setting: string;
}

/** A file that is about to come. */
export interface ComingFile {
  readonly job: Job;
  /** `1.` and the extension in lower case. */
  readonly name: string;
  /** The name that it was sent under, where that is another one. */
  readonly sentName?: string;
  readonly limit: UploadLimit;
  readonly form: 'raw' | 'multipart';
}

/** Takes the file of a job, and answers 200. @throws Refusal */
export async function takeDocument(
  host: Host,
  request: Request,
  response: CallResponse,
  { job, limit, form, ...names }: ComingFile,
): Promise<void> {
  const exchange = exchangeOf(request);
  const { world } = response.locals;
  if (form === 'raw') checkDeclaredLength(request, limit);
  warnOfHeaders(request);

  const { packing, ...stored } = await receiveDocument(host, request, response, limit, form);
  exchange.documentSha256 = stored.sha256;
  exchange.warnings.push(
    ...odditiesOf(job, stored, contentEncodingOf(request.headers) ? undefined : packing),
  );
  if (stored.sizeBytes === 0 && host.assumptions['empty-upload'] === 'refuse') {
    await host.documents.discard(stored);
    throw emptyUpload();
  }
  await world.jobs.attach(job, {
    ...stored,
    ...names,
    contentType: request.headers['content-type'],
    uploadedAtMs: world.clock.now(),
  });
  sendStatus(response, 200);
}

/** Refuses a body whose announced length is too large. @throws Refusal `upload-too-large` */
function checkDeclaredLength(request: Request, limit: UploadLimit): void {
  const declared = request.headers['content-length'];
  if (declared === undefined) {
    exchangeOf(request).warnings.push({
      rule: 'upload-length-missing',
      hint: 'The upload has no Content-Length, which the host asks for: the body was sent in chunks. Give the length, or a body whose length is known.',
    });
  } else if (Number(declared) > limit.bytes) {
    throw tooLarge(`${declared} bytes were announced`, limit);
  }
}

/** Tells of headers by which the body is something else than the file. Evidence: assumed; no source names them. */
function warnOfHeaders(request: Request): void {
  const { warnings } = exchangeOf(request);
  const encoding = contentEncodingOf(request.headers);
  if (encoding !== undefined) {
    warnings.push({
      rule: 'upload-not-the-file',
      hint: `The upload has Content-Encoding: ${encoding}, and the host is not known to unpack it: what is stored are the packed bytes. Send the bytes of the file, without Content-Encoding.`,
    });
  }
  const range = request.headers['content-range'];
  if (range !== undefined) {
    warnings.push({
      rule: 'upload-in-parts',
      hint: `The upload has Content-Range: ${excerpt(range, 60)}, and the host is not known to put parts together: each body is taken for the whole file, and the last one stays. Send the file in one call, without Content-Range.`,
    });
  }
}

/** Streams the document of an upload to disk. @throws Refusal */
async function receiveDocument(
  host: Host,
  request: Request,
  response: Response,
  limit: UploadLimit,
  form: 'raw' | 'multipart',
): Promise<StoredDocument & { readonly packing: WrappedUpload | undefined }> {
  let packing: WrappedUpload | undefined;
  const keep = (source: Readable) =>
    host.documents.receive(source, limit.bytes, (head) => (packing = wrappedUploadOf(head)));
  askForBody(request, response);
  try {
    if (form === 'raw') return { ...(await keep(request)), packing };
    const { file } = await receiveForm(request, response, keep);
    if (file === undefined)
      throw new Refusal(
        'upload-multipart',
        'The multipart body holds no file. Send the bytes of the file alone as the body.',
      );
    return { ...file.stored, packing };
  } catch (error) {
    if (error instanceof DocumentTooLargeError) throw tooLarge('More bytes came than are taken', limit);
    if (error instanceof StorageError) throw error;
    if (error instanceof Refusal && form === 'multipart') throw new Refusal('upload-multipart', error.hint);
    if (!request.complete) {
      throw new Refusal(
        'upload-broken-off',
        `The connection ended before the file was complete: ${arrivedOf(request)}. Nothing of it was kept; upload it again.`,
      );
    }
    throw error;
  }
}

function tooLarge(size: string, { bytes, of, setting }: UploadLimit): Refusal {
  return new Refusal(
    'upload-too-large',
    `${size}: ${of} takes a file of ${bytes} bytes at most. Make the file smaller; ${setting} moves the limit of the mock, not that of the host.`,
  );
}

/** Returns the warnings about a document that has just arrived for a job. */
export function odditiesOf(
  job: Job,
  { sizeBytes }: StoredDocument,
  packing: WrappedUpload | undefined,
): Warning[] {
  const oddities: Warning[] = [];
  if (job.document !== undefined) {
    oddities.push({
      rule: 'second-upload-replaces',
      hint: 'This job had its file already; the new one replaces it. What the host does is not known: create a job for each file.',
    });
  }
  if (sizeBytes === 0) {
    oddities.push({
      rule: 'empty-document',
      hint: 'The file is empty. The host takes it, and nothing useful will be printed.',
    });
  }
  if (packing !== undefined) {
    oddities.push({ rule: 'upload-not-the-file', hint: `The body is ${packing.what}: ${packing.mend}.` });
  }
  return oddities;
}

/** Returns the refusal of an empty file, on a host that refuses it. */
export function emptyUpload(): Refusal {
  return new Refusal(
    'upload-empty',
    'The body is empty. Send the bytes of the file; a file that is read twice is empty the second time.',
  );
}
