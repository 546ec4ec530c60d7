import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { expect, it } from 'vitest';
import { consentInPlaceOfPerson } from '../demo/consent.js';
import { example } from '../support/description/pages.js';
import { newFolder } from '../support/folder.js';
import { deadUrl } from '../support/http/receiver.js';
import { runProgram } from '../support/processes/programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TSX = ['--import', 'tsx', '--conditions=epson-connect-kit:source'];

it.each(['README.md', 'sdk/README.md'])(
  'the first program of %s connects a printer and prints, and then prints without a person',
  async (page) => {
    await using host = await startMockHost({ pace: 'instant' });
    // Below this package, so that it finds the workspace's packages.
    const folder = newFolder(fileURLToPath(new URL('.readme-', import.meta.url)));
    await copyFile(join(root, 'test/demo/epson-connect-in-four-steps.pdf'), join(folder, 'invoice.pdf'));
    const redirectUri = `${await deadUrl()}/callback`;
    const program = example('connect', await readFile(join(root, page), 'utf8'));
    await writeFile(join(folder, 'print.mjs'), program.replace('8381', new URL(redirectUri).port));
    const { clientId, clientSecret, apiKey } = host.credentialsV2;
    const env = {
      ...process.env,
      EPSON_CONNECT_API_BASE_URL: host.url,
      EPSON_CONNECT_API_CLIENT_ID: clientId,
      EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
      EPSON_CONNECT_API_KEY: apiKey,
      EPSON_CONNECT_API_REDIRECT_URI: redirectUri,
    };
    let shown: Promise<string> | undefined;
    const run = () =>
      runProgram(process.execPath, [...TSX, 'print.mjs'], {
        cwd: folder,
        env,
        onOutput(output) {
          const [, url] = /^Open (\S+)\n/.exec(output) ?? [];
          if (url !== undefined) shown ??= browse(url);
        },
      });

    const first = await run();
    expect(first).toEqual({ code: 0, output: expect.stringMatching(/^Open .*\nprinted 5 pages\n$/) });
    expect(await shown).toBe('You can close this page.');
    expect(await run()).toEqual({ code: 0, output: 'printed 5 pages\n' });
    expect(host.control.jobs().map(({ status }) => status)).toEqual(['completed', 'completed']);
  },
);

/** Goes the way of a person's browser, to the page of the program. */
async function browse(url: string): Promise<string> {
  const { back } = await consentInPlaceOfPerson(url);
  return (await fetch(back)).text();
}
