import { randomFillSync } from 'node:crypto';

const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The largest multiple of 62 in a byte: bytes from here on would favour the first letters. */
const UNBIASED = 248;

// Random bytes come from the system in blocks: a call per identifier costs more than the identifier.
const pool = Buffer.allocUnsafe(4096);
let used = pool.length;

function randomBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + count);
  used += count;
  return bytes;
}

/** A token of the host's shape: 64 letters and digits. */
export function newToken(): string {
  let token = '';
  while (token.length < 64) {
    for (const byte of randomBytes(72)) {
      if (byte < UNBIASED && token.length < 64) token += ALPHANUMERICS[byte % 62];
    }
  }
  return token;
}

/** A device or job ID: 32 lowercase hexadecimal digits. */
export function newId(): string {
  return randomBytes(16).toString('hex');
}

export const UPLOAD_KEY_LENGTH = 80;

/** The key of an upload URI: lowercase hexadecimal digits. */
export function newUploadKey(length: number): string {
  return randomBytes(length / 2).toString('hex');
}

/** The length of an authorization code or an opaque token, in characters. */
export const OPAQUE_LENGTH = 43;
/** The bytes that they stand for. */
const OPAQUE_BYTES = 32;
const GRANT_ID_BYTES = 9;

/** The length of a grant's ID, with which its refresh tokens begin. */
export const GRANT_ID_LENGTH = 12;

/** The ID of a grant: 12 characters of base64url. */
export function newGrantId(): string {
  return randomBytes(GRANT_ID_BYTES).toString('base64url');
}

/** An authorization code or token of 43 characters of base64url. @param grantId what it begins with */
export function newOpaque(grantId = ''): string {
  const bytes = grantId === '' ? OPAQUE_BYTES : OPAQUE_BYTES - GRANT_ID_BYTES;
  return `${grantId}${randomBytes(bytes).toString('base64url')}`;
}
