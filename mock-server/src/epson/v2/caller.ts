import type { Request } from 'express';
import type { Bearer } from '../domain/bearers.js';
import type { Printer } from '../domain/printers.js';
import type { World } from '../domain/world.js';
import type { Host } from '../domain/worlds.js';
import { Refusal } from '../../rules/refusal.js';
import { checkBearer } from '../requests/credentials.js';
import type { CallResponse } from '../requests/identify.js';

/** The world and the printer that a call with a device token is for. */
export interface Caller {
  readonly world: World;
  readonly printer: Printer;
}

/**
 * Verifies that a call comes with the API key and the token of a printer, and counts it.
 *
 * @throws Refusal when the key, the token or the call limit does not stand, in this order
 */
export function verifyDevice(host: Host, request: Request, response: CallResponse): Caller {
  const { printer } = verify(host, request, response, 'device');
  return { world: response.locals.world, printer };
}

/**
 * Verifies that a call comes with the API key and the token of the app.
 *
 * @param kinds that are accepted (the assumption `v2-notification-token`)
 * @throws Refusal when the key, the token or the call limit does not stand, in this order
 */
export function verifyApplication(host: Host, request: Request, response: CallResponse): World {
  const isEither = host.assumptions['v2-notification-token'] === 'either';
  if (isEither) verify(host, request, response, 'application', 'device');
  else verify(host, request, response, 'application');
  return response.locals.world;
}

function verify<K extends Bearer['kind']>(
  host: Host,
  { headers }: Request,
  { locals: { world, token, bearer } }: CallResponse,
  ...kinds: readonly K[]
): Extract<Bearer, { kind: K }> {
  checkBearer(headers.authorization);
  if (token !== undefined) {
    throw new Refusal(
      'bearer-other-version',
      'This access token is of version 1, and the path of version 2. The two versions have clients, tokens and paths of their own: ask for a token at /auth/token, after a person has consented at /auth/authorize, or call /api/1/.',
    );
  }
  checkApiKey(host, world.clientId, bearer, headers['x-api-key']);
  world.jobs.refuseOver();
  const held = world.authorizations.verify(bearer, ...kinds);
  world.calls[2].count();
  return held;
}

/** @throws Refusal `api-key-missing` or `api-key-wrong` */
function checkApiKey(
  { apps }: Host,
  clientId: string,
  bearer: Bearer | undefined,
  header: string | string[] | undefined,
): void {
  const apiKey = String(header ?? '');
  if (apiKey === '') {
    throw new Refusal(
      'api-key-missing',
      'The header x-api-key is missing. Send the API key of your app in it, on every call but /auth/token and the uploads, beside Authorization: Bearer.',
    );
  }
  // Without a token it is not known whose key it has to be.
  const fits = bearer === undefined ? apps.isApiKey(apiKey) : apps.fitsApiKey(clientId, apiKey);
  if (fits) return;
  const app = apps.find(clientId);
  const why = apps.all().some((each) => each.clientId === apiKey)
    ? 'It is the client ID of an app.'
    : apiKey === app?.clientSecret
      ? 'It is the client secret, which belongs in Authorization: Basic of /auth/token alone.'
      : apiKey.trim() === app?.apiKey
        ? 'There is a blank around it: trim it.'
        : apps.all().some((each) => each.apiKey === apiKey)
          ? 'It is the API key of another app.'
          : apiKey.length === 40
            ? 'It has 40 characters, as it should, and is another one.'
            : `It has ${apiKey.length} characters; those that the developer site hands out have 40.`;
  throw new Refusal(
    'api-key-wrong',
    `x-api-key is not the API key of the app that the token belongs to. ${why} Send the API key that stands beside client ID and secret on the page of your app.`,
  );
}
