import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { expect, it } from 'vitest';
import { runProgram } from '../support/processes/programs.js';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

it('the description, imported into Postman, prints on the mock', async () => {
  await using host = await startMockHost({ pace: 'instant' });
  const { clientId, clientSecret, printerEmail } = host.credentials;
  const sample = path('../../openapi/examples/sample.pdf');
  const description = path('../../mock-server/docs/openapi/v1.json');
  const args = [path('postman.mjs'), description, sample, host.url, clientId, clientSecret, printerEmail];
  const { code, output } = await runProgram(process.execPath, args);
  expect([code, output]).toEqual([0, '4 requests, 0 failed\n']);
  const sha256 = createHash('sha256').update(readFileSync(sample)).digest('hex');
  expect(host.control.jobs()).toMatchObject([
    { job_name: 'Postman', status: 'completed', document: { sha256 } },
  ]);
});
