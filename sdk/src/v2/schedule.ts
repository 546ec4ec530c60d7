import { callApi, type Session } from '../auth/call-api.js';
import { SettingError } from '../errors/index.js';
import type { components } from '../generated/epson-connect-v2.js';
import { withMember, type BodyCheck } from '../http/api.js';
import { callback, type OptionTable } from '../http/check.js';
import { callTable, type Call, type Limits } from '../http/limits.js';
import { urlOf } from '../http/origin.js';
import { documentTable } from '../upload/document.js';
import type { JobInformation } from './api.js';
import { jobTable, type PrintSettings } from './job-request.js';
import type { CopyOptions } from './jobs.js';
import { operations } from './operations.js';
import { printAtOf } from './print-time.js';
import { withSettings } from './printer.js';
import type { PrintOptions } from './print.js';

type Schemas = components['schemas'];

/** The member of a schedule that calls about it need; a {@link Schedule} has it, and so has its JSON. */
export interface ScheduleId {
  /** The host's ID of the schedule. */
  readonly scheduleJobId: string;
}

/** A print job for a later time. Plain data. */
export interface Schedule extends ScheduleId {
  /** The name of the job. */
  readonly jobName: string;
  /** The print mode: `document` or `photo`. */
  readonly printMode: string;
  /** The time of the print, as the host writes it: UTC, `YYYYMMDDHHMM`. */
  readonly printDateTime: string;
  /** `printDateTime` as a moment; undefined when it cannot be read as one. The printer may start later. */
  readonly printAt: Date | undefined;
  /** The print settings; absent where none were given or told. */
  readonly printSettings?: PrintSettings | undefined;
}

/** Status of a schedule: that of a job, with the ID of the schedule. */
export interface ScheduleInformation extends Omit<JobInformation, 'jobId'>, ScheduleId {}

/** A schedule, or its ID alone. */
export type ScheduleReference = string | ScheduleId;

/** Options of `schedules.create`. Only `printAt` is required. */
export interface ScheduleOptions extends Omit<PrintOptions, 'beforeExecute'> {
  /** The time of the print: on a quarter of an hour, 15 minutes to 14 days ahead. */
  readonly printAt: Date;
  /**
   * Called after the upload and awaited before the schedule is reserved: the moment to record it. An error ends the call, and
   * nothing will be printed.
   */
  beforeReserve?: ((schedule: Schedule) => unknown) | undefined;
}

/** Options of `schedules.copy`: what is different in the copy. */
export interface CopyScheduleOptions extends CopyOptions {
  /** The time of the print, as in `create`. Default: that of the original, which must still be ahead. Evidence: assumed. */
  readonly printAt?: Date | undefined;
}

export const createTable: OptionTable<ScheduleOptions> = {
  ...callTable,
  ...documentTable,
  ...jobTable,
  printAt: [],
  onProgress: callback,
  beforeReserve: callback,
};
export const copyTable: OptionTable<CopyScheduleOptions> = {
  ...callTable,
  jobName: [],
  printAt: [],
  printSettings: [],
  allowUnknownSettings: [],
};

/** Returns the schedule; rejects anything else. */
export function checkedSchedule(reference: ScheduleReference): ScheduleId {
  const schedule = typeof reference === 'string' ? { scheduleJobId: reference } : reference;
  if (typeof (schedule as ScheduleId | null)?.scheduleJobId === 'string') return schedule;
  throw new SettingError(
    'The schedule must be an ID or an object with a scheduleJobId: pass one of create() or list().',
    { code: 'invalid_setting' },
  );
}

/** Creates a schedule that waits for its file; it prints nothing. */
export async function createSchedule(
  session: Session,
  limits: Limits,
  body: Schemas['NewSchedule'],
): Promise<Schemas['CreatedSchedule']> {
  const call: Call = { limits, about: { step: 'schedules.create' } };
  const check: BodyCheck = (answer, status) =>
    urlOf((Object(answer) as Partial<Schemas['CreatedSchedule']>).uploadUri)
      ? withMember('scheduleJobId')(answer, status)
      : 'without an absolute uploadUri';
  const created = callApi(session, call, operations.createSchedule, {}, body, check);
  return (await withSettings(session, created)).body;
}

/** Returns a schedule with its time as a moment. */
export function scheduleOf<T extends { readonly printDateTime: string }>(
  told: T,
): T & Pick<Schedule, 'printAt'> {
  return { ...told, printAt: printAtOf(told.printDateTime) };
}
