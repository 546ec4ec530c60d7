import { dateOf } from '../errors/index.js';
import { jobStatusValues, uploadFileNameValues, type components } from '../generated/epson-connect-v2.js';
import type { Open } from '../http/check.js';
import type { Api, BodyCheck } from '../http/api.js';
import { operations } from './operations.js';

type Schemas = components['schemas'];

/**
 * Status of a job: the host's words under the host's names, the ID of the job, and its dates as `Date` (`startedAt`,
 * `updatedAt`). Evidence: specification, client.
 */
export interface JobInformation {
  /** The job, as it was asked for: the host does not repeat it. */
  readonly jobId: string;
  /**
   * Status of the job. `preparing`: it waits for its file, or for `execute`. `media_empty`, `media_jam`,
   * `marker_supply_empty` and `stopped_other` are no end: it goes on when somebody has helped. The ends are `completed`,
   * `canceled`, `error_occurred` and `expired`. Other words may be added.
   */
  readonly status: Open<Schemas['JobStatus']>;
  /** The name of the job. */
  readonly jobName: string;
  /** Pages times copies once the job is `completed`. 0 means "not yet", not "none". */
  readonly totalPages: number;
  /** When the job was executed, as the host writes it: UTC, `YYYY-MM-DD HH:MM:SS`; absent, null or empty before. */
  readonly startDate?: string | null;
  /** When the status last changed, written like `startDate`. */
  readonly updateDate?: string | null;
  /** `startDate` as a moment; undefined when it cannot be read as one. */
  readonly startedAt: Date | undefined;
  /** `updateDate` as a moment; undefined when it cannot be read as one. */
  readonly updatedAt: Date | undefined;
}

/** Returns a check for a success without content: the documented status, and nothing or the empty JSON object. */
export const noContent =
  (documented: 202 | 204): BodyCheck =>
  (body, status) => {
    const isEmpty = body === undefined || JSON.stringify(body) === '{}';
    return status === documented && isEmpty
      ? undefined
      : `not with the documented success, ${documented} without content`;
  };

/** Advice by Epson's word, or by the object of the method and the word. Evidence: specification. */
const advice: Api['advice'] = {
  // A word from outside is no name of something that objects inherit.
  __proto__: null as never,
  invalid_client:
    'Check clientId, clientSecret and redirectUri: each must be exactly as the developer site shows it.',
  invalid_grant: 'The code or the refresh token is used, too old or of another app: authorize again.',
  invalid_resource: 'A value is missing or not allowed.',
  not_supported: 'The device cannot do this at all.',
  unauthorized: 'The access token is not valid, or not for this operation.',
  invalid_print_settings: 'The printer has no such setting: check printSettings against capability().',
  invalid_print_data:
    'There is no file, its content does not match its extension, or its type does not print.',
  device_not_found: 'The device is not registered any more: authorize again.',
  job_not_found: 'The job is of another device, or older than three days.',
  schedule_not_found: 'See schedules.list().',
  destination_not_found: 'See destinations.list().',
  duplicate_alias_name: 'Choose another aliasName.',
  destination_limit_exceeded: 'Delete a destination first.',
  job_limit_exceeded: 'Too many jobs wait for this printer: try again later.',
  schedule_limit_exceeded: 'Delete a schedule first.',
  operation_not_allowed: 'A job is executed once.',
  'jobs operation_not_allowed': 'A job can be canceled until it prints.',
  'schedules command_not_allowed':
    'The time must be 15 minutes to 14 days ahead, and shortly before it a schedule stays.',
  api_key_refused: 'The gateway has refused the API key: check apiKey.',
  upload_key_not_valid: 'The key in uploadUri is not valid: create a new job.',
  file_too_large: 'A file may have 20 MB.',
  file_not_acceptable: 'Check that the content matches its extension: pdf, jpg, jpeg and png print.',
  status_409: 'The job has a file already: create a new job.',
};

/** A status is taken for a proof: a word that the description does not have counts only beside a `jobName`. */
const jobCheck: BodyCheck = (body) => {
  const { status, jobName } = Object(body) as { status?: unknown; jobName?: unknown };
  if (status === undefined || status === null) return 'without status';
  const isOfJob =
    (jobStatusValues as readonly unknown[]).includes(status) ||
    (typeof status === 'string' && status !== '' && typeof jobName === 'string');
  return isOfJob ? undefined : 'without the status of a job';
};

/**
 * Words of jobs that were perhaps never executed: a job is known from its creation on, expires without being executed, and
 * can be canceled before.
 */
const UNPROVEN: readonly string[] = ['preparing', 'canceled', 'expired'];

/** Returns the status of a job with its ID and its dates as moments. */
function informationOf(body: unknown, jobId: string): JobInformation {
  const told = body as Schemas['PrintJobInformation'];
  return { ...told, jobId, startedAt: dateOf(told.startDate), updatedAt: dateOf(told.updateDate) };
}

/** Version 2 of the API. */
export const api: Api = {
  operations,
  wordMember: 'error',
  gatewayCodes: { 403: 'api_key_refused' },
  advice,
  uploadUriName: 'uploadUri',
  printableExtensions: uploadFileNameValues.map((name) => name.slice(2)),
  executeCheck: noContent(202),
  jobCheck,
  informationOf,
  provesExecution: ({ status }) => !UNPROVEN.includes(status),
  storedStatus: 409,
};
