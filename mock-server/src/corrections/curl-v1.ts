import type { OperationIdV1 } from '../rules/rule.js';
import { quoted } from '../text/shell.js';
import { asksForRefresh } from '../epson/v1/token.js';
import { BASE, contentIn, extensionIn, JSON_TYPE, uploadLine, type Line } from './curl-line.js';
import { mendDestination, mendJobRequest, parseObject } from './mend.js';

const PRINTER = `${BASE}/api/1/printing/printers/$DEVICE`;
const JOBS = `${PRINTER}/jobs`;
const DESTINATIONS = `${BASE}/api/1/scanning/scanners/$DEVICE/destinations`;
const BEARER = '-H "Authorization: Bearer $TOKEN"';

/** The call that prints. */
export const EXECUTE_LINE = `curl -sS -X POST ${BEARER} "${JOBS}/$JOB_ID/print"`;

/** A correct call of each operation of version 1. Secrets and values of the host are shell variables. */
export const LINES_V1: Readonly<Record<OperationIdV1, Line>> = {
  authenticate: ({ target, requestBody }) =>
    asksForRefresh(requestBody?.text || target)
      ? token('-d grant_type=refresh_token --data-urlencode "refresh_token=$REFRESH_TOKEN"')
      : token(
          '-d grant_type=password --data-urlencode "username=$EPSON_CONNECT_API_PRINTER_EMAIL" -d password=',
        ),
  createPrintJob: ({ requestBody }, capabilities) =>
    `curl -sS ${BEARER} ${JSON_TYPE} -d ${quoted(JSON.stringify(mendJobRequest(requestBody?.text, capabilities)))} "${JOBS}"`,
  uploadPrintFile: (sent, _, extension) => uploadLine(extensionIn(sent) ?? extension),
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
  listDestinations: () => `curl -sS ${BEARER} "${DESTINATIONS}"`,
  registerDestination: ({ requestBody, warnings }) =>
    // An ID in the body means that an existing destination is changed.
    warnings.some(({ rule }) => rule === 'unknown-member') && 'id' in parseObject(requestBody?.text)
      ? updateLine(requestBody?.text)
      : `curl -sS ${BEARER} ${JSON_TYPE} -d ${quoted(JSON.stringify(mendDestination(requestBody?.text)))} "${DESTINATIONS}"`,
  updateDestination: ({ requestBody }) => updateLine(requestBody?.text),
  deleteDestination: () =>
    `curl -sS -X DELETE ${BEARER} ${JSON_TYPE} -d '{"id":"'"$DESTINATION_ID"'"}' "${DESTINATIONS}"`,
};

function updateLine(sent: string | undefined): string {
  const body = JSON.stringify(mendDestination(sent)).slice(1);
  return `curl -sS -X PUT ${BEARER} ${JSON_TYPE} -d '{"id":"'"$DESTINATION_ID"'",'${quoted(body)} "${DESTINATIONS}"`;
}

function token(form: string): string {
  return `curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" ${form} "${BASE}/api/1/printing/oauth2/auth/token?subject=printer"`;
}
