import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import { EPSON_HOSTS } from '../domain/addresses.js';
import { expiryOf, isEnded, type Job } from '../domain/job.js';
import { isScheduled } from '../domain/schedules.js';
import type { World } from '../domain/world.js';
import type { Host } from '../domain/worlds.js';
import type { Printer } from '../domain/printers.js';
import { exchangeOf } from '../../http/exchange.js';
import { sendJson, sendStatus } from '../../http/send.js';
import { Refusal } from '../../rules/refusal.js';
import { readIgnored, readJson, warnerOf } from '../requests/body.js';
import type { CallResponse } from '../requests/identify.js';
import { uploadOrigin } from '../requests/upload-uri.js';
import { verifyDevice } from './caller.js';
import { readCopyRequest, readJobRequest, readSource } from './requests/job.js';
import { warnOfNames } from './requests/names.js';
import { answerDate, statusWord, V2, type CopiedPrintJob, type CreatedPrintJob } from './words.js';
import type { PrintJobInformation } from './words.js';

/** Creates a job and hands out the URI for its file. */
export function createPrintJob(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyDevice(host, request, response);
    const warn = warnerOf(host, request);
    const body = await readJson(request, response, warn);
    const job = world.jobs.create(printer, readJobRequest(body, printer, host.assumptions, warn), V2);
    exchangeOf(request).jobId = job.id;
    const answer: CreatedPrintJob = { jobId: job.id, uploadUri: uploadUriOf(host, request, job) };
    sendJson(response, 201, answer);
  };
}

/** Returns the URI that takes the file of a job. `Key` is its only parameter, so that `&File=` can be appended. */
export function uploadUriOf(host: Host, request: IncomingMessage, job: Job): string {
  const address = { member: V2.uploadUri, epsonName: EPSON_HOSTS.upload, isApart: true };
  const origin = uploadOrigin(host.addresses, request, address, warnerOf(host, request));
  return `${origin}${job.schedule === undefined ? '/data' : '/schedule_data'}?Key=${job.uploadKey}`;
}

/** Creates a job with the file of another one. */
export function copyPrintJob(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyDevice(host, request, response);
    const warn = warnerOf(host, request);
    const body = await readJson(request, response, warn);
    warnOfNames(body, ['fromJobId', 'jobName', 'printSettings'], 'the body', warn);
    const source = jobOf(host, world, printer, world.jobs.find(readSource(body, 'fromJobId')));
    const job = await world.jobs.copy(source, readCopyRequest(body, source, host.assumptions, warn));
    exchangeOf(request).jobId = job.id;
    const answer: CopiedPrintJob = { jobId: job.id };
    sendJson(response, 201, answer);
  };
}

/** Executes a job. The body does not matter. */
export function executePrint(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyDevice(host, request, response);
    await ignoreBody(host, request, response);
    const job = jobOf(host, world, printer, response.locals.job);
    await world.jobs.execute(job);
    sendAccepted(host, request, response, job);
  };
}

/** Cancels a job that the printer has not begun with. */
export function cancelPrint(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyDevice(host, request, response);
    await ignoreBody(host, request, response);
    world.jobs.cancel(jobOf(host, world, printer, response.locals.job), 'user');
    sendStatus(response, 204);
  };
}

/** Tells how far a job is. */
export function getPrintJob(host: Host) {
  return (request: Request, response: CallResponse): void => {
    const { world, printer } = verifyDevice(host, request, response);
    const job = jobOf(host, world, printer, response.locals.job);
    sendJson(response, 200, informationOf(host, job));
  };
}

/** Returns the answer to who asks for a job, or for a schedule. */
export function informationOf({ assumptions }: Host, job: Job): PrintJobInformation {
  const before = { absent: {}, null: { startDate: null }, empty: { startDate: '' as const } };
  return {
    status: statusWord(job),
    jobName: job.request.name,
    totalPages: job.totalPages,
    ...(job.executedAtMs === undefined
      ? before[assumptions['v2-start-date']]
      : { startDate: answerDate(job.executedAtMs) }),
    updateDate: answerDate(job.updatedAtMs),
  };
}

/** Answers that a job was handed over, and tells what was assumed about its pages. */
export function sendAccepted(host: Host, request: Request, response: CallResponse, job: Job): void {
  const remark = job.printResult?.remark;
  if (remark !== undefined)
    exchangeOf(request).warnings.push({ rule: 'pages-assumed', hint: `In this document, ${remark}.` });
  if (host.assumptions['v2-execute-body'] === 'empty') sendStatus(response, 202);
  else sendJson(response, 202, {});
}

/** Reads a body that does not matter: programs send none, `{}`, `null`, an empty form, or their headers. */
export async function ignoreBody(host: Host, request: Request, response: CallResponse): Promise<void> {
  const body = (await readIgnored(request, response)).trim();
  if (['', '{}', 'null'].includes(body)) return;
  warnerOf(
    host,
    request,
  )({
    rule: 'body-ignored',
    hint: 'This operation takes no body; what was sent is ignored. Settings belong in printSettings when the job is created.',
  });
}

/** Returns true for a job that a host which forgets jobs after three days does not know any more. */
export function isForgotten({ assumptions }: Host, { clock }: World, job: Job): boolean {
  return assumptions['v2-expired-job'] === 'job_not_found' && expiryOf(job) <= clock.now();
}

/** @throws Refusal unless it is a job of this printer, and none that waits for its time */
function jobOf(host: Host, world: World, printer: Printer, found: Job | undefined): Job {
  const job = world.jobs.verify(printer, found, V2);
  if (isScheduled(job) && job.executedAtMs === undefined) {
    throw new Refusal(
      'job-unknown',
      isEnded(job)
        ? `This is the ID of a schedule that is ${statusWord(job)}: it has no print job.`
        : 'This is the ID of a schedule whose print job does not exist yet: it is made at its time, with the same ID. Until then use the paths below /api/2/scheduling/schedules/.',
    );
  }
  if (isForgotten(host, world, job)) {
    throw new Refusal(
      'job-expired',
      'This job is older than three days, and is not known any more because of the assumption v2-expired-job=job_not_found. Keep what became of it on your side.',
    );
  }
  return job;
}
