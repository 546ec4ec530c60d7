import { printModeValues } from '../../../generated/epson-connect.js';
import type { Assumptions } from '../../../rules/assumptions.js';
import type { Capabilities } from '../../domain/capability.js';
import type { JobRequest } from '../../domain/job.js';
import { Refusal, type Warning } from '../../../rules/refusal.js';
import { settingsOf } from '../words.js';
import { checkFit } from './capability-check.js';
import { isObject, jsonKind, type JsonObject } from './json-body.js';
import { readOneOf, readText } from './members.js';
import { readPrintSetting } from './print-setting.js';
import { warnOfUnknownMembers } from './unknown-members.js';

const MEMBERS = ['job_name', 'print_mode', 'print_setting'];
const MAX_NAME_LENGTH = 256;

/**
 * Reads the body of print setting, and holds it to what the printer can do.
 *
 * @throws Refusal with the member, what it holds and what it may hold
 */
export function readJobRequest(
  body: JsonObject,
  capabilities: Capabilities,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): JobRequest {
  warnOfUnknownMembers(body, MEMBERS, 'the body', warn);
  const name = readText(body, 'job_name', 'job-name-invalid', 1, MAX_NAME_LENGTH);
  const mode = readOneOf(body, 'print_mode', 'print-mode-invalid', printModeValues);
  const setting = body['print_setting'];
  if (setting === undefined) return { name, mode };
  if (!isObject(setting)) {
    throw new Refusal(
      'print-setting-not-an-object',
      `print_setting is ${jsonKind(setting)}. Send an object, or leave it out for the defaults of Epson Connect.`,
    );
  }
  const print_setting = readPrintSetting(setting, assumptions, warn);
  checkFit(print_setting, capabilities[mode], mode);
  return { name, mode, settings: settingsOf(print_setting) };
}
