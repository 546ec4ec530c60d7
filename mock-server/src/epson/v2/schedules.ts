import type { Request } from 'express';
import type { Job } from '../domain/job.js';
import type { Printer } from '../domain/printers.js';
import { isScheduled, type ScheduledJob } from '../domain/schedules.js';
import type { World } from '../domain/world.js';
import type { Host } from '../domain/worlds.js';
import { exchangeOf } from '../../http/exchange.js';
import { sendJson, sendStatus } from '../../http/send.js';
import { Refusal } from '../../rules/refusal.js';
import { readJson, warnerOf } from '../requests/body.js';
import type { CallResponse } from '../requests/identify.js';
import { verifyDevice } from './caller.js';
import { ignoreBody, informationOf, isForgotten, sendAccepted, uploadUriOf } from './jobs.js';
import { readCopyRequest, readJobRequest, readPrintTime, readSource } from './requests/job.js';
import { warnOfNames } from './requests/names.js';
import { wholeSettings } from './requests/print-settings.js';
import { scheduleDate, settingWords, V2 } from './words.js';
import type { CopiedSchedule, CreatedSchedule, Schedule, ScheduleList } from './words.js';

/** Tells the reserved schedules of the printer. */
export function listSchedules(host: Host) {
  return (request: Request, response: CallResponse): void => {
    const { world, printer } = verifyDevice(host, request, response);
    const answer: ScheduleList = { schedules: world.jobs.schedules.reservedOn(printer).map(scheduleWords) };
    sendJson(response, 200, answer);
  };
}

/** Creates a schedule and hands out the URI for its file. */
export function createSchedule(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyDevice(host, request, response);
    const warn = warnerOf(host, request);
    const body = await readJson(request, response, warn);
    const asked = readJobRequest(body, printer, host.assumptions, warn, ['printDateTime']);
    const job = world.jobs.create(printer, asked, V2, { printAtMs: readPrintTime(body) });
    exchangeOf(request).jobId = job.id;
    const answer: CreatedSchedule = { scheduleJobId: job.id, uploadUri: uploadUriOf(host, request, job) };
    sendJson(response, 201, answer);
  };
}

/** Creates a schedule with the file of another one. */
export function copySchedule(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyDevice(host, request, response);
    const warn = warnerOf(host, request);
    const body = await readJson(request, response, warn);
    const members = ['fromScheduleJobId', 'printDateTime', 'jobName', 'printSettings'];
    warnOfNames(body, members, 'the body', warn);
    const found = world.jobs.find(readSource(body, 'fromScheduleJobId'));
    const source = scheduleOf(host, world, printer, found);
    const asked = readCopyRequest(body, source, host.assumptions, warn);
    const printAtMs = body['printDateTime'] === undefined ? source.schedule.printAtMs : readPrintTime(body);
    const job = await world.jobs.copy(source, asked, { printAtMs });
    exchangeOf(request).jobId = job.id;
    const answer: CopiedSchedule = { scheduleJobId: job.id };
    sendJson(response, 201, answer);
  };
}

/** Tells how far a schedule is. */
export function getSchedule(host: Host) {
  return (request: Request, response: CallResponse): void => {
    const { world, printer } = verifyDevice(host, request, response);
    const job = scheduleOf(host, world, printer, response.locals.job);
    sendJson(response, 200, informationOf(host, job));
  };
}

/** Has a schedule printed at its time. The body does not matter. */
export function reserveSchedule(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyDevice(host, request, response);
    await ignoreBody(host, request, response);
    const job = scheduleOf(host, world, printer, response.locals.job);
    await world.jobs.schedules.reserve(job);
    sendAccepted(host, request, response, job);
  };
}

/** Deletes a schedule before its time. */
export function deleteSchedule(host: Host) {
  return async (request: Request, response: CallResponse): Promise<void> => {
    const { world, printer } = verifyDevice(host, request, response);
    await ignoreBody(host, request, response);
    world.jobs.schedules.delete(scheduleOf(host, world, printer, response.locals.job));
    sendStatus(response, 204);
  };
}

function scheduleWords({ id, request, printer, schedule }: ScheduledJob): Schedule {
  const { name, mode, settings } = request;
  return {
    scheduleJobId: id,
    jobName: name,
    printDateTime: scheduleDate(schedule.printAtMs),
    printMode: mode,
    printSettings: settingWords(wholeSettings(settings, mode, printer)),
  };
}

/** @throws Refusal `schedule-unknown` unless it is a schedule of this printer that was not deleted */
function scheduleOf(host: Host, world: World, printer: Printer, found: Job | undefined): ScheduledJob {
  const unknown = (hint: string) => new Refusal('schedule-unknown', hint);
  if (found === undefined)
    throw unknown('No schedule has this ID. Use scheduleJobId of the answer that created it as it is.');
  if (!isScheduled(found))
    throw unknown(
      'This is the ID of a job that is printed at once: its paths are below /api/2/printing/jobs/.',
    );
  if (found.printer !== printer)
    throw unknown('This schedule belongs to another printer than the access token.');
  if (found.schedule.deletedAtMs !== undefined) throw unknown('This schedule was deleted.');
  if (isForgotten(host, world, found))
    throw unknown(
      'This schedule is over for three days, and is not known any more because of the assumption v2-expired-job=job_not_found.',
    );
  return found;
}
