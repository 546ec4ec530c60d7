import { printModeValues } from '../generated/epson-connect.js';
import type { Assumptions } from '../domain/assumptions.js';
import type { PrintMode } from '../domain/contract.js';
import type { JobRequest } from '../domain/job.js';
import { Refusal, type Warning } from '../domain/refusal.js';
import { isObject, jsonKind, type JsonObject } from './json-body.js';
import { readPrintSetting } from './print-setting.js';
import { warnOfUnknownMembers } from './unknown-members.js';

const MEMBERS = ['job_name', 'print_mode', 'print_setting'];
const MAX_NAME_LENGTH = 256;

/**
 * Reads the body of print setting.
 *
 * @throws Refusal with the member, what it holds and what it may hold
 */
export function readJobRequest(
  body: JsonObject,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): JobRequest {
  warnOfUnknownMembers(body, MEMBERS, 'the body', warn);
  const job_name = readJobName(body['job_name']);
  const print_mode = readPrintMode(body['print_mode']);
  const setting = body['print_setting'];
  if (setting === undefined) return { job_name, print_mode };
  if (!isObject(setting)) {
    throw new Refusal(
      'print-setting-not-an-object',
      `print_setting is ${jsonKind(setting)}. Send an object, or leave it out for the defaults of Epson Connect.`,
    );
  }
  return { job_name, print_mode, print_setting: readPrintSetting(setting, assumptions, warn) };
}

function readJobName(value: unknown): string {
  const rule = 'job-name-invalid';
  if (value === undefined)
    throw new Refusal(rule, `job_name is missing. Send a text of 1 to ${MAX_NAME_LENGTH} characters.`);
  if (typeof value !== 'string')
    throw new Refusal(
      rule,
      `job_name is ${jsonKind(value)}. Send a text of 1 to ${MAX_NAME_LENGTH} characters.`,
    );
  const length = [...value].length;
  if (length >= 1 && length <= MAX_NAME_LENGTH) return value;
  throw new Refusal(rule, `job_name has ${length} characters; it may have 1 to ${MAX_NAME_LENGTH}.`);
}

function readPrintMode(value: unknown): PrintMode {
  const found = printModeValues.find((mode) => mode === value);
  if (found !== undefined) return found;
  const what = value === undefined ? 'print_mode is missing' : `print_mode is ${JSON.stringify(value)}`;
  throw new Refusal('print-mode-invalid', `${what}. It is one of ${printModeValues.join(', ')}.`);
}
