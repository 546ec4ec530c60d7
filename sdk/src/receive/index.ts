/**
 * The door for programs that Epson calls: what a job status notification says. It is a hint and no proof, since nothing
 * in it is signed: ask `epson.jobs.get(job_id)` before you act on it.
 *
 * @module
 */
export { NotificationError, parseJobNotification } from './job-notification.js';
export type { JobNotification } from './job-notification.js';
export type { JobInformation } from '../errors/index.js';
