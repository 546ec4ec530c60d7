import { createHash } from 'node:crypto';

const MAGIC = 0xfeedfeed;
const VERSION = 2;
const TRUSTED_CERTIFICATE = 2;
/** The text that the format mixes into its digest between the password and the entries. */
const SALT = 'Mighty Aphrodite';

/** The password of the store. It protects nothing: the content is public, and the digest only shows damage. */
export const JAVA_TRUST_PASSWORD = 'changeit';

/**
 * Returns certificates as a Java key store (JKS), which every Java reads. Java is not needed to write it.
 *
 * @param certificates in PEM form
 */
export function javaTrustStore(certificates: readonly string[]): Buffer {
  const entries = certificates.map((pem, at) => {
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const alias = text(`root-${at}`);
    // The time of the entry does not matter: 0.
    return Buffer.concat([
      uint32(TRUSTED_CERTIFICATE),
      alias,
      Buffer.alloc(8),
      text('X.509'),
      uint32(der.length),
      der,
    ]);
  });
  const store = Buffer.concat([uint32(MAGIC), uint32(VERSION), uint32(entries.length), ...entries]);
  const password = Buffer.from(JAVA_TRUST_PASSWORD, 'utf16le').swap16();
  const digest = createHash('sha1').update(password).update(SALT).update(store).digest();
  return Buffer.concat([store, digest]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Returns a text as Java writes it: its length in two bytes, then the text. */
function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([length, Buffer.from(value, 'latin1')]);
}
