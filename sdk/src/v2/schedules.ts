import { beginCall, callApi, type Session } from '../auth/call-api.js';
import type { Step } from '../errors/index.js';
import type { components } from '../generated/epson-connect-v2.js';
import { withMember, type Api } from '../http/api.js';
import type { OptionTable } from '../http/check.js';
import { limitsOf, type Call, type CallOptions, type Limits } from '../http/limits.js';
import { asking } from '../jobs.js';
import { executeKnownJob } from '../print/execute-job.js';
import { jobInformation } from '../print/follow-job.js';
import { jobNameFor, runSteps } from '../print/run-steps.js';
import type { PrintDocument } from '../upload/document.js';
import { api, noContent, type JobInformation } from './api.js';
import { checkedJobRequest, checkedSettings, settingPlaces } from './job-request.js';
import { checkJobName } from '../print/job-checks.js';
import { operations } from './operations.js';
import { printDateTimeOf } from './print-time.js';
import { checkedFile, upload } from './print.js';
import { withSettings } from './printer.js';
import {
  checkedSchedule,
  copyTable,
  createSchedule,
  createTable,
  scheduleOf,
  type CopyScheduleOptions,
  type Schedule,
  type ScheduleId,
  type ScheduleInformation,
  type ScheduleOptions,
  type ScheduleReference,
} from './schedule.js';

/**
 * Print jobs for a later time. A schedule that is reserved prints by itself, once. It cannot be changed, only copied and
 * canceled. Evidence: specification.
 */
export interface Schedules {
  /**
   * Has a document printed at a time: creates a schedule, uploads the file and reserves the schedule, once. The host checks the
   * time when it is reserved: leave more than 15 minutes for a large file.
   *
   * @throws {SettingError} {@link DocumentError} before any request. For `printAt` the message has the next possible time.
   * @throws {RequestError} {@link UploadError} … whatever the host refuses; `step` and `job_id` say where.
   * @throws {StateError} `command_not_allowed`: the time was too near when the file had arrived.
   * @throws {ForbiddenError} `schedule_limit_exceeded`.
   * @throws {OutcomeUnknownError} as from {@link Schedules.reserve}.
   *
   * @example
   * const schedule = await epson.schedules.create(file, { printAt: new Date('2027-05-03T14:30Z') });
   */
  create(document: PrintDocument, options: ScheduleOptions): Promise<Schedule>;
  /**
   * Reserves a schedule that has its file, so that it prints; `create` and `copy` do it themselves. Repeats only where the host
   * surely has done nothing. After an answer that proves nothing it looks at the schedule for up to half a minute; one that the
   * host knows to be reserved is a success.
   *
   * @throws {RequestError} `invalid_print_data`: no file, or one that does not print. {@link ForbiddenError}
   *   `schedule_limit_exceeded`. Nothing will be printed.
   * @throws {StateError} `command_not_allowed`, and the host does not know the schedule to be reserved.
   * @throws {OutcomeUnknownError} nothing is proven. Do not reserve it again, and create no other, before
   *   `schedules.get(error.job)` says `preparing`.
   *
   * @example
   * const { status } = await epson.schedules.get(error.job);
   * if (status === 'preparing') await epson.schedules.reserve(error.job);
   */
  reserve(schedule: ScheduleReference, options?: CallOptions): Promise<void>;
  /**
   * Returns the reserved schedules of the printer. Their statuses are in the answers of `get`.
   *
   * @example
   * for (const { jobName, printAt } of await epson.schedules.list()) console.log(jobName, printAt);
   */
  list(options?: CallOptions): Promise<Schedule[]>;
  /**
   * Returns the status of a schedule: `preparing` until it is reserved, `reserved` until its time, then as of any job. Its time
   * and settings are in the answer of `list`.
   *
   * @throws {NotFoundError} `schedule_not_found`: canceled, of another printer, or too old.
   *
   * @example
   * const { status } = await epson.schedules.get(schedule);
   */
  get(schedule: ScheduleReference, options?: CallOptions): Promise<ScheduleInformation>;
  /**
   * Creates a schedule with the file of another one and reserves it, once. The original stays.
   *
   * @throws {SettingError} before any request, also for `printAt`.
   * @throws {RequestError} `invalid_print_data`, `invalid_print_settings`.
   * @throws {OutcomeUnknownError} as from {@link Schedules.reserve}.
   *
   * @example
   * const next = await epson.schedules.copy(schedule, { printAt: new Date('2027-05-04T14:30Z') });
   */
  copy(schedule: ScheduleReference, options?: CopyScheduleOptions): Promise<ScheduleId>;
  /**
   * Deletes a schedule before its time, so that it is not printed. One request.
   *
   * @throws {StateError} `command_not_allowed`: shortly before its time, and after it.
   * @throws {NotFoundError} `schedule_not_found`.
   *
   * @example
   * await epson.schedules.cancel(schedule);
   */
  cancel(schedule: ScheduleReference, options?: CallOptions): Promise<void>;
}

