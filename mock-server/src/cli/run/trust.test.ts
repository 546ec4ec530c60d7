import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeRedirect } from './redirect.js';
import { JAVA_TRUST_PASSWORD, javaTrustStore } from './java-trust.js';
import { phpIni } from './php.js';
import { findRoots } from './roots.js';

const [first = '', second = '', third = ''] = tls.rootCertificates;

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const hasKeytool = spawnSync('keytool', ['-help']).status === 0;
if (!hasKeytool) process.stderr.write('skipped: the trust store for Java (there is no keytool here)\n');

describe('what programs are to trust', () => {
  it("is what the system trusts, what the user's variables name, and the mock's authority", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'own.pem'), `a comment\n${first}\n${second}\n`);
    const address = { proxy: '127.0.0.1:1', https: '127.0.0.1:2', caPem: `${third}\n` };
    const env = { SSL_CERT_FILE: join(folder, 'own.pem'), REQUESTS_CA_BUNDLE: join(folder, 'gone.pem') };
    const { redirect, remarks } = writeRedirect(join(folder, 'files'), address, env, undefined);
    expect(readFileSync(redirect.extra, 'utf8')).toBe(`${first}\n${second}\n${third}\n`);
    const bundle = readFileSync(redirect.bundle, 'utf8');
    for (const pem of [...findRoots({}).system, first, second, third]) expect(bundle).toContain(pem.trim());
    expect(remarks).toEqual([
      expect.stringMatching(/^REQUESTS_CA_BUNDLE names .*gone\.pem, which cannot be read/),
    ]);
    expect(
      [join(folder, 'files'), redirect.bundle, redirect.javaStore].map((path) => statSync(path).mode & 0o777),
    ).toEqual([0o700, 0o600, 0o600]);
  });

  it.skipIf(!hasKeytool)('can be read by Java', () => {
    const file = join(temporaryFolder(), 'roots.jks');
    writeFileSync(file, javaTrustStore([first, second]));
    const args = ['-list', '-keystore', file, '-storepass', JAVA_TRUST_PASSWORD];
    const { stdout } = spawnSync('keytool', args, { encoding: 'utf8' });
    expect(stdout).toMatch(/type: JKS[^]*2 entries[^]*root-0[^]*trustedCertEntry/);
  });

  it('is told to PHP in lines that keep what its own configuration has', () => {
    const php = { major: 8, disableFunctions: 'exec, dl', prepend: '', caFiles: [] };
    expect(phpIni('/p/php.php', "/it's/$b.pem", php)).toBe(
      [
        'openssl.cafile="/it\'s/\\$b.pem"',
        'curl.cainfo="/it\'s/\\$b.pem"',
        "auto_prepend_file='/p/php.php'",
        "disable_functions='exec,dl,stream_context_create'",
        '',
      ].join('\n'),
    );
    expect(phpIni('/p/php.php', '/b', { ...php, major: 7, disableFunctions: '' })).not.toContain('disable');
  });
});
