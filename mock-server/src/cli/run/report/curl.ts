import { uploadFileNameValues } from '../../../generated/epson-connect.js';
import type { Capabilities } from '../../../epson/domain/capability.js';
import type { OperationId, OperationIdV1 } from '../../../rules/rule.js';
import { meantBy } from '../../../rules/right-call.js';
import { RULES } from '../../../rules/rules.js';
import type { Exchange } from '../../../http/exchange.js';
import { quoted } from '../shells.js';
import { asksForRefresh } from '../../../epson/v1/token.js';
import { mendDestination, mendJobRequest, parseObject } from './mend.js';

const BASE = '$EPSON_CONNECT_API_BASE_URL';
const PRINTER = `${BASE}/api/1/printing/printers/$DEVICE`;
const JOBS = `${PRINTER}/jobs`;
const DESTINATIONS = `${BASE}/api/1/scanning/scanners/$DEVICE/destinations`;
const BEARER = '-H "Authorization: Bearer $TOKEN"';
const JSON_TYPE = "-H 'Content-Type: application/json'";

/** The meaning of the variables in the lines. */
const VARIABLES: Readonly<Record<string, string>> = {
  EPSON_CONNECT_API_BASE_URL: 'the address of a host, such as that of a running mock',
  EPSON_CONNECT_API_CLIENT_ID: 'your client ID',
  EPSON_CONNECT_API_CLIENT_SECRET: 'your client secret',
  EPSON_CONNECT_API_PRINTER_EMAIL: 'the address of your printer',
  TOKEN: 'access_token of the answer to authenticate',
  DEVICE: 'subject_id of the answer to authenticate',
  REFRESH_TOKEN: 'refresh_token of the answer to authenticate',
  JOB_ID: 'id of the answer to print setting',
  UPLOAD_URI: 'upload_uri of the answer to print setting',
  FILE: 'the file',
  DESTINATION_ID: 'an id of the list of destinations',
};

/** Returns a sentence on the variables that some lines use. */
export function legendOf(lines: readonly string[]): string {
  const used = new Set(lines.flatMap((line) => line.match(/(?<=\$)[A-Z_]+/g) ?? []));
  const meanings = Object.entries(VARIABLES).filter(([name]) => used.has(name));
  return `In the curl lines, ${meanings.map((pair) => pair.join(' is ')).join('; ')}.`;
}

const LIST_LINE = `curl -sS ${BEARER} "${DESTINATIONS}"`;
const AUTHENTICATE_LINE = token(
  '-d grant_type=password --data-urlencode "username=$EPSON_CONNECT_API_PRINTER_EMAIL" -d password=',
);
/** An unknown call. */
const NOTHING = { target: '', requestBody: { sizeBytes: 0 }, warnings: [] };

/** The call that prints. */
export const EXECUTE_LINE = `curl -sS -X POST ${BEARER} "${JOBS}/$JOB_ID/print"`;

type Line = (
  exchange: Pick<Exchange, 'target' | 'requestBody' | 'warnings'>,
  capabilities: Capabilities,
  extension: string,
) => string;

