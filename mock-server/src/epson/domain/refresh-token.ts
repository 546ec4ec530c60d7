import type { Printer } from './printers.js';

/** The number of newest refresh tokens of a client and printer that stay usable. Evidence: specification. */
export const USABLE_REFRESH_TOKENS = 5;

export const WHY_RETIRED = {
  'by-newer': `This refresh token was pushed out: only the newest ${USABLE_REFRESH_TOKENS} of a client and printer are usable, and each authentication makes one. Keep the tokens of one authentication instead of authenticating for every print.`,
  'by-rotation':
    'This refresh token was replaced when it was used (the assumption refresh-rotation is on). Keep the refresh_token of the newest answer.',
  'by-cancel':
    'The authentication of this printer was cancelled; with it went all its tokens. Authenticate again with the password grant.',
} as const;

/** The reason for which a refresh token is no longer usable. */
export type Retirement = keyof typeof WHY_RETIRED;

export const RETIREMENTS = Object.keys(WHY_RETIRED) as Retirement[];

export interface RefreshToken {
  readonly token: string;
  readonly printer: Printer;
  retired?: Retirement;
}
