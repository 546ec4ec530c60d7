import * as v from 'valibot';
import { check, members, oneOf, type Shape } from '../text/check.js';

/**
 * Behaviours of the host that Epson does not document, and the possible ones that the mock can show.
 * The first value of each is the default.
 */
export const ASSUMPTIONS = {
  'wrong-device': ['forbidden', 'printer_not_found'],
  'duplex-conflict': ['override', 'reject'],
  'second-upload': ['replace', 'refuse'],
  multipart: ['refuse', 'accept'],
  'upload-content-type': ['any', 'documented'],
  'missing-bearer': ['client_authentication_error', 'access_token_verification_failed'],
  'refresh-rotation': ['off', 'on'],
  'device-id-after-cancel': ['new', 'same'],
  'job-info-before-execute': ['job_not_found', 'pending_held'],
  megabyte: ['1048576', '1000000'],
  'missing-password': ['refuse', 'accept'],
  'empty-upload': ['accept', 'refuse'],
  /** The end of a job whose PDF opens with a password only, is cut off or has no pages. */
  'unprintable-pdf': ['attention_required', 'completed'],
  'callback-values': ['pascal', 'snake'],
  /** `off`, or for how many milliseconds after an upload execute is not yet allowed. */
  'slow-storage': ['off', 'milliseconds'],
  'v2-refresh-reuse': ['refuse', 'revoke-all'],
  'v2-access-after-refresh': ['kept', 'ended'],
  'v2-api-key': ['forbidden', 'unauthorized'],
  'v2-execute-twice': ['refuse', 'accept'],
  'v2-execute-body': ['json', 'empty'],
  'v2-schedule-second-upload': ['replace', 'refuse'],
  /** The status for a second file of a job under another name; for a schedule, only 413 is documented. */
  'v2-second-name': ['415', '413'],
  'v2-file-name': ['strict', 'any'],
  /** The forms of client ID and secret in Basic: RFC 6749 2.3.1 form-encodes them. */
  'v2-basic': ['plain', 'either'],
  'v2-pkce': ['checked', 'ignored'],
  /** For how many seconds an authorization code is valid. */
  'v2-code-seconds': ['300', '60', '600'],
  /** The status of `invalid_client` at the token endpoint. */
  'v2-invalid-client': ['401', '400'],
  /** The kind of access token that the two notification operations take. */
  'v2-notification-token': ['application', 'either'],
  /** The answer for a job that has expired: its status, or a refusal. */
  'v2-expired-job': ['expired', 'job_not_found'],
  /** The check of settings against the capability of the printer, when a job is created. */
  'v2-settings': ['checked', 'unchecked'],
  /** `startDate` of a job that is not executed yet. */
  'v2-start-date': ['absent', 'null', 'empty'],
} as const;

/** The name of an assumption. */
export type AssumptionName = keyof typeof ASSUMPTIONS;

type ValueOf<N extends AssumptionName> = N extends 'slow-storage'
  ? 'off' | number
  : (typeof ASSUMPTIONS)[N][number];

/** One value for every assumption. */
export type Assumptions = { readonly [N in AssumptionName]: ValueOf<N> };

/** The values that differ from the default; numbers may be written as numbers or as text. */
export type AssumptionOptions = { readonly [N in AssumptionName]?: ValueOf<N> | number | (string & {}) };

type AnyOption = v.GenericSchema<unknown, string | number>;

const shapes = Object.entries(ASSUMPTIONS).map(([name, values]): [string, AnyOption] => [
  name,
  name === 'slow-storage'
    ? v.pipe(
        v.unknown(),
        v.transform((value) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value)),
        v.union([v.literal('off'), v.number()], 'off or a number of milliseconds'),
      )
    : v.pipe(
        v.unknown(),
        v.transform((value) => (typeof value === 'number' ? String(value) : value)),
        oneOf(values as readonly string[]),
      ),
]);

/** Assumptions, as they are given. */
export const ASSUMPTION_OPTIONS = members(
  'assumption',
  {},
  Object.fromEntries(shapes),
) as Shape<AssumptionOptions>;

/** Completes the given values with the defaults. @throws InvalidValue */
export function resolveAssumptions(options: AssumptionOptions = {}): Assumptions {
  const given = Object.entries(check(ASSUMPTION_OPTIONS, options, 'assume'));
  const defaults = Object.entries(ASSUMPTIONS).map(([name, values]) => [name, values[0]]);
  return Object.fromEntries([
    ...defaults,
    ...given.filter(([, value]) => value !== undefined),
  ]) as Assumptions;
}
