import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StartOptions } from '../config/options.js';
import type { RunningMockHost } from '../host/host.js';
import { reachable } from './exposure.js';
import { DOCS, PACKAGE_ROOT } from '../package.js';
import { quoted } from './run/shells.js';

/** The sample document of this package. */
const SAMPLE = fileURLToPath(new URL('sample.pdf', PACKAGE_ROOT));

/** Returns the lines that a person needs to print on the running mock; each can be pasted into a shell. */
export function usage(
  host: RunningMockHost,
  { controlToken, dataDir }: Pick<StartOptions, 'controlToken' | 'dataDir'> = {},
): string {
  const isTokenGiven = controlToken !== undefined;
  const { https, uploadUrl, credentials, controlTokenFile } = host;
  const url = reachable(host.url);
  const token =
    controlTokenFile !== undefined
      ? ` -H "Authorization: Bearer $(cat ${quoted(controlTokenFile)})"`
      : isTokenGiven
        ? ' -H "Authorization: Bearer $CONTROL_TOKEN"'
        : '';
  return `${httpsUsage(url, https)}${uploadUrl === undefined ? '' : `\n# Files are uploaded to ${uploadUrl}\n`}
${printsUsage(host, dataDir)}

# Credentials, under the names that clients use:
export EPSON_CONNECT_API_BASE_URL=${url}
export EPSON_CONNECT_API_CLIENT_ID=${credentials.clientId}
export EPSON_CONNECT_API_CLIENT_SECRET=${credentials.clientSecret}
export EPSON_CONNECT_API_PRINTER_EMAIL=${credentials.printerEmail}

# 1. Authenticate, and take the access token and the device ID out of the answer:
AUTH=$(curl -sS -u "$EPSON_CONNECT_API_CLIENT_ID:$EPSON_CONNECT_API_CLIENT_SECRET" -d grant_type=password --data-urlencode "username=$EPSON_CONNECT_API_PRINTER_EMAIL" -d password= "$EPSON_CONNECT_API_BASE_URL/api/1/printing/oauth2/auth/token?subject=printer"); echo "$AUTH"; TOKEN=$(echo "$AUTH" | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/'); DEVICE=$(echo "$AUTH" | sed 's/.*"subject_id":"\\([^"]*\\).*/\\1/')

# 2. Print setting: create a job, and take its ID and upload URI:
JOB=$(curl -sS -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"job_name":"first","print_mode":"document"}' "$EPSON_CONNECT_API_BASE_URL/api/1/printing/printers/$DEVICE/jobs"); echo "$JOB"; JOB_ID=$(echo "$JOB" | sed 's/.*"id":"\\([^"]*\\).*/\\1/'); UPLOAD_URI=$(echo "$JOB" | sed 's/.*"upload_uri":"\\([^"]*\\).*/\\1/')

# 3. Upload a file (any PDF will do; success answers 200 without a body):
FILE=${quoted(SAMPLE)}; curl -sS -w '%{http_code}\\n' -H 'Content-Type: application/octet-stream' --data-binary "@$FILE" "$UPLOAD_URI&File=1.pdf"

# 4. Execute:
curl -sS -X POST -H "Authorization: Bearer $TOKEN" "$EPSON_CONNECT_API_BASE_URL/api/1/printing/printers/$DEVICE/jobs/$JOB_ID/print"; echo

# Or all four at once${isTokenGiven ? ', with the control token that was given' : ''}:
curl -sS${token} -F "file=@$FILE" ${url}/_mock/api/print; echo

# Documentation: ${url}/_mock/docs/${existsSync(DOCS) ? '' : 'rules'}
`;
}

/** Returns the line on the folder of printed documents, with what a data folder holds from before. */
function printsUsage({ control }: RunningMockHost, dataDir: string | undefined): string {
  if (dataDir === undefined)
    return '# Prints go to a temporary folder, which is deleted when the mock stops; keep them with --data-dir DIR.';
  const jobs = control.jobs().length;
  const kept = jobs === 0 ? '' : ` (kept from before: ${jobs} ${jobs === 1 ? 'job' : 'jobs'})`;
  return `# Prints go to ${join(dataDir, 'printed')}${kept}`;
}

/** Returns the lines on https: its address, the certificate to trust, and the proxy for programs that name Epson's host. */
function httpsUsage(url: string, https: RunningMockHost['https']): string {
  if (https === undefined) return '';
  const news = https.isNewCa
    ? ' (created just now: programs that trusted another one have to trust this one)'
    : '';
  const ca = quoted(https.caFile);
  return `
# The same by https: ${reachable(https.url)}
# Let programs trust the CA of this machine${news}:
export NODE_EXTRA_CA_CERTS=${ca} SSL_CERT_FILE=${ca} CURL_CA_BUNDLE=${ca} REQUESTS_CA_BUNDLE=${ca}

# Lead a program that names https://api.epsonconnect.com to the mock. Node's fetch and PHP's streams ignore this variable
# and call Epson's host: \`epson-connect-mock env\` prints variables that lead them, too, to the mock.
export HTTPS_PROXY=${url}
`;
}
