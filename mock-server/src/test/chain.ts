import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Tells whether the file that programs trust vouches for a leaf, by the certificate that is shown with it. */
export function isVouchedFor(chain: string, file: string): boolean {
  const [leaf, issuing] = (chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? []).map(
    (block) => new X509Certificate(block),
  );
  const root = new X509Certificate(readFileSync(file));
  return leaf?.verify(issuing!.publicKey) === true && issuing!.verify(root.publicKey);
}
