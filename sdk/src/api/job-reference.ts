import type { ExecutableJob } from './print-job.js';

/** A job, or its ID alone: then it is one of the printer of the access token. */
export type JobReference = string | ExecutableJob;
