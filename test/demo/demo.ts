// `npm run demo`: a mock host on a free port, a real PDF through the SDK, and the proof that it arrived.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { EpsonConnect } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';
import { observedFetch, type ObservedCall } from './observed-fetch.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const documentPath = fileURLToPath(new URL('epson-connect-in-four-steps.pdf', import.meta.url));
const TITLES = ['Authenticate', 'Print setting', 'Upload print file', 'Execute print'];

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

// Another folder: npm run demo -- FOLDER.
const [dataDir = `${root}/demo-output`] = process.argv.slice(2);
const host = await startMockHost({ dataDir, pace: 'instant' });
say(`A mock of the Epson Connect host is listening on ${host.url}.`);
say(`The SDK prints ${bold(relative(root, documentPath))} on it. Secrets are masked.`);

let step = 0;
function show(call: ObservedCall): void {
  step += 1;
  say();
  say(bold(`${step}. ${TITLES[step - 1] ?? 'Another call'}`));
  say(`   ${call.method} ${call.url}`);
  for (const line of call.sent) say(`   ${dim('->')} ${line}`);
  for (const line of call.received) say(`   ${dim('<-')} ${line}`);
}

try {
  const epson = new EpsonConnect({ ...host.credentials, baseUrl: host.url, fetch: observedFetch(show) });
  const job = await epson.print(await fileDocument(documentPath), {
    job_name: 'Epson Connect in four steps',
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

  const outcome = await host.control.waitFor({ kind: 'job_printed', job_id: job.id });
  const printed = outcome.met ? outcome.jobs?.[0]?.document?.path : undefined;
  if (printed === undefined) throw new Error(`the job ${job.id} was accepted and not printed`);
  const [sent, arrived] = [await sha256(documentPath), await sha256(printed)];
  say();
  say(bold('What was printed'));
  say(`   job        ${job.id}`);
  say(`   file       ${here(printed)}`);
  say(`   SHA-256    ${sent}  sent`);
  say(`              ${arrived}  printed`);
  if (sent !== arrived) throw new Error('the printed file is not the one that was sent');
  say(`   The bytes are identical.`);
  say();
  say('Next: npm start runs the mock for your own program; README.md shows how to point any language at it.');
} finally {
  await host.close();
}
