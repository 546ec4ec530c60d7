import type { ClientSeed } from '../epson/domain/clients.js';

import { checkClient, SeedError } from '../epson/domain/seeds.js';
import { MASK, MASKED, refuse, Unfit, type Kind } from './value-type.js';
import { object } from './members.js';

const MEMBERS = { clientId: 'string', clientSecret: 'string' };

/** Who may call the mock. Secrets are never shown. */
export const client: Kind<ClientSeed> = {
  sign: 'ID:SECRET',
  fromText: (value) => {
    const [clientId = '', ...rest] = value.split(':');
    if (rest.length === 0) return refuse(value, 'ID:SECRET');
    return client.fromJson({ clientId, clientSecret: rest.join(':') }, { folder: '' });
  },
  fromJson: (value) => {
    const seed = object(value, 'an object: { "clientId": ..., "clientSecret": ... }', MEMBERS);
    for (const name of Object.keys(MEMBERS)) {
      if (seed[name] === undefined) throw new Unfit(` has no ${name}`);
      if (seed[name] === MASK) throw new Unfit([{ at: `.${name}`, predicate: MASKED }]);
    }
    try {
      return checkClient(seed as unknown as ClientSeed);
    } catch (error) {
      // Its own message shows the client ID, which somebody may have taken for the place of both.
      if (!(error instanceof SeedError)) throw error;
      throw new Unfit(' has an empty clientId or clientSecret, or a colon or a blank in the clientId');
    }
  },
  toJson: ({ clientId }) => ({ clientId, clientSecret: MASK }),
  schema: {
    type: 'object',
    required: ['clientId', 'clientSecret'],
    additionalProperties: false,
    properties: { clientId: { type: 'string' }, clientSecret: { type: 'string' } },
  },
};