/** A correct call of each operation. Secrets and values of the host are shell variables. */
const LINES_V1: Readonly<Record<OperationIdV1, Line>> = {
  authenticate: ({ target, requestBody }) =>
    asksForRefresh(requestBody?.text || target)
      ? token('-d grant_type=refresh_token --data-urlencode "refresh_token=$REFRESH_TOKEN"')
      : AUTHENTICATE_LINE,
  createPrintJob: ({ requestBody }, capabilities) =>
    `curl -sS ${BEARER} ${JSON_TYPE} -d ${quoted(JSON.stringify(mendJobRequest(requestBody?.text, capabilities)))} "${JOBS}"`,
  uploadPrintFile: ({ target }, _, extension) => uploadLine(extensionIn(target) ?? extension),
  executePrint: ({ warnings }, _, extension) => {
    // Executing it again would not print it, because the file or its name is wrong.
    const failing = warnings.find(({ rule }) => rule === 'document-will-fail');
    return failing === undefined ? EXECUTE_LINE : uploadLine(contentIn(failing.hint) ?? extension);
  },
  getCapability: ({ target }) =>
    `curl -sS ${BEARER} "${PRINTER}/capability/${/\/capability\/photo\b/i.test(target) ? 'photo' : 'document'}"`,
  getPrintJob: () => `curl -sS ${BEARER} "${JOBS}/$JOB_ID"`,
  cancelPrint: () => `curl -sS ${BEARER} ${JSON_TYPE} -d '{"operated_by":"user"}' "${JOBS}/$JOB_ID/cancel"`,
  getDevice: () => `curl -sS ${BEARER} "${PRINTER}"`,
  cancelAuthentication: () => `curl -sS -X DELETE ${BEARER} "${PRINTER}"`,
  setNotification: () =>
    `curl -sS ${BEARER} ${JSON_TYPE} -d '{"notification":true,"callback_uri":"https://example.com/printed"}' "${PRINTER}/settings/notification"`,
  listDestinations: () => LIST_LINE,
  registerDestination: ({ requestBody, warnings }) =>
    // An ID in the body means that an existing destination is changed.
    warnings.some(({ rule }) => rule === 'unknown-member') && 'id' in parseObject(requestBody?.text)
      ? updateLine(requestBody?.text)
      : `curl -sS ${BEARER} ${JSON_TYPE} -d ${quoted(JSON.stringify(mendDestination(requestBody?.text)))} "${DESTINATIONS}"`,
  updateDestination: ({ requestBody }) => updateLine(requestBody?.text),
  deleteDestination: () =>
    `curl -sS -X DELETE ${BEARER} ${JSON_TYPE} -d '{"id":"'"$DESTINATION_ID"'"}' "${DESTINATIONS}"`,
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
  const { mendedBy } = RULES[exchange.refusal?.rule ?? ''] ?? {};
  const lines: Readonly<Partial<Record<OperationId, Line>>> = exchange.apiVersion === 2 ? {} : LINES_V1;
  if (mendedBy === null) return undefined;
  if (mendedBy === undefined) {
    const likely = likelyOperation(exchange);
    return likely && lines[likely]?.(exchange, capabilities, extension);
  }
  // Another operation does not accept the same body, except for a destination that is changed instead.
  const sent = mendedBy === 'updateDestination' ? exchange : NOTHING;
  return lines[mendedBy]?.(sent, capabilities, extension);
}

/** Returns the operation of a call, or the most likely one if its path or its method is wrong. */
export function likelyOperation({ operation, method, target }: Exchange): OperationId | undefined {
  return operation ?? meantBy(method, target.replace(/\?.*/, ''));
}

function uploadLine(extension: string): string {
  return `curl -sS -H 'Content-Type: application/octet-stream' --data-binary "@$FILE" "$UPLOAD_URI&File=1.${extension}"`;
}

function updateLine(sent: string | undefined): string {
  const body = JSON.stringify(mendDestination(sent)).slice(1);
  return `curl -sS -X PUT ${BEARER} ${JSON_TYPE} -d '{"id":"'"$DESTINATION_ID"'",'${quoted(body)} "${DESTINATIONS}"`;
}

function token(form: string): string {
  return `curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" ${form} "${BASE}/api/1/printing/oauth2/auth/token?subject=printer"`;
}

/** Returns the extension that a target names, if files of that type print. */
export function extensionIn(target: string): string | undefined {
  const named = /File=[^&]*?([A-Za-z0-9]+)(?:&|$)/.exec(target)?.[1]?.toLowerCase();
  return printing(named?.replace(/^1(?=[a-z])/, ''));
}

/** Returns the extension of the real content of a document, from the hint of the mock. */
function contentIn(hint: string): string | undefined {
  const content = /the content is ([a-z]+)\.$/.exec(hint)?.[1];
  return printing(content === 'tif' ? 'tiff' : content);
}

function printing(extension: string | undefined): string | undefined {
  return uploadFileNameValues.some((name) => name === `1.${extension}`) ? extension : undefined;
}