/**
 * The API with schedules in the place of jobs, for the machinery of a print: reserving one is what executing is for a job. A
 * repeated upload whose file has arrived replaces it, or is refused as one file too many. Evidence: assumed.
 */
const scheduleApi: Api = {
  ...api,
  operations: {
    ...operations,
    uploadPrintFile: operations.uploadScheduleFile,
    executePrint: operations.reserveSchedule,
    getPrintJob: operations.getSchedule,
  },
  informationOf(body, scheduleJobId) {
    const { jobId: _, ...information } = api.informationOf(body, scheduleJobId) as JobInformation;
    return { ...information, scheduleJobId };
  },
  storedStatus: 413,
};

export function createSchedules(session: Session): Schedules {
  const { transport } = session;
  const ofSchedules: Session = { ...session, transport: { ...transport, api: scheduleApi } };
  /** Begins a call about a schedule. */
  const onSchedule = (
    step: Step,
    reference: ScheduleReference,
    options?: CallOptions,
    table?: OptionTable<CallOptions>,
  ): [Call, ScheduleId] => {
    const { limits, about } = beginCall(session, step, options, table);
    const schedule = checkedSchedule(reference);
    return [{ limits, about: { ...about, job_id: schedule.scheduleJobId } }, schedule];
  };
  const reserve = (limits: Limits, schedule: ScheduleId): Promise<void> => {
    const { scheduleJobId } = schedule;
    const sent = `Schedule ${scheduleJobId} was sent to be reserved`;
    return executeKnownJob(
      ofSchedules,
      limits,
      scheduleJobId,
      { ...schedule },
      {
        step: 'schedules.reserve',
        sent,
      },
    );
  };

  return {
    async create(document, given) {
      const options = Object(given) as ScheduleOptions;
      const { printAt, onProgress, beforeReserve } = options;
      const limits = limitsOf(transport, options, createTable, settingPlaces);
      const printDateTime = printDateTimeOf(printAt, transport.clock.nowMs());
      const checked = await checkedFile(session, document, options);
      const jobName = options.jobName ?? jobNameFor(checked.name);
      const request = { ...checkedJobRequest({ ...options, jobName }), printDateTime };
      let uploadUri = '';
      return runSteps(session, limits, onProgress, {
        async create() {
          const created = await createSchedule(session, limits, request);
          uploadUri = created.uploadUri;
          return Object.freeze({ scheduleJobId: created.scheduleJobId, ...scheduleOf(request) });
        },
        idOf: ({ scheduleJobId }) => scheduleJobId,
        upload: ({ scheduleJobId: jobId }) =>
          upload(ofSchedules, limits, { jobId, uploadUri }, checked, onProgress),
        beforeExecute: beforeReserve,
        lastStep: 'schedules.reserve',
        execute: (schedule) => reserve(limits, schedule),
      });
    },
    async reserve(reference, options) {
      const [{ limits }, schedule] = onSchedule('schedules.reserve', reference, options);
      await reserve(limits, schedule);
    },
    async list(options) {
      const call = beginCall(session, 'schedules.list', options);
      const check = withMember('schedules');
      const { body } = await callApi(session, call, operations.listSchedules, {}, undefined, check);
      return body.schedules.map(scheduleOf);
    },
    async get(reference, options) {
      const [call] = onSchedule('schedules.get', reference, options);
      return (await asking(jobInformation(ofSchedules, call, {}), options)) as unknown as ScheduleInformation;
    },
    async copy(reference, options) {
      const [call, { scheduleJobId: fromScheduleJobId }] = onSchedule(
        'schedules.copy',
        reference,
        options,
        copyTable,
      );
      const { jobName, printAt, printSettings, allowUnknownSettings } = Object(
        options,
      ) as CopyScheduleOptions;
      if (jobName !== undefined) checkJobName('jobName', jobName);
      const body = {
        fromScheduleJobId,
        jobName,
        printDateTime: printAt && printDateTimeOf(printAt, transport.clock.nowMs()),
        printSettings: checkedSettings(printSettings, false, allowUnknownSettings),
      } as components['schemas']['ScheduleCopy'];
      const check = withMember('scheduleJobId');
      const copied = await withSettings(
        session,
        callApi(session, call, operations.copySchedule, {}, body, check),
      );
      const { scheduleJobId } = copied.body;
      await reserve(call.limits, { scheduleJobId });
      return { scheduleJobId };
    },
    async cancel(reference, options) {
      const [call] = onSchedule('schedules.cancel', reference, options);
      await callApi(session, call, operations.deleteSchedule, {}, undefined, noContent(204));
    },
  };
}
