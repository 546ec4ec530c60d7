import type { Request } from 'express';
import { operatedByValues } from '../../generated/epson-connect.js';
import type { CreatedJob, PrintJobInformation } from './contract.js';
import { apiDate } from './dates.js';
import { V1 } from './dialect.js';
import type { Host } from '../domain/host.js';
import type { Job } from '../domain/job.js';
import { Refusal } from '../../rules/refusal.js';
import { reasonWord, statusWord } from './words.js';
import { exchangeOf } from '../../http/exchange.js';
import { readJobRequest } from './requests/job-request.js';
import { checkJsonType, readJsonObject } from './requests/json-body.js';
import { readOneOf } from './requests/members.js';
import { warnOfUnknownMembers } from './requests/unknown-members.js';
import { readBody, readIgnored, readJson } from './requests/json.js';
import { sendJson } from '../../http/send.js';
import { verifyCaller } from './verify-caller.js';
import { warningsOfResult } from './document-warnings.js';
import type { CallResponse } from './identify-caller.js';
import { uploadPath } from './upload.js';
import { uploadOrigin } from './upload-origin.js';
import { warnerOf } from './warn.js';

type OfDevice = Request<{ device_id: string }>;
type OfJob = Request<{ device_id: string; job_id: string }>;

/** Step 2: creates a job and hands out the URI for its file. */
export function createPrintJob(host: Host) {
  return async (request: OfDevice, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyCaller(request, response);
    const body = await readJson(request, response, warnerOf(host, request));
    const asked = readJobRequest(body, printer.capabilities, host.assumptions, warnerOf(host, request));
    const job = world.jobs.create(printer, asked, V1);
    exchangeOf(request).jobId = job.id;
    const origin = uploadOrigin(host.addresses, request, warnerOf(host, request));
    const answer: CreatedJob = { id: job.id, upload_uri: origin + uploadPath(job.uploadKey) };
    sendJson(response, 201, answer);
  };
}

/** Step 4: executes a job. The body does not matter; clients send none, `{}`, `null` or an empty form. */
export function executePrint(host: Host) {
  return async (request: OfJob, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyCaller(request, response);
    const body = (await readIgnored(request, response)).trim();
    if (!['', '{}', 'null'].includes(body)) {
      warnerOf(
        host,
        request,
      )({
        rule: 'body-ignored',
        hint: 'Execute takes no body; what was sent is ignored. Settings belong into print setting, before the upload.',
      });
    }
    const job = world.jobs.verify(printer, response.locals.job);
    await world.jobs.execute(job);
    exchangeOf(request).warnings.push(...warningsOfResult(job));
    sendJson(response, 200, {});
  };
}

/** Tells how far a job is. A body, which some clients send, is ignored. */
export function getPrintJob(host: Host) {
  return (request: OfJob, response: CallResponse): void => {
    const { world, printer } = verifyCaller(request, response);
    const job = world.jobs.verify(printer, response.locals.job);
    if (job.executedAtMs === undefined && host.assumptions['job-info-before-execute'] === 'job_not_found') {
      throw new Refusal(
        'job-not-executed',
        'Job information can be asked for after execute only; this job was created and not executed.',
      );
    }
    sendJson(response, 200, informationOf(job));
  };
}

/** Cancels a job that is not on paper yet. */
export function cancelPrint(host: Host) {
  return async (request: OfJob, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyCaller(request, response);
    const text = await readBody(request, response, warnerOf(host, request));
    // Without a body there is nothing whose type could be wrong: `operated_by` is optional.
    if (text !== '') checkJsonType(request.headers['content-type']);
    const body = text === '' ? {} : readJsonObject(text);
    warnOfUnknownMembers(body, ['operated_by'], 'the body', warnerOf(host, request));
    const operatedBy =
      body['operated_by'] === undefined
        ? 'user'
        : readOneOf(body, 'operated_by', 'operated-by-invalid', operatedByValues);
    const job = world.jobs.verify(printer, response.locals.job);
    world.jobs.cancel(job, operatedBy);
    sendJson(response, 200, {});
  };
}

function informationOf(job: Job): PrintJobInformation {
  return {
    status: statusWord(job.state),
    status_reason: reasonWord(job),
    start_date: apiDate(job.executedAtMs ?? job.createdAtMs),
    job_name: job.request.name,
    total_pages: job.totalPages,
    update_date: apiDate(job.updatedAtMs),
  };
}
