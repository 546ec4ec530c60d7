import type { OperationIdV2 } from '../rules/rule.js';
import { asksForRefresh } from '../epson/v1/token.js';
import { quoted } from '../text/shell.js';
import { BASE, extensionIn, JSON_TYPE, uploadLine, type Line, type SentCall } from './curl-line.js';
import { mendCopyV2, mendDestinationV2, mendJobRequestV2, mendPrintTime } from './mend-v2.js';

const PRINTING = `${BASE}/api/2/printing`;
const JOBS = `${PRINTING}/jobs`;
const SCHEDULES = `${BASE}/api/2/scheduling/schedules`;
const DESTINATIONS = `${BASE}/api/2/scanning/destinations`;
const NOTIFICATION = `${PRINTING}/settings/notification`;
const KEY = '-H "x-api-key: $EPSON_CONNECT_API_KEY"';
const DEVICE = `-H "Authorization: Bearer $TOKEN" ${KEY}`;
const APP = `-H "Authorization: Bearer $APP_TOKEN" ${KEY}`;

/** The call that prints a job. */
export const EXECUTE_LINE_V2 = `curl -sS -X POST ${DEVICE} "${JOBS}/$JOB_ID/print"`;

/** The call that has a schedule printed at its time. */
export const RESERVE_LINE = `curl -sS -X POST ${DEVICE} "${SCHEDULES}/$SCHEDULE_ID/reserve"`;

const upload: Line = (sent, _, extension) => uploadLine(extensionIn(sent) ?? extension);

/** A correct call of each operation of version 2. Secrets and values of the host are shell variables. */
export const LINES_V2: Readonly<Record<OperationIdV2, Line>> = {
  // The answer to a browser is a page, or the address to go back to.
  authorize: () =>
    `curl -sS -i -G -d response_type=code -d scope=device --data-urlencode "client_id=$EPSON_CONNECT_API_CLIENT_ID" --data-urlencode "redirect_uri=$REDIRECT_URI" "${BASE}/auth/authorize"`,
  requestToken: (sent) =>
    `curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" ${grantFor(sent)} "${BASE}/auth/token"`,
  createPrintJob: ({ requestBody }, capabilities) =>
    post(JSON.stringify(mendJobRequestV2(requestBody?.text, capabilities)), JOBS),
  uploadPrintFile: upload,
  executePrint: () => EXECUTE_LINE_V2,
  copyPrintJob: ({ requestBody }, capabilities) =>
    post(
      withVariable('fromJobId', '$JOB_ID', mendCopyV2(requestBody?.text, capabilities)),
      `${JOBS}/copy`,
      true,
    ),
  getPrintJob: () => `curl -sS ${DEVICE} "${JOBS}/$JOB_ID"`,
  cancelPrint: () => `curl -sS -X POST ${DEVICE} "${JOBS}/$JOB_ID/cancel"`,
  getCapability: ({ target }) =>
    `curl -sS ${DEVICE} "${PRINTING}/capability/${/\/capability\/photo\b/i.test(target) ? 'photo' : 'document'}"`,
  getDefaultSettings: () => `curl -sS ${DEVICE} "${PRINTING}/capability/default"`,
  getDevice: () => `curl -sS ${DEVICE} "${PRINTING}/devices/info"`,
  getNotification: () => `curl -sS ${APP} "${NOTIFICATION}"`,
  setNotification: () =>
    `curl -sS ${APP} ${JSON_TYPE} -d '{"notification":true,"callbackUri":"https://example.com/printed"}' "${NOTIFICATION}"`,
  listSchedules: () => `curl -sS ${DEVICE} "${SCHEDULES}"`,
  createSchedule: ({ requestBody, startedAt }, capabilities) => {
    const { jobName, ...rest } = mendJobRequestV2(requestBody?.text, capabilities);
    const body = { jobName, printDateTime: mendPrintTime(requestBody?.text, startedAt), ...rest };
    return post(JSON.stringify(body), SCHEDULES);
  },
  uploadScheduleFile: upload,
  copySchedule: ({ requestBody, startedAt }, capabilities) => {
    const printDateTime = mendPrintTime(requestBody?.text, startedAt);
    const body = { printDateTime, ...mendCopyV2(requestBody?.text, capabilities) };
    return post(withVariable('fromScheduleJobId', '$SCHEDULE_ID', body), `${SCHEDULES}/copy`, true);
  },
  reserveSchedule: () => RESERVE_LINE,
  getSchedule: () => `curl -sS ${DEVICE} "${SCHEDULES}/$SCHEDULE_ID"`,
  deleteSchedule: () => `curl -sS -X DELETE ${DEVICE} "${SCHEDULES}/$SCHEDULE_ID"`,
  listDestinations: () => `curl -sS ${DEVICE} "${DESTINATIONS}"`,
  registerDestination: ({ requestBody }) =>
    post(JSON.stringify(mendDestinationV2(requestBody?.text)), DESTINATIONS),
  updateDestination: ({ requestBody }) => {
    const { aliasName, destination } = mendDestinationV2(requestBody?.text);
    const body = quoted(JSON.stringify({ aliasName, destination }));
    return `curl -sS -X PUT ${DEVICE} ${JSON_TYPE} -d ${body} "${DESTINATIONS}/$DESTINATION_ID"`;
  },
  deleteDestination: () => `curl -sS -X DELETE ${DEVICE} "${DESTINATIONS}/$DESTINATION_ID"`,
};

function post(body: string, url: string, isQuoted = false): string {
  return `curl -sS ${DEVICE} ${JSON_TYPE} -d ${isQuoted ? body : quoted(body)} "${url}"`;
}

/** Writes an object whose first member is a variable of the shell, in quotes for it. */
function withVariable(name: string, variable: string, rest: object): string {
  const members = JSON.stringify(rest).slice(1);
  const end = members === '}' ? "'}'" : quoted(`,${members}`);
  return `'{"${name}":"'"${variable}"'"'${end}`;
}

/** Returns the form of the grant that a call asked for, or of the one that mends it. */
function grantFor({ target, requestBody, operation, refusal }: SentCall): string {
  const sent = requestBody?.text || target;
  const isOfApp = operation === 'getNotification' || operation === 'setNotification';
  if (isOfApp || /client_credentials/.test(sent)) return '-d grant_type=client_credentials';
  if (asksForRefresh(sent) || refusal?.rule === 'bearer-expired')
    return '-d grant_type=refresh_token --data-urlencode "refresh_token=$REFRESH_TOKEN"';
  const hasVerifier = refusal?.rule === 'code-verifier-wrong' || /code_verifier/.test(sent);
  const verifier = hasVerifier ? ' --data-urlencode "code_verifier=$CODE_VERIFIER"' : '';
  return `-d grant_type=authorization_code --data-urlencode "code=$CODE" --data-urlencode "redirect_uri=$REDIRECT_URI"${verifier}`;
}
