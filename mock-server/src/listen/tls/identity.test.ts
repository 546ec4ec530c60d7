import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultCaDir } from './ca-folder.js';
import { caFile, loadIdentity } from './identity.js';
import { isVouchedFor } from '../../test/chain.js';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 0, 15);
const hasModes = process.platform !== 'win32';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'epson-connect-tests-ca-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return join(path, 'ca');
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe('the CA and its leaf', () => {
  it('are made once, and serve every later start', async () => {
    const dir = folder();
    const first = await loadIdentity(dir, NOW_MS);
    const second = await loadIdentity(dir, NOW_MS + DAY_MS);
    expect([first.isNewCa, second.isNewCa]).toEqual([true, false]);
    expect({ ...second, isNewCa: true }).toEqual(first);
    expect(await caFile(dir, NOW_MS)).toBe(first.caFile);
    expect(isVouchedFor(first.cert, first.caFile)).toBe(true);
  });

  it.skipIf(!hasModes)('are kept where nobody else can read a key', async () => {
    const dir = folder();
    await loadIdentity(dir, NOW_MS);
    expect(modeOf(dir)).toBe('700');
    expect(readdirSync(dir).map((name) => [name, modeOf(join(dir, name))])).toEqual([
      ['ca-key.pem', '600'],
      ['ca.pem', '644'],
      ['leaf.pem', '600'],
    ]);
    expect(readFileSync(join(dir, 'ca.pem'), 'utf8')).not.toContain('PRIVATE');
  });

  it.skipIf(!hasModes)('are not read through a link, and a pipe is not waited for', async () => {
    const [dir, other] = [folder(), folder()];
    await loadIdentity(other, NOW_MS);
    mkdirSync(dir, { mode: 0o700 });
    symlinkSync(join(other, 'ca-key.pem'), join(dir, 'ca-key.pem'));
    await expect(loadIdentity(dir, NOW_MS)).rejects.toThrow(/ca-key\.pem is a symbolic link.*; remove it/);
    rmSync(join(dir, 'ca-key.pem'));
    for (const name of ['leaf.pem', 'ca-key.pem']) execFileSync('mkfifo', ['-m', '600', join(dir, name)]);
    // In a process of its own, which can be ended while it waits.
    const script = 'await (await import(process.argv[1])).loadIdentity(process.argv[2])';
    const identity = new URL('identity.ts', import.meta.url).href;
    const { stderr, error } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script, identity, dir],
      { cwd: fileURLToPath(new URL('../../../../test', import.meta.url)), encoding: 'utf8', timeout: 15_000 },
    );
    expect([error, stderr]).toEqual([
      undefined,
      expect.stringMatching(/ca-key\.pem is not a regular file; remove it/),
    ]);
  });

  it('last as long as every TLS stack allows, from a little before they are made', async () => {
    const { cert } = await loadIdentity(folder(), NOW_MS);
    const { validFrom, validTo } = new X509Certificate(cert);
    expect(Date.parse(validFrom)).toBe(NOW_MS - 2 * DAY_MS);
    expect((Date.parse(validTo) - Date.parse(validFrom)) / DAY_MS).toBeLessThanOrEqual(397);
  });

  it('are renewed in time: the leaf a month before its end, the CA when it has ended', async () => {
    const dir = folder();
    const first = await loadIdentity(dir, NOW_MS);
    const inTime = await loadIdentity(dir, first.validToMs - 31 * DAY_MS);
    expect(inTime.cert).toBe(first.cert);
    const renewed = await loadIdentity(dir, first.validToMs - 29 * DAY_MS);
    expect(renewed).toMatchObject({ isNewCa: false, caFile: first.caFile });
    expect(renewed.cert).not.toBe(first.cert);
    expect(renewed.validToMs).toBeGreaterThan(first.validToMs + 300 * DAY_MS);

    const ca = new X509Certificate(readFileSync(first.caFile));
    const atTheEnd = await loadIdentity(dir, Date.parse(ca.validTo) - DAY_MS);
    expect([atTheEnd.isNewCa, atTheEnd.validToMs]).toEqual([false, Date.parse(ca.validTo)]);
    expect((await loadIdentity(dir, Date.parse(ca.validTo) - DAY_MS)).cert).toBe(atTheEnd.cert);
    const after = await loadIdentity(dir, Date.parse(ca.validTo) + DAY_MS);
    expect(after.isNewCa).toBe(true);
    expect(new X509Certificate(readFileSync(after.caFile)).serialNumber).not.toBe(ca.serialNumber);
    expect(isVouchedFor(after.cert, after.caFile)).toBe(true);
  });

  it('are one, however many replace the same expired CA at once', async () => {
    const dir = folder();
    const { caFile: file } = await loadIdentity(dir, NOW_MS);
    const later = Date.parse(new X509Certificate(readFileSync(file)).validTo) + DAY_MS;
    const all = await Promise.all(Array.from({ length: 5 }, () => loadIdentity(dir, later)));
    for (const { cert } of all) expect(isVouchedFor(cert, file)).toBe(true);
  });

  it('are one, however many processes make it at once', async () => {
    const dir = folder();
    const script = `import { loadIdentity } from './identity.js';
      const { cert } = await loadIdentity(${JSON.stringify(dir)});
      process.stdout.write(cert);`;
    const certificates = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const args = [
          '--import',
          'tsx',
          '--conditions=epson-connect-kit:source',
          '--input-type=module',
          '-e',
        ];
        const child = spawn(
          process.execPath,
          [...args, script.replace('./', new URL('./', import.meta.url).href)],
          {
            cwd: fileURLToPath(new URL('../../..', import.meta.url)),
            stdio: ['ignore', 'pipe', 'inherit'],
          },
        );
        onTestFinished(() => void child.kill('SIGKILL'));
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => (text += String(chunk)));
        expect(await once(child, 'close')).toEqual([0, null]);
        return text;
      }),
    );
    for (const text of certificates) expect(isVouchedFor(text, join(dir, 'ca.pem'))).toBe(true);
    expect(readdirSync(dir)).toEqual(['ca-key.pem', 'ca.pem', 'leaf.pem']);
  });

  it('mend what can be made again: a leaf that is damaged or foreign, a certificate that is gone', async () => {
    const dir = folder();
    const { cert, caFile: file } = await loadIdentity(dir, NOW_MS);
    const foreign = await loadIdentity(folder(), NOW_MS);
    for (const leaf of ['', cert.slice(0, 300), foreign.key + foreign.cert]) {
      writeFileSync(join(dir, 'leaf.pem'), leaf);
      const { cert: mended, isNewCa } = await loadIdentity(dir, NOW_MS);
      expect(isNewCa).toBe(false);
      const [, kept = ''] = readFileSync(join(dir, 'leaf.pem'), 'utf8').split(/(?=-----BEGIN CERT)/);
      expect(mended.startsWith(kept)).toBe(true);
    }
    const ca = readFileSync(file, 'utf8');
    for (const damage of [() => rmSync(file), () => writeFileSync(file, 'x')]) {
      damage();
      await loadIdentity(dir, NOW_MS);
      expect(readFileSync(file, 'utf8')).toBe(ca);
    }
  });

  it('are not used when the CA is damaged: what was trusted would end without a word', async () => {
    const dir = folder();
    await loadIdentity(dir, NOW_MS);
    const file = join(dir, 'ca-key.pem');
    const text = readFileSync(file, 'utf8');
    const foreign = folder();
    await loadIdentity(foreign, NOW_MS);
    const other = readFileSync(join(foreign, 'ca-key.pem'), 'utf8').split('-----BEGIN CERTIFICATE')[1];
    for (const damaged of [
      '',
      text.slice(0, -100),
      text.replace(/BEGIN CERTIFICATE[^]*/, `BEGIN CERTIFICATE${other}`),
    ]) {
      writeFileSync(file, damaged);
      await expect(loadIdentity(dir, NOW_MS)).rejects.toThrow(
        /CA in .*ca-key\.pem is damaged; remove the file for a new CA.*must then be trusted/,
      );
    }
  });

  it('are not used before their time, when the clock is wrong', async () => {
    const dir = folder();
    await loadIdentity(dir, NOW_MS);
    await expect(loadIdentity(dir, NOW_MS - 30 * DAY_MS)).rejects.toThrow(
      /valid from Jan 13 .*clock says 2025-12-16.*set the clock right/,
    );
  });

  it.skipIf(!hasModes)('are not used when others may read the key, or write to the folder', async () => {
    const dir = folder();
    await loadIdentity(dir, NOW_MS);
    chmodSync(join(dir, 'ca-key.pem'), 0o640);
    await expect(loadIdentity(dir, NOW_MS)).rejects.toThrow(/others may read the key of the CA.*chmod 600/);
    chmodSync(join(dir, 'ca-key.pem'), 0o600);
    chmodSync(dir, 0o770);
    await expect(loadIdentity(dir, NOW_MS)).rejects.toThrow(/others may write to the folder.*chmod 700/);
  });

  it('need a folder that can be made', async () => {
    const dir = folder();
    await expect(loadIdentity(join(process.execPath, 'ca'), NOW_MS)).rejects.toThrow(
      /cannot be made \(ENOTDIR\)|cannot be made \(E\w+\)/,
    );
    await expect(loadIdentity('', NOW_MS)).rejects.toThrow(/is empty/);
    expect(() => statSync(dir)).toThrow();
  });

  it.skipIf(!existsSync('/proc/self'))('do not wait for ever for a folder that nobody can make', async () => {
    await expect(caFile('/proc/epson-connect-tests/ca')).rejects.toThrow(/cannot be made \(ENOENT\)/);
  });

  it("lie with this user's data unless another folder is named", () => {
    expect(defaultCaDir({ XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/epson-connect-mock');
    expect(defaultCaDir({ XDG_DATA_HOME: 'data' }, 'linux')).toMatch(/\/\.local\/share\/epson-connect-mock$/);
    expect(defaultCaDir({}, 'darwin')).toMatch(/\/Library\/Application Support\/epson-connect-mock$/);
    expect(defaultCaDir({ LOCALAPPDATA: '/local' }, 'win32')).toBe('/local/epson-connect-mock');
  });
});
