import type { Capabilities } from '../../../epson/domain/capability.js';
import { menderOf, type ApiVersion, type OperationId } from '../../../rules/rule.js';
import { RULES } from '../../../rules/rules.js';
import type { Exchange } from '../../../http/exchange.js';
import type { Line, SentCall } from './curl-line.js';
import { EXECUTE_LINE, LINES_V1 } from './curl-v1.js';
import { EXECUTE_LINE_V2, LINES_V2, RESERVE_LINE } from './curl-v2.js';
import { likelyOperation, type Way } from './steps.js';

/** The meaning of the variables in the lines; in two texts, if it differs by the version of the API. */
const VARIABLES: Readonly<Record<string, string | Readonly<Record<ApiVersion, string>>>> = {
  EPSON_CONNECT_API_BASE_URL: 'the address of a host, such as that of a running mock',
  EPSON_CONNECT_API_CLIENT_ID: 'your client ID',
  EPSON_CONNECT_API_CLIENT_SECRET: 'your client secret',
  EPSON_CONNECT_API_PRINTER_EMAIL: 'the address of your printer',
  EPSON_CONNECT_API_KEY: 'the API key of your app',
  REDIRECT_URI: 'the redirect URI of your app',
  CODE: 'code of the address that the browser came back to',
  CODE_VERIFIER: 'the text that code_challenge was made of',
  TOKEN: {
    1: 'access_token of the answer to authenticate',
    2: 'access_token of the answer to a code or a refresh token',
  },
  APP_TOKEN: 'access_token of the answer to grant_type=client_credentials',
  DEVICE: 'subject_id of the answer to authenticate',
  REFRESH_TOKEN: {
    1: 'refresh_token of the answer to authenticate',
    2: 'refresh_token of the newest answer of /auth/token',
  },
  JOB_ID: { 1: 'id of the answer to print setting', 2: 'jobId of the answer to create' },
  SCHEDULE_ID: 'scheduleJobId of the answer to create',
  UPLOAD_URI: { 1: 'upload_uri of the answer to print setting', 2: 'uploadUri of the answer to create' },
  FILE: 'the file',
  DESTINATION_ID: 'an id of the list of destinations',
};

/** Returns a sentence on the variables that some lines use. @param versions of the API that the lines may be of */
export function legendOf(lines: readonly string[], versions: ReadonlySet<ApiVersion>): string {
  const used = new Set(lines.flatMap((line) => line.match(/(?<=\$)[A-Z_]+/g) ?? []));
  const [version = 1, ...others] = versions;
  const meanings = Object.entries(VARIABLES)
    .filter(([name]) => used.has(name))
    .map(([name, meaning]) => {
      if (typeof meaning === 'string') return `${name} is ${meaning}`;
      if (others.length === 0) return `${name} is ${meaning[version]}`;
      return `${name} is ${meaning[1]} in version 1 and ${meaning[2]} in version 2`;
    });
  return `In the curl lines, ${meanings.join('; ')}.`;
}

/** Returns the call that prints. */
export function executeLine(way: Way): string {
  if (way === 'v1') return EXECUTE_LINE;
  return way === 'schedule' || way === 'scheduleCopy' ? RESERVE_LINE : EXECUTE_LINE_V2;
}

/** An unknown call. */
const NOTHING = { target: '', requestBody: { sizeBytes: 0 }, warnings: [] };

/** The operations on a schedule that mend what those on a job would. */
const OF_SCHEDULE: Readonly<Partial<Record<OperationId, OperationId>>> = {
  createPrintJob: 'createSchedule',
  uploadPrintFile: 'uploadScheduleFile',
};

/**
 * Returns the corrected call as a shell line; undefined if no call is right, or the right one is unknown.
 *
 * @param extension of the job's file, as far as it is known
 */
export function curlFor(
  exchange: Exchange,
  capabilities: Capabilities,
  extension = 'pdf',
): string | undefined {
  const version = exchange.apiVersion ?? 1;
  const mender = menderOf(RULES[exchange.refusal?.rule ?? ''] ?? {}, version);
  const lines: Readonly<Partial<Record<OperationId, Line>>> = version === 2 ? LINES_V2 : LINES_V1;
  if (mender === null) return undefined;
  const likely = likelyOperation(exchange);
  if (mender === undefined) return likely && lines[likely]?.(exchange, capabilities, extension);
  const { operation, refusal, startedAt } = exchange;
  // Another operation does not accept the same body, except for a destination that is changed instead.
  const sent: SentCall =
    mender === 'updateDestination'
      ? exchange
      : { ...NOTHING, operation, refusal, startedAt, apiVersion: version };
  const right = /Schedule/.test(operation ?? '') ? (OF_SCHEDULE[mender] ?? mender) : mender;
  return lines[right]?.(sent, capabilities, extension);
}
