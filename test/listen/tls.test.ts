import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createServer } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { caFile, startMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runProgram } from '../support/programs.js';
import { dial, readAll, secure, send, startSecureHost, temporaryCaDir } from '../support/secure.js';

const NAMES = ['localhost', '127.0.0.1', '::1', 'api.epsonconnect.com', 'www.epsonconnect.com'];

/** Whether a program is here; one that is not is told of. */
function has(program: string): boolean {
  const isThere = spawnSync(program, [program === 'openssl' ? 'version' : '--version']).status === 0;
  if (!isThere) process.stderr.write(`skipped: what ${program} says of the certificates (it is not here)\n`);
  return isThere;
}

/** A certificate for a name that the CA is not for, signed with its key all the same. */
function abuse(caDir: string, name: string): { folder: string; cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-abuse-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [ca, key, request, cert, names] = ['ca.pem', 'key.pem', 'request.pem', 'cert.pem', 'names.txt'].map(
    (file) => join(folder, file),
  ) as [string, string, string, string, string];
  writeFileSync(ca, readFileSync(join(caDir, 'ca-key.pem')));
  writeFileSync(names, `subjectAltName=DNS:${name}\n`);
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-subj', `/CN=${name}`, '-out', request);
  openssl(
    'x509',
    '-req',
    '-in',
    request,
    '-CA',
    ca,
    '-CAkey',
    ca,
    '-days',
    '30',
    '-extfile',
    names,
    '-out',
    cert,
  );
  return { folder, cert, key };
}

