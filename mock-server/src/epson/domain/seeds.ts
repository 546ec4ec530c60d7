import type { ClientSeed } from './clients.js';
import { check, members, textLike } from '../../text/check.js';

// Not shown where they are wrong: either may hold the secret.
export const CLIENT_ID = textLike(
  /^[\x21-\x39\x3b-\x7e]+$/,
  'must be a non-empty string without colons and blanks',
);
export const CLIENT_SECRET = textLike(/[^]/, 'must be a non-empty string');
export const EMAIL = textLike(/^[^\s@]+@[^\s@]+$/, 'an e-mail address');

/** A client, as `startMockHost` takes it. */
export const CLIENT = members(
  'member of a client',
  { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  {},
  'must be an object: { "clientId": ..., "clientSecret": ... }',
);

/** Returns the client as it was given. @throws InvalidValue */
export const checkClient = (client: ClientSeed): ClientSeed => check(CLIENT, client);
