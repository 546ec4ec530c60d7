import { fileURLToPath } from 'node:url';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { runProgram } from '../support/processes/programs.js';

const TESTS = fileURLToPath(new URL('..', import.meta.url));
const TSX = ['--import', 'tsx', '--conditions=epson-connect-kit:source'];

it('npm run demo prints by both versions, shows the consent, proves that the files arrived, and shows no secret', async () => {
  const folder = newFolder();
  const { code, output } = await runProgram(process.execPath, [...TSX, 'demo/demo.ts', folder], {
    cwd: TESTS,
  });
  expect(output).toContain('The bytes are identical.');
  expect(code).toBe(0);
  expect(output.match(/^(?:\d\.|===) .*$/gm)).toEqual([
    '=== Version 2 ===',
    '1. Authorize: once, the owner of the printer consents',
    '2. Create the print job',
    '3. Upload the file',
    '4. Execute the job',
    '=== Version 1 ===',
    '1. Authenticate',
    '2. Print setting',
    '3. Upload print file',
    '4. Execute print',
  ]);
  expect(output).toMatch(/Sign in +\[ Mock Owner \]\n.*\n +Choose a printer +\[ .* \]\n.*MOCK000001\n/);
  expect(output).toMatch(/callback\?code=\*+&state=\*+\n/);
  expect(output.match(/-> \(the \d+ bytes of the file\)/g)).toHaveLength(2);
  // Tokens, codes and keys have 40 characters or more; digests of files are in lower case hexadecimal. URLs have slashes.
  expect(output.replace(/\b[0-9a-f]{64}\b/g, '')).not.toMatch(/(?<![\w-])[\w-]{40,}/);
  const { tokens } = JSON.parse(readFileSync(join(folder, 'tokens.json'), 'utf8')) as { tokens: object };
  expect(JSON.stringify(Object.values(tokens))).toContain('access_token');
  const printed = readdirSync(join(folder, 'printed'));
  expect(printed.map((each) => readdirSync(join(folder, 'printed', each)).toSorted())).toEqual([
    ['1.pdf', 'job.json'],
    ['1.pdf', 'job.json'],
  ]);
});
