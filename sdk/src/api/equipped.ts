import type { Session } from '../auth/bearer.js';
import { JobFailedError } from '../errors.js';
import { pause, within } from '../http/limits.js';
import { operate } from './operate.js';
import { checkedJob } from './print-job.js';
import { check } from './settings.js';
import type { Workbench } from './workbench.js';

/** A session with all that code of later needs. */
export const equipped = (session: Session): Workbench => ({
  ...session,
  operate,
  pause,
  within,
  checkedJob,
  check,
  JobFailedError,
});
