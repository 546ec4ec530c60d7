import {
  createHash,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import * as x509 from '@peculiar/asn1-x509';
import { DNS_NAMES, IP_ADDRESSES, PERMITTED_ADDRESSES } from '../../epson/domain/addresses.js';
import type { Authority, KeyedCertificate } from './pem.js';

const DAY_MS = 86_400_000;
/** A clock that is a little behind must not see a certificate before its time. */
const BACKDATED_MS = 2 * DAY_MS;
const CA_DAYS = 3650;
/** TLS stacks refuse a leaf that is good for more than 398 days. */
const LEAF_DAYS = 395;

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';

/**
 * No e-mail address and no URI: only those of one host that cannot exist are permitted, and these are excluded. To exclude
 * the empty name, which all others are within, has no effect in OpenSSL. Directory names are left out because Go refuses a CA
 * that constrains them; no program takes one for the name of a server.
 */
const NOWHERE = [{ rfc822Name: 'invalid' }, { uniformResourceIdentifier: 'invalid' }];

const SERVERS_ONLY = extension(x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage([x509.id_kp_serverAuth]));

/**
 * Makes a CA that can sign for this machine's own names and those of Epson's hosts only.
 *
 * Some programs, such as those of Java, take whatever a trusted root signs and read the constraints of an intermediate only.
 * So the root signs one intermediate, and its own key is forgotten: nobody can steal it. All leaves are the intermediate's.
 */
export function createCa(nowMs: number, names: readonly string[] = DNS_NAMES): Authority {
  const tag = randomBytes(4).toString('hex');
  const endMs = nowMs + CA_DAYS * DAY_MS;
  const [rootKeys, keys] = [createKeys(), createKeys()];
  // Names of their own, so that a trust store with two CAs of two machines tells them apart.
  const issuer = nameOf(`Epson Connect mock CA ${tag}`);
  const signed = { issuer, signWith: rootKeys.privateKey, nowMs, endMs };
  const root = issue({
    ...signed,
    subject: issuer,
    publicKey: rootKeys.publicKey,
    extensions: caExtensions(rootKeys.publicKey, names, 1),
  });
  const certificate = issue({
    ...signed,
    subject: nameOf(`Epson Connect mock issuing CA ${tag}`),
    publicKey: keys.publicKey,
    extensions: [...caExtensions(keys.publicKey, names, 0), authorityKeyId(rootKeys.publicKey)],
  });
  return { certificate, key: keys.privateKey, root };
}

function caExtensions(
  publicKey: KeyObject,
  names: readonly string[],
  pathLenConstraint: number,
): x509.Extension[] {
  const permitted = [
    ...names.map((dNSName) => ({ dNSName })),
    ...PERMITTED_ADDRESSES.map((iPAddress) => ({ iPAddress })),
    ...NOWHERE,
  ];
  return [
    extension(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: true, pathLenConstraint }), true),
    extension(x509.id_ce_keyUsage, new x509.KeyUsage(x509.KeyUsageFlags.keyCertSign), true),
    SERVERS_ONLY,
    extension(
      x509.id_ce_nameConstraints,
      new x509.NameConstraints({
        permittedSubtrees: subtrees(permitted),
        excludedSubtrees: subtrees(NOWHERE),
      }),
      true,
    ),
    extension(x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(keyId(publicKey))),
  ];
}

/** Makes the certificate that the mock shows, for all names that it is reached under. */
export function createLeaf(ca: KeyedCertificate, nowMs: number): KeyedCertificate {
  const { privateKey, publicKey } = createKeys();
  const names = [
    ...DNS_NAMES.map((dNSName) => ({ dNSName })),
    ...IP_ADDRESSES.map((iPAddress) => ({ iPAddress })),
  ].map((name) => new x509.GeneralName(name));
  const extensions = [
    extension(x509.id_ce_basicConstraints, new x509.BasicConstraints({ cA: false }), true),
    extension(x509.id_ce_keyUsage, new x509.KeyUsage(x509.KeyUsageFlags.digitalSignature), true),
    SERVERS_ONLY,
    extension(x509.id_ce_subjectAltName, new x509.SubjectAlternativeName(names)),
    extension(x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(keyId(publicKey))),
    authorityKeyId(ca.certificate.publicKey),
  ];
  const certificate = issue({
    issuer: AsnConvert.parse(ca.certificate.raw, x509.Certificate).tbsCertificate.subject,
    subject: nameOf('Epson Connect mock'),
    publicKey,
    signWith: ca.key,
    nowMs,
    endMs: Math.min(nowMs + LEAF_DAYS * DAY_MS, Date.parse(ca.certificate.validTo)),
    extensions,
  });
  return { certificate, key: privateKey };
}

const createKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

interface Issue {
  readonly issuer: x509.Name;
  readonly subject: x509.Name;
  readonly publicKey: KeyObject;
  readonly signWith: KeyObject;
  readonly nowMs: number;
  readonly endMs: number;
  readonly extensions: x509.Extension[];
}

function issue({ issuer, subject, publicKey, signWith, nowMs, endMs, extensions }: Issue): X509Certificate {
  const signature = new x509.AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const tbsCertificate = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: serial(),
    signature,
    issuer,
    validity: new x509.Validity({ notBefore: new Date(nowMs - BACKDATED_MS), notAfter: new Date(endMs) }),
    subject,
    subjectPublicKeyInfo: AsnConvert.parse(spki(publicKey), x509.SubjectPublicKeyInfo),
    extensions: new x509.Extensions(extensions),
  });
  const signed = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), signWith);
  const certificate = new x509.Certificate({
    tbsCertificate,
    signatureAlgorithm: signature,
    signatureValue: bytes(signed),
  });
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate)));
}

function nameOf(text: string): x509.Name {
  const value = new x509.AttributeValue({ utf8String: text });
  const part = new x509.AttributeTypeAndValue({ type: COMMON_NAME, value });
  return new x509.Name([new x509.RelativeDistinguishedName([part])]);
}

function extension(extnID: string, value: object, critical = false): x509.Extension {
  return new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function authorityKeyId(key: KeyObject): x509.Extension {
  const keyIdentifier = new x509.KeyIdentifier(keyId(key));
  return extension(x509.id_ce_authorityKeyIdentifier, new x509.AuthorityKeyIdentifier({ keyIdentifier }));
}

function subtrees(names: readonly Partial<x509.GeneralName>[]): x509.GeneralSubtrees {
  return new x509.GeneralSubtrees(
    names.map((name) => new x509.GeneralSubtree({ base: new x509.GeneralName(name) })),
  );
}

/** Returns a positive number of 16 bytes, as a serial number must be. */
function serial(): ArrayBuffer {
  const random = randomBytes(16);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x40;
  return bytes(random);
}

function keyId(key: KeyObject): ArrayBuffer {
  return bytes(createHash('sha256').update(spki(key)).digest().subarray(0, 20));
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

/** In memory of its own: a Buffer may be part of a larger one. */
function bytes(buffer: Buffer): ArrayBuffer {
  return Uint8Array.from(buffer).buffer;
}
