import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { environment } from '../support/sdk/cli.js';
import { projectWithSdk } from '../support/sdk/packed.js';
import { runProgram } from '../support/processes/programs.js';

const isWindows = process.platform === 'win32';

describe('epson-connect as it is published', () => {
  it('prints, out of the packed tarball', async () => {
    const project = projectWithSdk();
    onTestFinished(() => project.remove());
    const folder = project.sdk;
    const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
    };
    const command = join(folder, bin['epson-connect'] ?? '');
    if (!isWindows) expect(statSync(command).mode & 0o111).toBe(0o111);
    await using host = await startMockHost({ pace: 'instant' });
    const sample = fileURLToPath(new URL('../../openapi/examples/sample.pdf', import.meta.url));
    const args = [command, 'print', sample, '--wait', '--no-token-cache'];
    const env = { ...process.env, ...environment(host) };
    const { code, output } = await runProgram(process.execPath, args, { cwd: folder, env });
    expect([code, JSON.parse(output)]).toEqual([0, expect.objectContaining({ outcome: 'printed' })]);
    const { version } = JSON.parse(
      readFileSync(new URL('../../sdk/package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    expect((await runProgram(process.execPath, [command, '--version'])).output).toBe(`${version}\n`);
  });
});
