import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startMockHost } from 'epson-connect-mock';
import { example } from '../support/description/pages.js';
import { newFolder } from '../support/folder.js';
import { runProgram } from '../support/processes/programs.js';
import { hasRedis, skipNotice, startRedis } from '../support/processes/redis.js';

skipNotice('the example of the guide to fleets');
const root = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(!hasRedis)('the guide to fleets', () => {
  it('prints a document once, however often its program runs', async () => {
    await using host = await startMockHost({ pace: 'instant' });
    const server = await startRedis();
    onTestFinished(() => server.close());
    // Below this package, so that the program finds the workspace's packages.
    const cwd = newFolder(fileURLToPath(new URL('.guide-', import.meta.url)));
    await copyFile(join(root, 'openapi/examples/sample.pdf'), join(cwd, 'invoice.pdf'));
    await writeFile(join(cwd, 'example.ts'), example('fleet').replace('redis://127.0.0.1:6379', server.url));
    const { clientId, clientSecret, printerEmail } = host.credentials;
    const env = {
      ...process.env,
      EPSON_CONNECT_API_BASE_URL: host.url,
      EPSON_CONNECT_API_CLIENT_ID: clientId,
      EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
      EPSON_CONNECT_API_PRINTER_EMAIL: printerEmail,
    };
    const args = ['--import', 'tsx', '--conditions=epson-connect-kit:source', 'example.ts'];
    const run = () => runProgram(process.execPath, args, { cwd, env });
    const [first, second] = [await run(), await run()];
    expect(first).toEqual({ code: 0, output: expect.stringMatching(/^invoice\.pdf is job [0-9a-f]{32}\n$/) });
    expect(second).toEqual({
      code: 0,
      output: first.output.replace('\n', ', which was printed before\n'),
    });
    expect(host.control.jobs()).toHaveLength(1);
  });
});
