import { printModeValues } from '../../../generated/epson-connect-v2.js';
import type { Assumptions } from '../../../rules/assumptions.js';
import { Refusal } from '../../../rules/refusal.js';
import { excerpt } from '../../../text/mask.js';
import type { Job, JobRequest, PrintSettings } from '../../domain/job.js';
import type { Printer } from '../../domain/printers.js';
import { jsonKind, readOneOf, readText, type JsonObject, type Warn } from '../../requests/body.js';
import { formerNameIn, warnOfNames } from './names.js';
import { checkFit, readPrintSettings, wholeSettings } from './print-settings.js';

const MAX_NAME_LENGTH = 256;

/**
 * Reads the body of a new job or schedule, and holds it to what the printer can do.
 *
 * @param more the members that it has beside name, mode and settings
 * @throws Refusal with the member, what it holds and what it may hold
 */
export function readJobRequest(
  body: JsonObject,
  printer: Printer,
  assumptions: Assumptions,
  warn: Warn,
  more: readonly string[] = [],
): JobRequest {
  warnOfNames(body, ['jobName', 'printMode', 'printSettings', ...more], 'the body', warn);
  const name = readName(body);
  const mode = readOneOf(body, 'printMode', 'print-mode-invalid', printModeValues);
  if (body['printSettings'] === undefined) return { name, mode };
  const settings = readPrintSettings(body['printSettings'], true, warn) as PrintSettings;
  checkFit(settings, mode, printer, assumptions);
  return { name, mode, settings };
}

/** Reads the request for a copy: what it does not name is as in the original. @throws Refusal */
export function readCopyRequest(
  body: JsonObject,
  { request: { name, mode, settings }, printer }: Job,
  assumptions: Assumptions,
  warn: Warn,
): JobRequest {
  const copy = { name: body['jobName'] === undefined ? name : readName(body), mode };
  if (body['printSettings'] === undefined) return { ...copy, ...(settings && { settings }) };
  const changes = readPrintSettings(body['printSettings'], false, warn);
  const merged = { ...(settings ?? wholeSettings(undefined, mode, printer)), ...changes };
  checkFit(merged, mode, printer, assumptions);
  return { ...copy, settings: merged };
}

/** Reads the ID of the job or schedule that is copied. @throws Refusal `copy-source-missing` */
export function readSource(body: JsonObject, member: string): string {
  const value = body[member];
  if (typeof value === 'string' && value !== '') return value;
  throw new Refusal(
    'copy-source-missing',
    `${member} is ${value === undefined ? 'missing' : value === '' ? 'empty' : jsonKind(value)}. Send the ID of what is to be copied, as text.`,
  );
}

/**
 * Reads the time of a schedule.
 *
 * @returns milliseconds since 1970
 * @throws Refusal `schedule-time-invalid`
 */
export function readPrintTime(body: JsonObject): number {
  const value = body['printDateTime'];
  const how =
    'Send 12 digits, year, month, day, hour and minute in UTC, as text; the minutes are 00, 15, 30 or 45: for example 202601312345.';
  if (typeof value !== 'string') {
    const what = value === undefined ? 'missing' : jsonKind(value);
    throw new Refusal('schedule-time-invalid', `printDateTime is ${what}. ${how}`);
  }
  const [, date, hour, minute] = /^(\d{8})(\d\d)(\d\d)$/.exec(value) ?? [];
  const text = `${date?.slice(0, 4)}-${date?.slice(4, 6)}-${date?.slice(6)}T${hour}:${minute}:00.000Z`;
  const ms = Date.parse(text);
  // A day that no month has is read as one of the next month, and written so.
  const isTime = !Number.isNaN(ms) && new Date(ms).toISOString() === text && Number(minute) % 15 === 0;
  if (isTime) return ms;
  throw new Refusal(
    'schedule-time-invalid',
    `printDateTime is ${JSON.stringify(excerpt(value, 40))}, which is no such time. ${how}`,
  );
}

function readName(body: JsonObject): string {
  if (body['jobName'] !== undefined || formerNameIn(body, 'jobName') === '')
    return readText(body, 'jobName', 'job-name-invalid', 1, MAX_NAME_LENGTH);
  throw new Refusal('job-name-invalid', `jobName is missing${formerNameIn(body, 'jobName')}.`);
}
