import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';

/** A certificate and the private key that belongs to it. */
export interface KeyedCertificate {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

/** The CA that signs, with its key. */
export interface Authority extends KeyedCertificate {
  /** The certificate that programs trust and that vouches for the other one; a CA of an older version is its own. */
  readonly root: X509Certificate;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Writes all of it as one text, so that one file holds what is of no use apart. */
export function writePem({ certificate, key, root }: KeyedCertificate & Partial<Authority>): string {
  return [key.export({ type: 'pkcs8', format: 'pem' }), certificate, root ?? ''].join('');
}

/** @returns nothing where the text is not whole, or its parts do not belong together */
export function readAuthority(text: string): Authority | undefined {
  const keyed = readPem(text);
  if (keyed === undefined) return undefined;
  const [, second] = text.match(CERTIFICATE) ?? [];
  const root = second === undefined ? keyed.certificate : new X509Certificate(second);
  const isWhole = keyed.certificate.checkIssued(root) && keyed.certificate.verify(root.publicKey);
  return isWhole ? { ...keyed, root } : undefined;
}

/** @returns nothing where the text is not whole, or key and certificate do not belong together */
export function readPem(text: string): KeyedCertificate | undefined {
  const [block] = text.match(CERTIFICATE) ?? [];
  if (block === undefined) return undefined;
  try {
    const certificate = new X509Certificate(block);
    const key = createPrivateKey(text);
    return certificate.checkPrivateKey(key) ? { certificate, key } : undefined;
  } catch {
    return undefined;
  }
}
