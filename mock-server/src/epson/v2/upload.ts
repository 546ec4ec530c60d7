import type { Request } from 'express';
import { refuseSpentKey } from '../domain/job.js';
import type { Host } from '../domain/worlds.js';
import { queryOf } from '../../http/target.js';
import { Refusal } from '../../rules/refusal.js';
import { warnerOf } from '../requests/body.js';
import type { CallResponse } from '../requests/identify.js';
import { takeDocument } from '../requests/upload-body.js';
import { checkUploadType, verifyUploadKey } from '../requests/upload-query.js';
import { readFileName } from './requests/file-name.js';
import { V2 } from './words.js';

const DOCUMENTED = {
  types: ['application/octet-stream', 'application/pdf', 'image/jpeg', 'image/png'],
  others: 'application/pdf, image/jpeg and image/png',
};

/** Takes the file of a job that is printed at once. No token is asked for; the key decides. */
export const uploadPrintFile = (host: Host) => upload(host, false);

/** Takes the file of a schedule. */
export const uploadScheduleFile = (host: Host) => upload(host, true);

function upload(host: Host, isSchedule: boolean) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const query = queryOf(request);
    const { world } = response.locals;
    const warn = warnerOf(host, request);
    const job = verifyUploadKey(query, response.locals.job, V2);
    if ((job.schedule !== undefined) !== isSchedule) {
      const [what, path] = isSchedule ? ['job', '/data'] : ['schedule', '/schedule_data'];
      throw new Refusal(
        'key-unknown',
        `This is the Key of a ${what}, whose file goes to ${path}. Use uploadUri exactly as given.`,
      );
    }
    refuseSpentKey(job);
    const names = readFileName(query, warn);
    checkType(request.headers['content-type']);
    const form = checkUploadType(request.headers['content-type'], DOCUMENTED, host.assumptions, warn);
    world.jobs.expectFile(job, names.sentName ?? names.name);
    const limit = { bytes: host.limitBytes.v2, of: 'a job', setting: '--limit-bytes-v2' };
    await takeDocument(host, request, response, { job, ...names, limit, form });
  };
}

/** @throws Refusal `upload-type-missing` or `upload-of-an-object` */
function checkType(contentType = ''): void {
  if (contentType.trim() === '') {
    throw new Refusal(
      'upload-type-missing',
      'The upload has no Content-Type. Send Content-Type: application/octet-stream, or the type of the file.',
    );
  }
  if (!/^text\/plain\b/i.test(contentType.trim())) return;
  throw new Refusal(
    'upload-of-an-object',
    'The Content-Type is text/plain, which fetch sets when its body is a text or an object; an object is sent as the text [object Object]. Give it the bytes of the file (a Blob, an ArrayBuffer or a Uint8Array), and set Content-Type: application/octet-stream.',
  );
}
