import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { caFile, startMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { dial, readAll, secure, send, startSecureHost, temporaryCaDir } from '../support/mock/secure.js';

const NAMES = ['localhost', '127.0.0.1', '::1', 'api.epsonconnect.com', 'www.epsonconnect.com'];
/** Names of version 2 of the API. */
const NAMES_V2 = ['auth.epsonconnect.com', 'upload.epsonconnect.com', 'dummy-api.epsonconnect.com'];

describe('https', () => {
  it.each([...NAMES, ...NAMES_V2])('is trusted under the name %s by whoever trusts the CA', async (name) => {
    const { https, ca } = await startSecureHost();
    const socket = await secure(await dial(https.port), name, ca);
    const reply = await send(socket, 'GET', '/_mock/health', { Host: 'localhost' });
    expect([reply.status, socket.getProtocol()]).toEqual([200, 'TLSv1.3']);
  });

  it('is not trusted without the CA, nor under another name', async () => {
    const { https, ca } = await startSecureHost();
    await expect(secure(await dial(https.port), 'localhost', '')).rejects.toThrow(
      /unable to (?:verify|get local issuer)/,
    );
    await expect(secure(await dial(https.port), 'docs.epsonconnect.com', ca)).rejects.toThrow(/altnames/);
  });

  it('shows a certificate of a kind that every TLS stack takes', async () => {
    const { https, ca } = await startSecureHost();
    const authority = new X509Certificate(ca);
    expect(authority.ca).toBe(true);
    const socket = await secure(await dial(https.port), 'localhost', ca);
    const { raw, issuerCertificate } = socket.getPeerCertificate(true);
    const [leaf, issuing] = [new X509Certificate(raw), new X509Certificate(issuerCertificate.raw)];
    expect([
      leaf.ca,
      leaf.checkIssued(issuing) && issuing.checkIssued(authority),
      leaf.publicKey.asymmetricKeyDetails,
    ]).toEqual([false, true, { namedCurve: 'prime256v1' }]);
    for (const { keyUsage } of [leaf, issuing, authority]) expect(keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
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
      /tls\.port is 70000/,
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
