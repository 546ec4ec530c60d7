import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import * as x509 from '@peculiar/asn1-x509';
import { AsnConvert } from '@peculiar/asn1-schema';
import { expect, it, onTestFinished } from 'vitest';
import { loadIdentity, type Identity } from './identity.js';

const OWN = 'api.epsonconnect.com';
/** As long as the other one, so that it fits into its place. */
const FOREIGN = 'api.example-site.com';

/** Makes what somebody who has stolen the key of the CA can make of a leaf: the same, with another name in it. It comes with the CA. */
function forged(identity: Identity, caKeyFile: string, name: string): string {
  const leaf = AsnConvert.parse(new X509Certificate(identity.cert).raw, x509.Certificate);
  const told = Buffer.from(AsnConvert.serialize(leaf.tbsCertificate)).toString('latin1');
  const altered = Buffer.from(told.replaceAll(OWN, name), 'latin1');
  const signature = sign('sha256', altered, createPrivateKey(readFileSync(caKeyFile, 'utf8')));
  const certificate = new x509.Certificate({
    tbsCertificate: AsnConvert.parse(altered, x509.TBSCertificate),
    signatureAlgorithm: leaf.signatureAlgorithm,
    signatureValue: Uint8Array.from(signature).buffer,
  });
  const [, issuing = ''] = identity.cert.split(/(?<=-----END CERTIFICATE-----\n)/);
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))).toString() + issuing;
}

/** Returns the error of a client that trusts the CA for a server with that certificate, if there is one. */
async function verdict(identity: Identity, cert: string, name: string): Promise<string> {
  const server = createServer({ key: identity.key, cert }, (socket) => socket.end());
  server.on('tlsClientError', () => {});
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect({ host: '127.0.0.1', port, servername: name, ca: readFileSync(identity.caFile) });
  onTestFinished(() => void client.destroy());
  return once(client, 'secureConnect').then(
    () => '',
    (error: Error) => error.message,
  );
}

it('the CA vouches for no other name, even in the hands of somebody who has its key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const identity = await loadIdentity(join(folder, 'ca'));
  const caKey = join(folder, 'ca', 'ca-key.pem');
  expect(await verdict(identity, forged(identity, caKey, OWN), OWN)).toBe('');
  expect(await verdict(identity, forged(identity, caKey, FOREIGN), FOREIGN)).toBe(
    'permitted subtree violation',
  );
});
