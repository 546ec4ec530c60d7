import * as v from 'valibot';
import { ACCOUNT, type AccountSeed } from '../epson/domain/accounts.js';
import { APP, type AppSeed } from '../epson/domain/apps.js';
import { REDIRECT_URI } from '../epson/domain/redirect-uri.js';
import { MASK, MASKED, type ValueType } from './value-type.js';

const string = { type: 'string' };
const strings = { type: 'array', items: string };

const isNoMask = (text: string) => text !== MASK;

/** An app of version 2. Its secret and its API key are never shown. */
export const app: ValueType<AppSeed> = {
  placeholder: 'ID:SECRET:KEY',
  fromText: (text) => {
    const [clientId, clientSecret, ...rest] = text.split(':');
    return rest.length === 0 ? text : { clientId, clientSecret, apiKey: rest.join(':') };
  },
  shape: () =>
    v.pipe(
      APP,
      v.forward(
        v.check(({ clientSecret }) => isNoMask(clientSecret), MASKED),
        ['clientSecret'],
      ),
      v.forward(
        v.check(({ apiKey }) => isNoMask(apiKey), MASKED),
        ['apiKey'],
      ),
    ),
  toJson: (seed) => ({ ...seed, clientSecret: MASK, apiKey: MASK }),
  jsonSchema: {
    type: 'object',
    required: ['clientId', 'clientSecret', 'apiKey'],
    additionalProperties: false,
    properties: { clientId: string, clientSecret: string, apiKey: string, redirectUris: strings },
  },
};

/** An address that people are sent back to. */
export const redirectUri: ValueType<string> = {
  placeholder: 'URI',
  shape: () => REDIRECT_URI,
  jsonSchema: { type: 'string', format: 'uri' },
};

/** A person who signs in on the consent page. As a text it is the address, with all printers. */
export const account: ValueType<AccountSeed> = {
  placeholder: 'EMAIL',
  fromText: (email) => ({ email }),
  shape: () => ACCOUNT,
  jsonSchema: {
    type: 'object',
    required: ['email'],
    additionalProperties: false,
    properties: { email: string, name: string, printers: strings },
  },
};
