import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

/** A certificate and the private key that belongs to it. */
export interface KeyedCertificate {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** Both in one text, so that one file holds what is of no use apart. */
export function writePem({ certificate, key }: KeyedCertificate): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' })) + certificate.toString();
}

/** @returns nothing where the text is not whole, or key and certificate do not belong together */
export function readPem(text: string): KeyedCertificate | undefined {
  const [block] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(text) ?? [];
  if (block === undefined) return undefined;
  try {
    const certificate = new X509Certificate(block);
    const key = createPrivateKey(text);
    return certificate.checkPrivateKey(key) ? { certificate, key } : undefined;
  } catch {
    return undefined;
  }
}
