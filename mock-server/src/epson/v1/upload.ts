import type { Request } from 'express';
import type { Host } from '../domain/worlds.js';
import { refuseSpentKey, type Job } from '../domain/job.js';
import type { Warning } from '../../rules/refusal.js';
import { readFileName } from './requests/upload.js';
import { queryOf } from '../../http/target.js';
import type { CallResponse } from '../requests/identify.js';
import { warnerOf } from '../requests/body.js';
import { takeDocument } from '../requests/upload-body.js';
import { checkUploadType, verifyUploadKey } from '../requests/upload-query.js';
import { reasonWord, V1 } from './words.js';

/** The first segment of the storage path: the same for every job, as on the host. */
const CONTAINER = '6d6f636b2d73746f726167652d726f6f';

const DOCUMENTED = {
  types: ['application/octet-stream', 'image/jpeg'],
  others: 'image/jpeg for pictures',
};

/** Path and query of a job's upload URI. `Key` is its only parameter, so that `&File=` can be appended. */
export function uploadPath(key: string): string {
  return `/${CONTAINER}/v1/storage/PostData?Key=${key}`;
}

/** Step 3: takes the file of a job. No bearer is asked for; the key decides. */
export function uploadPrintFile(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const query = queryOf(request);
    const { world } = response.locals;
    const job = verifyUploadKey(query, response.locals.job, V1);
    refuseSpentKey(job);
    const name = readFileName(query);
    const form = checkUploadType(
      request.headers['content-type'],
      DOCUMENTED,
      host.assumptions,
      warnerOf(host, request),
    );
    world.jobs.expectFile(job, name);
    const { mode } = job.request;
    const limit = {
      bytes: host.limitBytes[mode],
      of: `a job with print_mode ${mode}`,
      setting: `--limit-bytes-${mode}`,
    };
    await takeDocument(host, request, response, { job, name, limit, form });
  };
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
