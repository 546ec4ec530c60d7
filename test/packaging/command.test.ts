import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  mkdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { environment } from '../support/cli.js';
import { runProgram } from '../support/programs.js';

const sdk = fileURLToPath(new URL('../../sdk', import.meta.url));
const isWindows = process.platform === 'win32';

/** The package as it is published, unpacked; its one dependency beside it. */
function unpacked(): string {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: sdk, shell: isWindows, stdio: 'pipe' });
  // The gates have just built it; a test that runs alone builds it itself.
  if (!existsSync(join(sdk, 'dist/cli/bin.js'))) npm('run', 'build');
  npm('pack', '--ignore-scripts', '--pack-destination', folder);
  const [tarball = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', tarball], { cwd: folder });
  mkdirSync(join(folder, 'package/node_modules'));
  symlinkSync(
    join(sdk, 'node_modules/openapi-fetch'),
    join(folder, 'package/node_modules/openapi-fetch'),
    'junction',
  );
  return join(folder, 'package');
}

describe('epson-connect as it is published', () => {
  it('prints, out of the packed tarball', async () => {
    const folder = unpacked();
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
    const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as { version: string };
    expect((await runProgram(process.execPath, [command, '--version'])).output).toBe(`${version}\n`);
  });
});
