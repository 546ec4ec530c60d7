import { fileURLToPath } from 'node:url';
import type { StartOptions } from '../config/options.js';
import type { RunningMockHost } from '../host/host.js';
import { PACKAGE_ROOT } from '../package.js';
import { curlSteps, curlStepsV2 } from './curl-steps.js';
import { credentialVariablesV2 } from './run/variables.js';
import { reachable } from './exposure.js';
import { quoted } from '../text/shell.js';
import { shellLines } from './run/shells.js';

/** The sample document of this package. */
const SAMPLE = fileURLToPath(new URL('sample.pdf', PACKAGE_ROOT));

/** Returns the credentials of version 1 and its four steps, as lines for a shell. */
export function stepsOfV1({ url, credentials }: RunningMockHost): string {
  return `# Credentials, under the names that clients use:
export EPSON_CONNECT_API_BASE_URL=${reachable(url)}
export EPSON_CONNECT_API_CLIENT_ID=${credentials.clientId}
export EPSON_CONNECT_API_CLIENT_SECRET=${credentials.clientSecret}
export EPSON_CONNECT_API_PRINTER_EMAIL=${credentials.printerEmail}

${curlSteps(quoted(SAMPLE))}`;
}

/** Returns the credentials of version 2 and its steps, as lines for a shell. */
export function stepsOfV2({ url, credentialsV2 }: RunningMockHost, consent: StartOptions['consent']): string {
  const base = reachable(url);
  return `# Credentials of version 2, under the names that clients use:
${shellLines('bash', credentialVariablesV2(credentialsV2, base, {}))}
${authorizeLines(authorizeUrl(base, credentialsV2), consent)}

${curlStepsV2(quoted(SAMPLE))}`;
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
