import type { Request } from 'express';
import { operatedByValues, printModeValues } from '../../generated/epson-connect.js';
import {
  type CreatedJob,
  type PrintJobInformation,
  apiDate,
  V1,
  reasonWord,
  statusWord,
  settingsOf,
} from './words.js';
import type { Host } from '../domain/worlds.js';
import type { Job, JobRequest } from '../domain/job.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { exchangeOf } from '../../http/exchange.js';
import {
  checkJsonType,
  readJsonObject,
  isObject,
  jsonKind,
  type JsonObject,
  readOneOf,
  readText,
  warnOfUnknownMembers,
  readBody,
  readIgnored,
  readJson,
  warnerOf,
} from '../requests/body.js';
import { sendJson } from '../../http/send.js';
import type { CallResponse } from '../requests/identify.js';
import { uploadOrigin } from '../requests/upload-uri.js';
import { verifyCaller } from './caller.js';
import { warningsOfResult, uploadPath } from './upload.js';
import type { Assumptions } from '../../rules/assumptions.js';
import { EPSON_HOSTS } from '../domain/addresses.js';
import type { Capabilities } from '../domain/capability.js';
import { checkFit, readPrintSetting } from './requests/print-setting.js';

/** Files go to the other name of Epson's host. */
const UPLOADS = { member: V1.uploadUri, epsonName: EPSON_HOSTS.www, isApart: false };

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
    const origin = uploadOrigin(host.addresses, request, UPLOADS, warnerOf(host, request));
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
    const job = world.jobs.verify(printer, response.locals.job, V1);
    await world.jobs.execute(job);
    exchangeOf(request).warnings.push(...warningsOfResult(job));
    sendJson(response, 200, {});
  };
}

/** Tells how far a job is. A body, which some clients send, is ignored. */
export function getPrintJob(host: Host) {
  return (request: OfJob, response: CallResponse): void => {
    const { world, printer } = verifyCaller(request, response);
    const job = world.jobs.verify(printer, response.locals.job, V1);
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
    const job = world.jobs.verify(printer, response.locals.job, V1);
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

const MEMBERS = ['job_name', 'print_mode', 'print_setting'];
const MAX_NAME_LENGTH = 256;

/**
 * Reads the body of print setting, and holds it to what the printer can do.
 *
 * @throws Refusal with the member, what it holds and what it may hold
 */
export function readJobRequest(
  body: JsonObject,
  capabilities: Capabilities,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): JobRequest {
  warnOfUnknownMembers(body, MEMBERS, 'the body', warn);
  const name = readText(body, 'job_name', 'job-name-invalid', 1, MAX_NAME_LENGTH);
  const mode = readOneOf(body, 'print_mode', 'print-mode-invalid', printModeValues);
  const setting = body['print_setting'];
  if (setting === undefined) return { name, mode };
  if (!isObject(setting)) {
    throw new Refusal(
      'print-setting-not-an-object',
      `print_setting is ${jsonKind(setting)}. Send an object, or leave it out for the defaults of Epson Connect.`,
    );
  }
  const print_setting = readPrintSetting(setting, assumptions, warn);
  checkFit(print_setting, capabilities[mode], mode);
  return { name, mode, settings: settingsOf(print_setting) };
}
