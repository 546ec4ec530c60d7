import * as v from 'valibot';
import { type ClientSeed, CLIENT } from '../epson/domain/clients.js';
import { MASK, MASKED, type ValueType } from './value-type.js';

/** A client that may call the mock. Its secret is never shown. */
export const client: ValueType<ClientSeed> = {
  placeholder: 'ID:SECRET',
  fromText: (text) => {
    const [clientId, ...rest] = text.split(':');
    return rest.length === 0 ? text : { clientId, clientSecret: rest.join(':') };
  },
  shape: () =>
    v.pipe(
      CLIENT,
      v.forward(
        v.check(({ clientSecret }) => clientSecret !== MASK, MASKED),
        ['clientSecret'],
      ),
    ),
  toJson: ({ clientId }) => ({ clientId, clientSecret: MASK }),
  jsonSchema: {
    type: 'object',
    required: ['clientId', 'clientSecret'],
    additionalProperties: false,
    properties: { clientId: { type: 'string' }, clientSecret: { type: 'string' } },
  },
};
