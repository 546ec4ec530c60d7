import { uploadFileNameValues } from '../../../generated/epson-connect.js';
import type { Capabilities } from '../../../epson/domain/capability.js';
import type { OperationId } from '../../../rules/rule.js';
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
export const CURL_LEGEND =
  'In the curl lines, EPSON_CONNECT_API_BASE_URL is the address of a host, such as that of a mock that runs; EPSON_CONNECT_API_CLIENT_ID, EPSON_CONNECT_API_CLIENT_SECRET and EPSON_CONNECT_API_PRINTER_EMAIL are your own; TOKEN and DEVICE are access_token and subject_id of the answer to authenticate; JOB_ID and UPLOAD_URI are id and upload_uri of the answer to print setting; FILE is the file; REFRESH_TOKEN is refresh_token of the answer to authenticate; DESTINATION_ID is an id of the list of destinations.';

const LIST_LINE = `curl -sS ${BEARER} "${DESTINATIONS}"`;
const AUTHENTICATE_LINE = token(
  '-d grant_type=password --data-urlencode "username=$EPSON_CONNECT_API_PRINTER_EMAIL" -d password=',
);
/** A call of which nothing is known. */
const NOTHING = { target: '', requestBody: { sizeBytes: 0 }, warnings: [] };

/** The call that prints. */
export const EXECUTE_LINE = `curl -sS -X POST ${BEARER} "${JOBS}/$JOB_ID/print"`;

type Line = (
  exchange: Pick<Exchange, 'target' | 'requestBody' | 'warnings'>,
  capabilities: Capabilities,
  extension: string,
) => string;

/** Every operation as it should be called. Secrets and what a host hands out are variables of the shell. */
const LINES: Readonly<Record<OperationId, Line>> = {
  authenticate: ({ target, requestBody }) =>
    asksForRefresh(requestBody?.text || target)
      ? token('-d grant_type=refresh_token --data-urlencode "refresh_token=$REFRESH_TOKEN"')
      : AUTHENTICATE_LINE,
  createPrintJob: ({ requestBody }, capabilities) =>
    `curl -sS ${BEARER} ${JSON_TYPE} -d ${quoted(JSON.stringify(mendJobRequest(requestBody?.text, capabilities)))} "${JOBS}"`,
  uploadPrintFile: ({ target }, _, extension) => uploadLine(extensionIn(target) ?? extension),
  executePrint: ({ warnings }, _, extension) => {
    // Executed anew, it would not print either: the file is what is wrong, or its name.
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
    // An ID in the body says that one is to be changed.
    warnings.some(({ rule }) => rule === 'unknown-member') && 'id' in parseObject(requestBody?.text)
      ? updateLine(requestBody?.text)
      : `curl -sS ${BEARER} ${JSON_TYPE} -d ${quoted(JSON.stringify(mendDestination(requestBody?.text)))} "${DESTINATIONS}"`,
  updateDestination: ({ requestBody }) => updateLine(requestBody?.text),
  deleteDestination: () =>
    `curl -sS -X DELETE ${BEARER} ${JSON_TYPE} -d '{"id":"'"$DESTINATION_ID"'"}' "${DESTINATIONS}"`,
};

/**
 * The call as it should have been, as a line for a shell; undefined where there should be none, or nobody can tell which.
 *
 * @param extension of the job's file, as far as it is known
 */
export function curlFor(
  exchange: Exchange,
  capabilities: Capabilities,
  extension = 'pdf',
): string | undefined {
  const { mendedBy } = RULES[exchange.refusal?.rule ?? ''] ?? {};
  if (mendedBy === null) return undefined;
  if (mendedBy === undefined) {
    const likely = likelyOperation(exchange);
    return likely && LINES[likely](exchange, capabilities, extension);
  }
  // Another operation does not take what was sent, but for a destination that is to be changed instead.
  const sent = mendedBy === 'updateDestination' ? exchange : NOTHING;
  return LINES[mendedBy](sent, capabilities, extension);
}

/** Returns the operation that a call is, or most likely was to be: its path or its method may be wrong. */
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

/** The extension that a target names, where a file of that type prints. */
export function extensionIn(target: string): string | undefined {
  const named = /File=[^&]*?([A-Za-z0-9]+)(?:&|$)/.exec(target)?.[1]?.toLowerCase();
  return printing(named?.replace(/^1(?=[a-z])/, ''));
}

/** The extension of what a document really is, as the mock tells it where the name says otherwise. */
function contentIn(hint: string): string | undefined {
  const content = /the content is ([a-z]+)\.$/.exec(hint)?.[1];
  return printing(content === 'tif' ? 'tiff' : content);
}

function printing(extension: string | undefined): string | undefined {
  return uploadFileNameValues.some((name) => name === `1.${extension}`) ? extension : undefined;
}
