import type { ClientSeed } from '../domain/clients.js';
import { checkClient } from '../options.js';
import { inside, MASK, MASKED, Unfit, type Kind } from './kind.js';
import { checked, object } from './members.js';

/** Who may call the mock. Secrets are never shown. */
export const client: Kind<ClientSeed> = {
  sign: 'ID:SECRET',
  fromText: (value) => {
    const [clientId = '', ...secret] = value.split(':');
    if (secret.length === 0) throw new Unfit(' has no colon; it takes ID:SECRET');
    return client.fromJson({ clientId, clientSecret: secret.join(':') }, { folder: '' });
  },
  fromJson: (value) => {
    const allowed = '{"clientId": ..., "clientSecret": ...}';
    if (typeof value !== 'object') throw new Unfit(` is no object; it takes ${allowed}`);
    const seed = object(value, allowed, { clientId: 'string', clientSecret: 'string' });
    for (const name of ['clientId', 'clientSecret']) {
      if (seed[name] === undefined) throw new Unfit(` has no ${name}`);
      if (seed[name] === MASK)
        inside(`.${name}`, () => {
          throw new Unfit(MASKED);
        });
    }
    return checked(() => checkClient(seed as unknown as ClientSeed));
  },
  toJson: ({ clientId }) => ({ clientId, clientSecret: MASK }),
  schema: {
    type: 'object',
    required: ['clientId', 'clientSecret'],
    additionalProperties: false,
    properties: { clientId: { type: 'string' }, clientSecret: { type: 'string' } },
  },
};
