// `npm run demo`: a mock host on a free port, a real PDF through the SDK by both versions of the API, and the proof that it
// arrived.

import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument, fileTokenStore } from 'epson-connect-sdk/node';
import { EpsonConnectV2 } from 'epson-connect-sdk/v2';
import { consentInPlaceOfPerson } from './consent.js';
import { masked, observedFetch, type ObservedCall } from './observed-fetch.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documentPath = fileURLToPath(new URL('epson-connect-in-four-steps.pdf', import.meta.url));
const jobName = 'Epson Connect in four steps';

const isColored = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
const bold = (text: string) => (isColored ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text: string) => (isColored ? `\u001b[2m${text}\u001b[22m` : text);
const say = (line = '') => process.stdout.write(`${line}\n`);
const sha256 = async (path: string) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
/** npm moves into the package; people stand where they called it. */
const here = (path: string) => relative(process.env['INIT_CWD'] ?? process.cwd(), path);

/** Returns a function that shows calls as the steps that begin with the number `first`. */
function numbered(first: number, titles: readonly string[]) {
  let step = first - 1;
  return (call: ObservedCall): void => {
    step += 1;
    say();
    say(bold(`${step}. ${titles[step - first] ?? 'Another call'}`));
    showCall(call);
  };
}

function showCall(call: ObservedCall): void {
  say(`   ${call.method} ${call.url}`);
  for (const line of call.sent) say(`   ${dim('->')} ${line}`);
  for (const line of call.received) say(`   ${dim('<-')} ${line}`);
}

// Another folder: npm run demo -- FOLDER.
const [dataDir = `${root}/demo-output`] = process.argv.slice(2);
const host = await startMockHost({ dataDir, pace: 'instant' });
say(`A mock of the Epson Connect host is listening on ${host.url}.`);
say(`The SDK prints ${bold(relative(root, documentPath))} on it, by each version of the API.`);
say('Secrets are masked.');

/** Connects a printer as its owner does, and prints. @returns the ID of the job */
async function printByVersion2(): Promise<string> {
  const tokenFile = join(dataDir, 'tokens.json');
  // Each run has a port of its own, which old tokens are not for.
  await rm(tokenFile, { force: true });
  let show = showCall;
  const epson = new EpsonConnectV2({
    ...host.credentialsV2,
    baseUrl: host.url,
    tokenStore: fileTokenStore(tokenFile),
    fetch: observedFetch((call) => show(call)),
  });

  say();
  say(bold('1. Authorize: once, the owner of the printer consents'));
  const { url, state, codeVerifier } = await epson.authorizationUrl();
  const { origin, pathname, searchParams } = new URL(url);
  say('   The program sends the owner to this page, in a browser:');
  say(`   ${origin}${pathname}`);
  [...searchParams].forEach(([name, value], index) =>
    say(`     ${index === 0 ? '?' : '&'}${masked(`${name}=${value}`)}`),
  );
  say(dim('   No browser is needed here: the demo fetches the page and sends its forms.'));
  const { pages, back } = await consentInPlaceOfPerson(url);
  for (const { title, button, note } of pages) {
    say(`   ${title.padEnd(16)}  [ ${button} ]`);
    say(`   ${' '.repeat(20)}${dim(note)}`);
  }
  say('   The browser comes back to the program, with a code that is valid once:');
  say(`   ${masked(back)}`);
  say('   The program checks the state, and exchanges the code for tokens:');
  await epson.authorize(back, { state, codeVerifier });
  say(`   They are stored in ${here(tokenFile)}. From now on nobody is asked.`);

  show = numbered(2, ['Create the print job', 'Upload the file', 'Execute the job']);
  const { jobId } = await epson.print(await fileDocument(documentPath), {
    jobName,
    printMode: 'document',
    printSettings: {
      paperSize: 'ps_a4',
      paperType: 'pt_plainpaper',
      borderless: false,
      printQuality: 'normal',
      paperSource: 'auto',
      colorMode: 'color',
      doubleSided: 'long',
    },
  });
  return jobId;
}

/** Prints with the credentials of the program and the printer's address. @returns the ID of the job */
async function printByVersion1(): Promise<string> {
  const show = numbered(1, ['Authenticate', 'Print setting', 'Upload print file', 'Execute print']);
  const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url, fetch: observedFetch(show) });
  const { id } = await epson.print(await fileDocument(documentPath), {
    job_name: jobName,
    print_mode: 'document',
    print_setting: {
      media_size: 'ms_a4',
      media_type: 'mt_plainpaper',
      borderless: false,
      print_quality: 'normal',
      source: 'auto',
      color_mode: 'color',
      '2_sided': 'long',
    },
  });
  return id;
}

try {
  const jobs: [version: number, id: string][] = [];
  for (const [version, print] of [
    [2, printByVersion2],
    [1, printByVersion1],
  ] as const) {
    say();
    say(bold(`=== Version ${version} ===`));
    jobs.push([version, await print()]);
  }

  const sent = await sha256(documentPath);
  say();
  say(bold('What was printed'));
  say(`   SHA-256    ${sent}  sent`);
  for (const [version, id] of jobs) {
    const outcome = await host.control.waitFor({ kind: 'job_printed', job_id: id });
    const printed = outcome.met ? outcome.jobs?.[0]?.document?.path : undefined;
    if (printed === undefined) throw new Error(`the job ${id} was accepted and not printed`);
    const arrived = await sha256(printed);
    say(`   version ${version}  ${arrived}  printed`);
    say(`              ${here(printed)}`);
    if (sent !== arrived) throw new Error('the printed file is not the one that was sent');
  }
  say(`   The bytes are identical.`);
  say();
  say(
    'Next: npm start -- --api 2 runs the mock for your own program; README.md shows how to point any language at it.',
  );
} finally {
  await host.close();
}
