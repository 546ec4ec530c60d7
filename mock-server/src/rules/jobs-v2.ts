import { rules } from './rule.js';

/** The rules by which jobs and schedules of version 2 are refused. */
export const JOB_RULES_V2 = rules('refusal', 'api', {
  'print-data-invalid': {
    v2: { status: 400, code: 'invalid_print_data' },
    sentence: 'The file of a job that is executed, copied or reserved must print.',
    remedy: 'Upload a PDF, JPEG or PNG as &File=1.<its own extension>, in a new job.',
    mendedBy: 'createPrintJob',
  },
  'job-expired': {
    v2: { status: 404, code: 'job_not_found' },
    sentence: 'A job must not be older than three days.',
    remedy: 'Create a new job.',
    mendedBy: 'createPrintJob',
  },
  'copy-source-missing': {
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'A copy must name the job or the schedule that is copied.',
    remedy: 'Send fromJobId, or fromScheduleJobId for a schedule, with an ID as text.',
  },
  'schedule-unknown': {
    v2: { status: 404, code: 'schedule_not_found' },
    sentence: 'The schedule must be one of this printer, and not deleted.',
    remedy: 'Use scheduleJobId of the answer that created the schedule, with a token of the same printer.',
  },
  'schedule-time-invalid': {
    v2: { status: 400, code: 'invalid_resource' },
    sentence: 'printDateTime must be 12 digits: year, month, day, hour and a quarter of an hour, in UTC.',
    remedy: 'Send printDateTime as YYYYMMDDhhmm, with the minutes 00, 15, 30 or 45.',
  },
  'schedule-time-out-of-range': {
    v2: { status: 403, code: 'command_not_allowed' },
    sentence: 'The time of a schedule that is reserved must be 15 minutes to 14 days ahead.',
    remedy: 'Copy the schedule with another printDateTime, and reserve the copy.',
    mendedBy: 'copySchedule',
  },
  'schedule-reserved-twice': {
    v2: { status: 403, code: 'command_not_allowed' },
    sentence: 'A schedule must be reserved only once.',
    remedy: 'Ask for the schedule when it is not known whether reserve succeeded; copy it for another print.',
    mendedBy: null,
  },
  'schedules-full': {
    v2: { status: 403, code: 'schedule_limit_exceeded' },
    sentence: 'The number of reserved schedules must not exceed the limit of the printer.',
    remedy: 'Delete a schedule, or wait until some are printed.',
    mendedBy: null,
  },
  'schedule-delete-too-late': {
    v2: { status: 403, code: 'command_not_allowed' },
    sentence: 'A schedule must be deleted before its time.',
    remedy: 'Cancel the print job that has the ID of the schedule, while it waits.',
    mendedBy: 'cancelPrint',
  },
});

/** The rules by which uploads of version 2 are refused. */
export const UPLOAD_RULES_V2 = rules('refusal', 'upload', {
  'upload-type-missing': {
    v2: { status: 400, code: null },
    sentence: 'An upload must have a Content-Type.',
    remedy: 'Send Content-Type: application/octet-stream.',
  },
  'upload-of-an-object': {
    v2: { status: 400, code: null },
    sentence: 'The body of an upload must be bytes, and not text.',
    remedy: 'Give fetch a Blob or the bytes: an object becomes the text [object Object].',
  },
  'upload-second-name': {
    v2: { status: 415, code: null },
    sentence: 'A job must be given one file only, also under another name.',
    remedy: 'Create a job for each file.',
    mendedBy: null,
  },
  'upload-too-many': {
    v2: { status: 413, code: null },
    sentence: 'A schedule must be given one file only.',
    remedy: 'Create a schedule for each file.',
    mendedBy: null,
  },
});
