import type { ClientSeed } from '../domain/clients.js';
import { Refusal } from '../../rules/refusal.js';

/** @throws Refusal `bearer-missing` when there is no access token, or another scheme */
export function checkBearer(authorization: string | undefined): void {
  const [scheme = '', token = ''] = (authorization ?? '').trim().split(/ +/);
  if (scheme.toLowerCase() === 'bearer' && token !== '') return;
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

const HOW =
  'Send Authorization: Basic base64(client ID:client secret) to the token operation; every other operation takes Bearer and the access token.';

/**
 * Reads the client's credentials. The first colon ends the client ID: a secret may hold colons.
 *
 * @throws Refusal `basic-missing` or `basic-malformed`
 */
export function readBasic(authorization: string | undefined): ClientSeed {
  if (authorization === undefined || authorization === '') {
    throw new Refusal('basic-missing', `There is no Authorization header. ${HOW}`);
  }
  const [scheme = '', encoded = ''] = authorization.trim().split(/ +/);
  if (scheme.toLowerCase() !== 'basic') {
    const what = scheme.toLowerCase() === 'bearer' ? 'Authorization is Bearer' : 'Authorization is not Basic';
    throw new Refusal('basic-missing', `${what}. ${HOW}`);
  }
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) {
    throw new Refusal('basic-malformed', `What follows Basic is not base64. ${HOW}`);
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) {
    throw new Refusal(
      'basic-malformed',
      `The decoded credentials hold no colon between ID and secret. ${HOW}`,
    );
  }
  return { clientId: text.slice(0, colon), clientSecret: text.slice(colon + 1) };
}
