import { API_RULES } from './api.js';
import { AUTHORIZE_RULES, BEARER_RULES, GRANT_RULES } from './authorization.js';
import { JOB_RULES } from './jobs.js';
import { EVENTS, MOCK_RULES } from './mock.js';
import { JOB_RULES_V2, UPLOAD_RULES_V2 } from './jobs-v2.js';
import type { Rule } from './rule.js';
import { TOKEN_RULES } from './token.js';
import { UPLOAD_RULES } from './upload.js';
import { WARNINGS } from './warnings.js';

/** Every rule by which the mock refuses a call. */
export const REFUSALS = {
  ...TOKEN_RULES,
  ...AUTHORIZE_RULES,
  ...GRANT_RULES,
  ...BEARER_RULES,
  ...API_RULES,
  ...JOB_RULES,
  ...UPLOAD_RULES,
  ...JOB_RULES_V2,
  ...UPLOAD_RULES_V2,
  ...MOCK_RULES,
};

/** The ID of a rule by which the mock refuses a call. IDs are stable: programs may match on them. */
export type RuleId = keyof typeof REFUSALS;

/** The ID of a rule by which the mock accepts a call and warns of it. */
export type WarningId = keyof typeof WARNINGS;

/** The ID of what came to no operation and is reported all the same. */
export type EventId = keyof typeof EVENTS;

/** The one table of rules, by their IDs. A new rule is a row of its family, and the line that throws or reports it. */
export const RULES: Readonly<Record<string, Rule>> = { ...REFUSALS, ...WARNINGS, ...EVENTS };
