import { fileURLToPath } from 'node:url';
import type { StartOptions } from '../config/options.js';
import type { RunningMockHost } from '../host/host.js';
import { PACKAGE_ROOT } from '../package.js';
import { credentialVariablesV2 } from './run/variables.js';
import { reachable } from './exposure.js';
import { quoted, shellLines } from './run/shells.js';

/** The sample document of this package. */
const SAMPLE = fileURLToPath(new URL('sample.pdf', PACKAGE_ROOT));

const UPLOAD = `FILE=${quoted(SAMPLE)}; curl -sS -w '%{http_code}\\n' -H 'Content-Type: application/octet-stream' --data-binary "@$FILE" "$UPLOAD_URI&File=1.pdf"`;

/** Returns lines for a shell that take the text of a member out of a variable with JSON. */
const member = (variable: string, name: string, source: string) =>
  `${variable}=$(echo "$${source}" | sed 's/.*"${name}":"\\([^"]*\\).*/\\1/')`;

/** Returns the credentials of version 1 and its four steps, as lines for a shell. */
export function stepsOfV1({ url, credentials }: RunningMockHost): string {
  return `# Credentials, under the names that clients use:
export EPSON_CONNECT_API_BASE_URL=${reachable(url)}
export EPSON_CONNECT_API_CLIENT_ID=${credentials.clientId}
export EPSON_CONNECT_API_CLIENT_SECRET=${credentials.clientSecret}
export EPSON_CONNECT_API_PRINTER_EMAIL=${credentials.printerEmail}

# 1. Authenticate, and take the access token and the device ID out of the answer:
AUTH=$(curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" -d grant_type=password --data-urlencode "username=$EPSON_CONNECT_API_PRINTER_EMAIL" -d password= "$EPSON_CONNECT_API_BASE_URL/api/1/printing/oauth2/auth/token?subject=printer"); echo "$AUTH"; ${member('TOKEN', 'access_token', 'AUTH')}; ${member('DEVICE', 'subject_id', 'AUTH')}

# 2. Print setting: create a job, and take its ID and upload URI:
JOB=$(curl -sS -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"job_name":"first","print_mode":"document"}' "$EPSON_CONNECT_API_BASE_URL/api/1/printing/printers/$DEVICE/jobs"); echo "$JOB"; ${member('JOB_ID', 'id', 'JOB')}; ${member('UPLOAD_URI', 'upload_uri', 'JOB')}

# 3. Upload a file (any PDF will do; success answers 200 without a body):
${UPLOAD}

# 4. Execute:
curl -sS -X POST -H "Authorization: Bearer $TOKEN" "$EPSON_CONNECT_API_BASE_URL/api/1/printing/printers/$DEVICE/jobs/$JOB_ID/print"; echo`;
}

/** Returns the credentials of version 2 and its steps, as lines for a shell. */
export function stepsOfV2({ url, credentialsV2 }: RunningMockHost, consent: StartOptions['consent']): string {
  const base = reachable(url);
  const headers = '-H "Authorization: Bearer $TOKEN" -H "x-api-key: $EPSON_CONNECT_API_KEY"';
  const jobs = '"$EPSON_CONNECT_API_BASE_URL/api/2/printing/jobs';
  return `# Credentials of version 2, under the names that clients use:
${shellLines('bash', credentialVariablesV2(credentialsV2, base, {}))}
${authorizeLines(authorizeUrl(base, credentialsV2), consent)}

# 2. Exchange the code, and take the access token out of the answer:
AUTH=$(curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" -d grant_type=authorization_code --data-urlencode "code=$CODE" --data-urlencode "redirect_uri=$EPSON_CONNECT_API_REDIRECT_URI" "$EPSON_CONNECT_API_BASE_URL/auth/token"); echo "$AUTH"; ${member('TOKEN', 'access_token', 'AUTH')}

# 3. Create a job, and take its ID and upload URI:
JOB=$(curl -sS ${headers} -H 'Content-Type: application/json' -d '{"jobName":"first","printMode":"document"}' ${jobs}"); echo "$JOB"; ${member('JOB_ID', 'jobId', 'JOB')}; ${member('UPLOAD_URI', 'uploadUri', 'JOB')}

# 4. Upload a file (any PDF will do; success answers 200 without a body):
${UPLOAD}

# 5. Execute:
curl -sS -X POST ${headers} ${jobs}/$JOB_ID/print"; echo`;
}

/** Returns the address at which a person consents that an app prints. */
function authorizeUrl(
  base: string,
  { clientId, redirectUri }: Readonly<Record<'clientId' | 'redirectUri', string>>,
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'device',
    state: 'first',
  });
  return `${base}/auth/authorize?${query.toString()}`;
}

function authorizeLines(url: string, consent: StartOptions['consent']): string {
  if (consent === 'auto')
    return `# 1. Authorize: the mock consents at once, and the code is in the address to which it redirects:
CODE=$(curl -sS -o /dev/null -w '%{redirect_url}' ${quoted(url)} | sed 's/.*[?&]code=\\([^&]*\\).*/\\1/'); echo "$CODE"`;
  return `# 1. Authorize: open this address in a browser, sign in, and choose a printer. The browser is sent to the redirect URI, also
# if nothing listens there. Copy what stands between code= and & in its address bar (--consent auto needs no browser):
# ${url}
CODE=`;
}
