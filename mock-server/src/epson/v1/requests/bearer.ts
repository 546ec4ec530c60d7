import { Refusal } from '../../../rules/refusal.js';

/**
 * Reads the access token.
 *
 * @throws Refusal `bearer-missing` when there is none, or another scheme
 */
export function readBearer(authorization: string | undefined): string {
  const [scheme = '', token = ''] = (authorization ?? '').trim().split(/ +/);
  if (scheme.toLowerCase() === 'bearer' && token !== '') return token;
  const what = {
    '': 'There is no Authorization header.',
    basic: 'Authorization is Basic; that is for the token operation only.',
    bearer: 'Authorization says Bearer, and no token follows: was the token operation awaited?',
  }[scheme.toLowerCase()];
  throw new Refusal(
    'bearer-missing',
    `${what ?? 'Authorization does not begin with Bearer.'} Send Authorization: Bearer and the access_token of the token operation.`,
  );
}
