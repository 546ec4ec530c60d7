import { spawnSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { example } from '../support/description/pages.js';
import { runProgram, type ProgramResult } from '../support/processes/programs.js';
import { startSecureHost, type SecureHost } from '../support/mock/secure.js';
import { newFolder } from '../support/folder.js';
import { builtCommand } from '../support/mock/built-command.js';

const isMissing = process.platform === 'win32' || spawnSync('curl', ['--version']).status !== 0;
if (isMissing) process.stderr.write('skipped: the examples of https in the guides (there is no curl here)\n');

/** Runs the example of a name, with the command in front of all others. */
async function runExample(name: string, { host, https }: SecureHost): Promise<ProgramResult> {
  const bin = newFolder();
  const command = `exec '${process.execPath}' '${builtCommand()}' "$@"`;
  writeFileSync(join(bin, 'epson-connect-mock'), `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  symlinkSync(process.execPath, join(bin, 'node'));
  const env = {
    PATH: `${bin}:${process.env['PATH']}`,
    HOME: bin,
  };
  const input = example(name)
    .replaceAll('npx epson-connect-mock ca', `epson-connect-mock ca --ca-dir '${dirname(https.caFile)}'`)
    .replaceAll('https://127.0.0.1:8443', https.url)
    .replaceAll('http://127.0.0.1:8380', host.url);
  return runProgram('sh', ['-e'], { input, env });
}

describe.skipIf(isMissing)('the examples of https', () => {
  it('trust the CA of the mock', async () => {
    const mock = await startSecureHost();
    const { code, output } = await runExample('https', mock);
    expect([code, output]).toEqual([0, expect.stringContaining('"status":"ok"')]);
  });

  it("authenticate on Epson's own name through the proxy", async () => {
    const mock = await startSecureHost();
    const { code, output } = await runExample('proxy', mock);
    expect([code, output]).toEqual([0, expect.stringContaining('"token_type":"Bearer"')]);
    expect(mock.told.map(({ target }) => target)[0]).toBe('api.epsonconnect.com:443');
  });
});
