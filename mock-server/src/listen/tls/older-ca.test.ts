import { sign, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AsnConvert } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';
import { expect, it, onTestFinished } from 'vitest';
import { isVouchedFor } from '../../test/chain.js';
import { createCa } from './certificate.js';
import { loadIdentity } from './identity.js';
import { DNS_NAMES } from '../../epson/domain/addresses.js';
import { writePem } from './pem.js';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 0, 15);

/** A CA as the first version of the mock made it: one certificate, with its own key, which programs trust. */
function olderCa(): string {
  const { certificate, key, root } = createCa(NOW_MS);
  const { tbsCertificate, signatureAlgorithm } = AsnConvert.parse(root.raw, x509.Certificate);
  const made = AsnConvert.parse(certificate.raw, x509.Certificate).tbsCertificate;
  tbsCertificate.subjectPublicKeyInfo = made.subjectPublicKeyInfo;
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), key);
  const signed = new x509.Certificate({
    tbsCertificate,
    signatureAlgorithm,
    signatureValue: Uint8Array.from(signature).buffer,
  });
  return writePem({ certificate: new X509Certificate(Buffer.from(AsnConvert.serialize(signed))), key });
}

it.each([
  ['with one certificate', () => olderCa()],
  ['for fewer names', () => writePem(createCa(NOW_MS, DNS_NAMES.slice(0, 3)))],
])('a CA of an older version, %s, is replaced, and a warning says so', async (_what, older) => {
  const folder = mkdtempSync(join(tmpdir(), 'epson-connect-tests-ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const dir = join(folder, 'ca');
  mkdirSync(dir, { mode: 0o700 });
  writeFileSync(join(dir, 'ca-key.pem'), older(), { mode: 0o600 });
  const said: string[] = [];
  const hear = ({ message }: Error) => said.push(message);
  process.on('warning', hear);
  onTestFinished(() => void process.off('warning', hear));
  const [first, second] = [await loadIdentity(dir, NOW_MS), await loadIdentity(dir, NOW_MS + DAY_MS)];
  // A warning is given in the next turn.
  await new Promise((resolve) => void setImmediate(resolve));
  expect([first.isNewCa, second.isNewCa]).toEqual([true, false]);
  expect(isVouchedFor(first.cert, first.caFile)).toBe(true);
  expect(said.filter((message) => message.includes(dir))).toEqual([
    `the CA in ${dir} is of an older version of the mock, which constrained it less, and a new one has taken its place; wherever the old one is trusted, remove it and trust ${first.caFile} instead`,
  ]);
});
