import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { StartOptions } from '../config/options.js';
import type { RunningMockHost } from '../host/host.js';
import { reachable } from './exposure.js';
import { DOCS } from '../package.js';
import { stepsOfV1, stepsOfV2 } from './first-steps.js';
import { quoted } from '../text/shell.js';

/**
 * Returns the lines that a person needs to print on the running mock; each can be pasted into a shell.
 *
 * @param version of the API whose credentials and steps are shown
 */
export function usage(
  host: RunningMockHost,
  { controlToken, dataDir, consent }: Pick<StartOptions, 'controlToken' | 'dataDir' | 'consent'> = {},
  version: 1 | 2 = 1,
): string {
  const isTokenGiven = controlToken !== undefined;
  const { https, uploadUrl, controlTokenFile } = host;
  const url = reachable(host.url);
  const token =
    controlTokenFile !== undefined
      ? ` -H "Authorization: Bearer $(cat ${quoted(controlTokenFile)})"`
      : isTokenGiven
        ? ' -H "Authorization: Bearer $CONTROL_TOKEN"'
        : '';
  return `${httpsUsage(url, https)}${uploadUrl === undefined ? '' : `\n# Files are uploaded to ${uploadUrl}\n`}
${printsUsage(host, dataDir)}

${version === 2 ? stepsOfV2(host, consent) : stepsOfV1(host)}

# Or all at once${isTokenGiven ? ', with the control token that was given' : ''}:
curl -sS${token} -F "file=@$FILE"${version === 2 ? ' -F api_version=2' : ''} ${url}/_mock/api/print; echo

# Documentation: ${url}/_mock/docs/${existsSync(DOCS) ? '' : 'rules'}
# What was printed, to look at in a browser: ${url}/_mock/ui/
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
