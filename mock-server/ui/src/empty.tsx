import { useState } from 'preact/hooks';
import { curlSteps, curlStepsV2, member } from '../../src/cli/curl-steps.js';
import { DEFAULT_REDIRECT_URI } from '../../src/epson/domain/default-credentials.js';
import { addressOf } from './address.js';
import { credentialsOf } from './print-steps.js';
import { printing } from './print-dialog.js';
import { state } from './store.js';
import { shownClient } from './worlds.js';

/** The address of this mock, as a program of this machine calls it. */
const { origin } = location;

const exported = (variables: Readonly<Record<string, string>>) =>
  Object.entries(variables)
    .map(([name, value]) => `export ${name}=${value}`)
    .join('\n');

/** Returns the variables from which programs take their credentials. A secret that is not public is left to its owner. */
function variablesOf(version: 1 | 2, email: string): string {
  const client = shownClient();
  const { clientId, clientSecret, apiKey } = credentialsOf(version, client?.client_id ?? '');
  return exported({
    EPSON_CONNECT_API_BASE_URL: origin,
    EPSON_CONNECT_API_CLIENT_ID: clientId,
    EPSON_CONNECT_API_CLIENT_SECRET: clientSecret || "'YOUR CLIENT SECRET'",
    ...(version === 1
      ? { EPSON_CONNECT_API_PRINTER_EMAIL: email }
      : {
          EPSON_CONNECT_API_KEY: apiKey || "'YOUR API KEY'",
          EPSON_CONNECT_API_REDIRECT_URI: client?.redirect_uris?.[0] ?? DEFAULT_REDIRECT_URI,
        }),
  });
}

const SAMPLE = `# A page to print:
curl -sS -o sample.pdf ${origin}/_mock/ui/sample.pdf`;

/** The ways to print, by their names. */
const WAYS: Readonly<Record<string, (email: string) => string>> = {
  'curl, version 1': (email) => `${SAMPLE}

# Credentials, under the names that clients use:
${variablesOf(1, email)}

${curlSteps('sample.pdf')}`,
  'curl, version 2': (email) => `${SAMPLE}

# Credentials of version 2, under the names that clients use:
${variablesOf(2, email)}

# 1. Authorize: a code without a browser, as if the owner of the printer had consented:
ISSUED=$(curl -sS -X POST "$EPSON_CONNECT_API_BASE_URL${addressOf('/authorize')}"); ${member('CODE', 'code', 'ISSUED')}

${curlStepsV2('sample.pdf')}`,
  'SDK, version 1': (email) => `// With the environment of "curl, version 1" (${email}).
import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';

const epson = new EpsonConnect();

const job = await epson.print(await fileDocument('sample.pdf'), { job_name: 'first' });
console.log(\`accepted as job \${job.id}\`);
const { total_pages } = await epson.jobs.waitFor(job, { deadlineMs: 600_000 });
console.log(\`printed: \${total_pages} pages\`);`,
  'SDK, version 2': () => `// With the environment of "curl, version 2".
import { fileDocument } from 'epson-connect-sdk/node';
import { EpsonConnectV2 } from 'epson-connect-sdk/v2';

const epson = new EpsonConnectV2();

// The consent of the owner, for which a program sends a person to a page, given by the mock:
const { url, state, codeVerifier } = await epson.authorizationUrl();
const asked = new URL(url).searchParams;
const issued = await fetch(\`\${process.env.EPSON_CONNECT_API_BASE_URL}${addressOf('/authorize')}\`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    redirect_uri: asked.get('redirect_uri'),
    state,
    code_challenge: asked.get('code_challenge') ?? undefined,
    code_challenge_method: asked.get('code_challenge_method') ?? undefined,
  }),
});
await epson.authorize((await issued.json()).redirect_to, { state, codeVerifier });

const job = await epson.print(await fileDocument('sample.pdf'), { jobName: 'first' });
const { totalPages } = await epson.jobs.waitFor(job, { deadlineMs: 600_000 });
console.log(\`printed: \${totalPages} pages\`);`,
  Command: (email) => `${SAMPLE}

# Credentials of version 1, under the names that clients use:
${variablesOf(1, email)}

npx epson-connect print --wait sample.pdf`,
};

/** The page before anything was printed: how to print. */
export function Empty() {
  const email = state.value?.printers[0]?.email ?? 'mock.printer@print.epsonconnect.com';
  const [shown, show] = useState(Object.keys(WAYS)[0] ?? '');
  const [isCopied, copied] = useState(false);
  const text = WAYS[shown]?.(email) ?? '';
  return (
    <div class="empty">
      <h2>Nothing was printed yet</h2>
      <p>
        Send a print to this mock, and it lies here. Drop a file on this page,{' '}
        <button type="button" onClick={() => (printing.value = { file: undefined })}>
          print one from here
        </button>
        , or let your program print:
      </p>
      <div class="tabs" role="group" aria-label="Ways to print">
        {Object.keys(WAYS).map((way) => (
          <button
            key={way}
            type="button"
            aria-pressed={way === shown}
            onClick={() => {
              show(way);
              copied(false);
            }}
          >
            {way}
          </button>
        ))}
        <span class="grow" />
        <button
          type="button"
          class="copy"
          onClick={() => void navigator.clipboard.writeText(text).then(() => copied(true))}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </button>
      </div>
      {/* Its lines are long: whoever uses the keyboard scrolls it too. */}
      <pre tabIndex={0}>{text}</pre>
      <p>
        More is in the <a href="/_mock/docs/">documentation</a>.
      </p>
    </div>
  );
}
