import { fileURLToPath } from 'node:url';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { runProgram } from '../support/processes/programs.js';

const TESTS = fileURLToPath(new URL('..', import.meta.url));
const TSX = ['--import', 'tsx', '--conditions=epson-connect-kit:source'];

it('npm run demo shows the four steps, proves that the file arrived, and shows no secret', async () => {
  const folder = newFolder();
  const { code, output } = await runProgram(process.execPath, [...TSX, 'demo/demo.ts', folder], {
    cwd: TESTS,
  });
  expect(output).toContain('The bytes are identical.');
  expect(code).toBe(0);
  expect(output.match(/^\d\. .*$/gm)).toEqual([
    '1. Authenticate',
    '2. Print setting',
    '3. Upload print file',
    '4. Execute print',
  ]);
  expect(output).toMatch(/-> \(the \d+ bytes of the file\)/);
  // Tokens and secrets have 64 letters and digits, upload keys 80; digests of files are in lower case hexadecimal.
  expect(output.replace(/\b[0-9a-f]{64}\b/g, '')).not.toMatch(/[0-9A-Za-z]{41,}/);
  const [printed = ''] = readdirSync(join(folder, 'printed'));
  expect(readdirSync(join(folder, 'printed', printed)).toSorted()).toEqual(['1.pdf', 'job.json']);
});
