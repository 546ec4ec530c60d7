import { dateOf, type JobInformation } from '../errors/index.js';
import { jobStatusValues, type components } from '../generated/epson-connect.js';
import { emptyObject, type Api, type BodyCheck } from '../http/api.js';
import { operations } from './operations.js';

/**
 * Advice by Epson's word, where the word does not say it all; with the object of the method before it where the word means
 * something else there. Evidence: specification.
 */
const advice: Api['advice'] = {
  // A word from outside is no name of something that objects inherit.
  __proto__: null as never,
  invalid_request: 'Check printerEmail.',
  invalid_grant: 'printerEmail is wrong, remote printing is off, or the printer was removed.',
  invalid_client: 'Check clientId and clientSecret.',
  validation_error: 'A value is missing or not allowed.',
  invalid_resource: 'Check print_setting against capability().',
  'destinations invalid_resource': 'Check type and destination.',
  forbidden: 'The token is not for this printer.',
  rate_limit_exceeded: 'More than 100 calls in a minute: wait.',
  printer_not_found: 'The printer was removed, or device_id is wrong.',
  job_not_found: 'The host knows a job for 62 days after its execution.',
  destination_not_found: 'See destinations.list().',
  duplicate_alias: 'Choose another alias_name.',
  maximum_number: 'Delete another first.',
  command_not_allowed: 'A job is executed once, after its upload.',
  'jobs command_not_allowed': 'A job can be canceled until it prints.',
  printjob_too_many: '100 jobs wait here: try again later.',
  upload_key_not_valid: 'The key in upload_uri is not valid: create a new job.',
  file_too_large: 'At most 20 MB, photos 10 MB.',
  file_not_acceptable: 'Check that the content matches its extension.',
};

/**
 * A status is taken for a proof that a job was executed, so that it must be one of a job. Gateways have a `status` of their
 * own (`{"status":"error"}`): a word that the description does not have counts only beside a `job_name`.
 */
const problemWithInformation: BodyCheck = (body) => {
  const { status, job_name } = Object(body) as { status?: unknown; job_name?: unknown };
  if (status === undefined || status === null) return 'without status';
  const isOfJob =
    (jobStatusValues as readonly unknown[]).includes(status) ||
    (typeof status === 'string' && status !== '' && typeof job_name === 'string');
  return isOfJob ? undefined : 'without the status of a job';
};

/** Returns whether a status proves the execution: jobs that wait are `pending_held`. Evidence: specification. */
const provesExecution: Api['provesExecution'] = ({ status, status_reason }): boolean =>
  status !== 'pending_held' || status_reason === 'job_closed';

/** Returns the status of a job with its ID and its dates as moments. */
function informationOf(body: unknown, id: string): JobInformation {
  const told = body as components['schemas']['PrintJobInformation'];
  return { ...told, id, startedAt: dateOf(told.start_date), updatedAt: dateOf(told.update_date) };
}

/** Version 1 of the API. */
export const api: Api = {
  operations,
  wordMember: 'code',
  advice,
  uploadUriName: 'upload_uri',
  executeCheck: emptyObject(),
  jobCheck: problemWithInformation,
  informationOf,
  provesExecution,
};
