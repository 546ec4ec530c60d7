import type { JobFailedError } from '../errors.js';
import type { Session } from '../auth/bearer.js';
import type { pause, within } from '../http/limits.js';
import type { BodyCheck } from './exchange.js';
import type { operate } from './operate.js';
import type { checkedJob } from './print-job.js';
import type { check, Rule } from './settings.js';

/**
 * What code that is loaded later works with. It is handed what the main door holds already instead of importing it:
 * bundlers put a module that both need into a file of its own, and that costs more than the rest saves.
 */
export interface Workbench extends Session {
  readonly operate: typeof operate;
  readonly pause: typeof pause;
  readonly within: typeof within;
  readonly check: typeof check;
  readonly checkedJob: typeof checkedJob;
  readonly JobFailedError: typeof JobFailedError;
}

/** Whether the body of a success has the member that the rest relies on. */
export const withMember =
  (name: string): BodyCheck =>
  (body) =>
    (Object(body) as Record<string, unknown>)[name] == null ? `without ${name}` : undefined;

/** What members of a request have to look like. */
export const text: Rule = [/^".+"$/, 'text'];
export const flag: Rule = [/^(true|false)$/, 'true or false'];