describe('https', () => {
  it.each(NAMES)('is trusted under the name %s by whoever trusts the CA', async (name) => {
    const { https, ca } = await startSecureHost();
    const socket = await secure(await dial(https.port), name, ca);
    const reply = await send(socket, 'GET', '/_mock/health', { Host: 'localhost' });
    expect([reply.status, socket.getProtocol()]).toEqual([200, 'TLSv1.3']);
  });

  it('is not trusted without the CA, nor under another name', async () => {
    const { https, ca } = await startSecureHost();
    await expect(secure(await dial(https.port), 'localhost', '')).rejects.toThrow(
      /unable to verify|self-signed/,
    );
    await expect(secure(await dial(https.port), 'upload.epsonconnect.com', ca)).rejects.toThrow(/altnames/);
  });

  it('shows a certificate of a kind that every TLS stack takes', async () => {
    const { https, ca } = await startSecureHost();
    const authority = new X509Certificate(ca);
    expect(authority.ca).toBe(true);
    const socket = await secure(await dial(https.port), 'localhost', ca);
    const leaf = new X509Certificate(socket.getPeerCertificate().raw);
    expect([leaf.ca, leaf.checkIssued(authority), leaf.publicKey.asymmetricKeyDetails]).toEqual([
      false,
      true,
      { namedCurve: 'prime256v1' },
    ]);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });

  it('is on a port of its own, with the same CA at the next start', async () => {
    const caDir = temporaryCaDir();
    const first = await startSecureHost({ tls: { caDir } });
    const second = await startSecureHost({ tls: { caDir } });
    expect(new Set([first.https.port, second.https.port, first.host.port]).size).toBe(3);
    expect([first.https.isNewCa, second.https.isNewCa]).toEqual([true, false]);
    expect(first.https.url).toBe(`https://127.0.0.1:${first.https.port}`);
    expect(await caFile(caDir)).toBe(second.https.caFile);
    await using plain = await startMockHost({ tls: false });
    expect('https' in plain).toBe(false);
  });

  it('is named by a name of the certificate where the host listens on every address', async () => {
    const { https } = await startSecureHost({ host: '0.0.0.0', tls: { caDir: temporaryCaDir() } });
    expect(https.url).toBe(`https://localhost:${https.port}`);
  });

  it('keeps no listener and no folder of a host that cannot start', async () => {
    const { host } = await startSecureHost();
    await expect(startMockHost({ tls: { caDir: temporaryCaDir(), port: host.port } })).rejects.toThrow(
      /MockOptionError|is taken/,
    );
    await expect(startMockHost({ tls: { caDir: join(process.execPath, 'ca') } })).rejects.toThrow(
      /folder .* for the CA cannot be made/,
    );
    await expect(startMockHost({ tls: { port: 70_000, caDir: temporaryCaDir() } })).rejects.toThrow(
      /https port is 70000/,
    );
  });

  it('explains to a client that speaks http on its port what it is', async () => {
    const { host, https } = await startSecureHost();
    const reply = await send(await dial(https.port), 'POST', '/x', { Host: 'a' }, 'x'.repeat(200_000));
    expect([reply.status, reply.text]).toEqual([400, '{"code":"parse_error"}']);
    expect(reply.headers['x-epson-mock-hint']).toMatch(/^request-malformed: .*https:\/\/ and not http:\/\//);
    expect(host.control.journal.read({ rule: 'request-malformed' })).toHaveLength(1);
  });

  it('is named to whoever speaks TLS on the plain port', async () => {
    const { host, https, ca, told } = await startSecureHost();
    await expect(secure(await dial(host.port), 'localhost', ca)).rejects.toThrow(
      /wrong version number|packet/,
    );
    expect(told).toMatchObject([
      { refusal: { rule: 'request-malformed', hint: expect.stringContaining(`or call ${https.url}`) } },
    ]);
  });

  it('lets go of clients that never say a word, and of those in the middle of a handshake', async () => {
    const { host, https } = await startSecureHost({ uploadPort: 0 });
    const upload = Number(new URL(host.uploadUrl ?? '').port);
    const open = [await dial(https.port), await dial(upload), await dial(https.port)];
    open[2]?.write(Buffer.from([0x16, 3, 1, 2, 0]));
    const quiet = await dial(https.port);
    quiet.end();
    expect(await readAll(quiet)).toBe('');
    const ends = open.map((socket) => {
      socket.on('error', () => {}).on('end', () => socket.destroy());
      return once(socket.resume(), 'close');
    });
    await host.close();
    await Promise.all(ends);
  });
});

describe('the CA', () => {
  it.skipIf(!has('openssl'))('cannot vouch for other names: openssl and Node refuse them', async () => {
    const { https, ca } = await startSecureHost();
    const caDir = dirname(https.caFile);
    const verify = (cert: string) =>
      spawnSync('openssl', ['verify', '-x509_strict', '-CAfile', https.caFile, cert], { encoding: 'utf8' });
    expect(verify(join(caDir, 'leaf.pem'))).toMatchObject({ status: 0 });
    const { cert, key } = abuse(caDir, 'bank.example');
    expect(verify(cert).stderr).toContain('permitted subtree violation');

    const server = createServer({
      cert: readFileSync(cert),
      key: createPrivateKey(readFileSync(key)).export({ type: 'pkcs8', format: 'pem' }),
    });
    server.on('tlsClientError', () => {}).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const socket = await dial((server.address() as AddressInfo).port);
    await expect(secure(socket, 'bank.example', ca)).rejects.toThrow(/permitted subtree violation/);
  });

  it.skipIf(!has('curl'))('is taken by curl', async () => {
    const { https } = await startSecureHost();
    for (const name of ['localhost', '127.0.0.1', 'api.epsonconnect.com']) {
      const args = [
        '-sS',
        '--cacert',
        https.caFile,
        '--connect-to',
        `${name}:443:127.0.0.1:${https.port}`,
        '--noproxy',
        '*',
      ];
      const { code, output } = await runProgram('curl', [
        ...args,
        `https://${name}/api/1/printing/printers/x`,
      ]);
      expect([code, output]).toEqual([0, '{"code":"client_authentication_error"}']);
    }
  });

  it.skipIf(!has('python3'))('is taken by Python', async () => {
    const { https } = await startSecureHost();
    const program = `import ssl, socket, sys
context = ssl.create_default_context(cafile=sys.argv[1])
for name in ("localhost", "127.0.0.1", "api.epsonconnect.com"):
    with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as plain:
        with context.wrap_socket(plain, server_hostname=name) as encrypted:
            print(encrypted.version())
`;
    const { code, output } = await runProgram('python3', ['-c', program, https.caFile, String(https.port)]);
    expect([code, output.trim().split(/\s+/)]).toEqual([0, ['TLSv1.3', 'TLSv1.3', 'TLSv1.3']]);
  });
});
