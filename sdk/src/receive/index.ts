/**
 * The door for programs that Epson calls: what a job status notification says. It is a hint and no proof, since nothing
 * in it is signed: ask `epson.jobs.get` about the job before you act on it.
 *
 * @module
 */
export { NotificationError, parseJobNotification } from './job-notification.js';
export type { JobNotification, JobNotificationV2 } from './job-notification.js';
export type { JobInformation } from '../errors/index.js';
