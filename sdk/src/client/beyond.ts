// Loaded when the first of it is called: a web page that only prints does not pay for it.
export { isExecuted } from '../execute/settle.js';
import type { Workbench } from '../api/workbench.js';
import { cancelAuthentication, capabilityOf, deviceInformation } from '../api/device.js';
import type { ExecutableJob } from '../api/print-job.js';
import type { JobReference } from '../api/job-reference.js';
import { cancelJob, jobInformation } from '../api/job.js';
import type { Call, CallOptions } from '../http/limits.js';
import { resume } from '../wait/resume.js';
import { waitFor } from '../wait/wait-for.js';
import {
  deleteDestination,
  listDestinations,
  registerDestination,
  updateDestination,
} from './destinations-calls.js';
import { setNotification } from './notifications-calls.js';

/** On a job, which its ID alone may stand for. */
const onJob =
  <O extends CallOptions, T>(
    run: (wiring: Workbench, call: Call, job: ExecutableJob, options: O) => Promise<T>,
  ) =>
  async (wiring: Workbench, { limits, about }: Call, reference: JobReference, options: O): Promise<T> => {
    const job = wiring.checkedJob(typeof reference === 'string' ? { id: reference } : reference);
    return run(wiring, { limits, about: { ...about, job_id: job.id } }, job, options);
  };

/** What is beyond the guide, by the names of the public methods. */
export const operations = {
  device: deviceInformation,
  capability: capabilityOf,
  cancelAuthentication,
  'jobs.get': onJob(jobInformation),
  'jobs.cancel': onJob(cancelJob),
  'jobs.waitFor': onJob(waitFor),
  'jobs.resume': onJob(resume),
  'notifications.set': setNotification,
  'destinations.list': listDestinations,
  'destinations.register': registerDestination,
  'destinations.update': updateDestination,
  'destinations.delete': deleteDestination,
};
