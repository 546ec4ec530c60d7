import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import type { Host } from '../domain/worlds.js';
import { refuseSpentKey, type Job } from '../domain/job.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { exchangeOf, arrivedOf } from '../../http/exchange.js';
import { readFileName, verifyUploadKey, checkUploadType } from './requests/upload.js';
import { DocumentTooLargeError, type StoredDocument } from '../../documents/documents.js';
import { wrappedUploadOf, type WrappedUpload } from '../../documents/inspection.js';
import { StorageError } from '../../documents/storage-error.js';
import { askForBody, contentEncodingOf } from '../../http/body.js';
import { receiveForm } from '../../http/form.js';
import { sendStatus } from '../../http/send.js';
import { queryOf } from '../../http/target.js';
import type { CallResponse } from './caller.js';
import { warnerOf } from './requests/body.js';
import { excerpt } from '../../text/mask.js';
import { reasonWord } from './words.js';

/** The first segment of the storage path: the same for every job, as on the host. */
const CONTAINER = '6d6f636b2d73746f726167652d726f6f';

/** Path and query of a job's upload URI. `Key` is its only parameter, so that `&File=` can be appended. */
export function uploadPath(key: string): string {
  return `/${CONTAINER}/v1/storage/PostData?Key=${key}`;
}

/** Step 3: takes the file of a job. No bearer is asked for; the key decides. */
export function uploadPrintFile(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const exchange = exchangeOf(request);
    const query = queryOf(request);
    const { world } = response.locals;
    const job = verifyUploadKey(query, response.locals.job);
    refuseSpentKey(job);
    const name = readFileName(query);
    const form = checkUploadType(request.headers['content-type'], host.assumptions, warnerOf(host, request));
    world.jobs.expectFile(job, name);
    const limitBytes = host.limitBytes[job.request.mode];
    if (form === 'raw') checkDeclaredLength(request, job, limitBytes);
    warnOfHeaders(request);

    const { packing, ...stored } = await receive(host, request, response, job, form);
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
      name,
      contentType: request.headers['content-type'],
      uploadedAtMs: world.clock.now(),
    });
    sendStatus(response, 200);
  };
}

function checkDeclaredLength(request: Request, job: Job, limitBytes: number): void {
  const declared = request.headers['content-length'];
  if (declared === undefined) {
    exchangeOf(request).warnings.push({
      rule: 'upload-length-missing',
      hint: 'The upload has no Content-Length, which the host asks for: the body was sent in chunks. Give the length, or a body whose length is known.',
    });
  } else if (Number(declared) > limitBytes) {
    throw tooLarge(job, `${declared} bytes were announced`, limitBytes);
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

async function receive(
  host: Host,
  request: Request,
  response: Response,
  job: Job,
  form: 'raw' | 'multipart',
): Promise<StoredDocument & { readonly packing: WrappedUpload | undefined }> {
  const limitBytes = host.limitBytes[job.request.mode];
  let packing: WrappedUpload | undefined;
  const keep = (source: Readable) =>
    host.documents.receive(source, limitBytes, (head) => (packing = wrappedUploadOf(head)));
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
    if (error instanceof DocumentTooLargeError)
      throw tooLarge(job, 'More bytes came than are taken', limitBytes);
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

function tooLarge(job: Job, size: string, limitBytes: number): Refusal {
  return new Refusal(
    'upload-too-large',
    `${size}: a job with print_mode ${job.request.mode} takes a file of ${limitBytes} bytes at most. Make the file smaller; --${job.request.mode}-limit moves the limit of the mock, not that of the host.`,
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

/** Returns the warnings about how the document of an executed job will print. */
export function warningsOfResult({ printResult }: Job): Warning[] {
  const { failure, remark } = printResult ?? {};
  if (remark === undefined) return [];
  if (failure === null || failure === undefined)
    return [{ rule: 'pages-assumed', hint: `In this document, ${remark}.` }];
  const hint = `This job will end as completed with the reason ${String(reasonWord({ state: 'failed', reason: failure }))}, which means that it was not printed: ${remark}.`;
  return [{ rule: 'document-will-fail', hint }];
}
