import { createHash } from 'node:crypto';

/** The ways in which a challenge is made of a verifier. */
export const CHALLENGE_METHODS = ['S256', 'plain'] as const;

/** The challenge of a request for a code, which the exchange of the code has to answer (RFC 7636). */
export interface Challenge {
  readonly value: string;
  readonly method: (typeof CHALLENGE_METHODS)[number];
}

/** Returns true for a text that can be a verifier or a challenge: 43 to 128 unreserved characters (RFC 7636, 4.1). */
export function isVerifier(text: string): boolean {
  return /^[A-Za-z0-9._~-]{43,128}$/.test(text);
}

/** Returns true if a verifier is the one that the challenge was made of. */
export function answersChallenge(verifier: string, { value, method }: Challenge): boolean {
  return (
    value === (method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url'))
  );
}
