import type { Request, Response } from 'express';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { sendJson } from '../../http/send.js';
import { queryOf } from '../../http/target.js';
import type { Assumptions } from '../../rules/assumptions.js';
import type { components } from '../../generated/epson-connect-v2.js';
import type { DeviceTokens } from '../domain/authorizations.js';
import { BEARER_LIFETIME_S } from '../domain/bearers.js';
import type { Apps } from '../domain/apps.js';
import type { ClientSeed } from '../domain/clients.js';
import type { Host } from '../domain/worlds.js';
import type { World } from '../domain/world.js';
import { readBody, warnerOf } from '../requests/body.js';
import { readBasic } from '../requests/credentials.js';

/** The three grants. Checked in the order of credentials, form, grant. */
export function requestToken(host: Host) {
  return async (request: Request, response: Response): Promise<void> => {
    const { authorization, 'content-type': contentType } = request.headers;
    const body = await readBody(request, response, warnerOf(host, request), 'token-body-unreadable');
    const client = readClient(host, authorization, body);
    const form = readForm(contentType, body, queryOf(request));
    checkClientId(form, client.clientId);
    const issued = grant(host.worlds.ofClient(client.clientId), form);
    if (issued.early !== undefined && issued.early > MOST_EARLY)
      warnerOf(host, request)(repeated(issued.early));
    const headers = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };
    sendJson(response, 200, answerOf(issued), 'token', headers);
  };
}

/** With more tokens in a row than this that were not needed yet, a program probably asks for one for every print. */
const MOST_EARLY = 5;

/** Tokens of a device, or the one of an app. */
type Issued = Pick<DeviceTokens, 'accessToken'> & Partial<DeviceTokens>;

type TokenAnswer = components['schemas']['TokenAnswer'];

function grant(world: World, form: URLSearchParams): Issued {
  const { authorizations } = world;
  switch (readGrantType(form)) {
    case 'authorization_code':
      return authorizations.exchange(...readCode(form));
    case 'refresh_token':
      checkScope(form);
      return authorizations.refresh(readRefreshToken(form));
    case 'client_credentials':
      checkScope(form);
      return { accessToken: authorizations.issueApplicationToken() };
  }
}

/** The warning about a program that asks for a token for every print. */
const repeated = (times: number): Warning => ({
  rule: 'authentication-repeated',
  hint: `${times} times in a row, an access token of this printer was asked for while the one before had more than half of its hour left. Keep the access token and use it until shortly before its end, instead of refreshing or asking for authorization for every print.`,
});

function answerOf(issued: Issued): TokenAnswer {
  return {
    access_token: issued.accessToken,
    ...(issued.refreshToken === undefined ? {} : { refresh_token: issued.refreshToken }),
    scope: 'device',
    token_type: 'Bearer',
    expires_in: BEARER_LIFETIME_S,
  };
}

function readClient(
  { apps, assumptions }: Host,
  authorization: string | undefined,
  body: string,
): ClientSeed {
  if ((authorization ?? '') === '' && /(?:^|[&{"'\s])client_secret["'\s]*[=:]/.test(body)) {
    throw new Refusal(
      'app-credentials-in-form',
      'There is no Authorization header, and client_secret is in the body. Version 2 takes the credentials in the header only: Authorization: Basic base64(client ID:client secret).',
    );
  }
  const sent = readBasic(authorization);
  const client = formDecoded(apps, assumptions, sent) ?? sent;
  apps.verify(client.clientId, client.clientSecret);
  return client;
}

/**
 * Returns credentials that were form-encoded before they were put into Basic, as RFC 6749, 2.3.1 has it and OAuth libraries do.
 *
 * @throws Refusal `basic-form-encoded` unless that is accepted
 */
function formDecoded(apps: Apps, assumptions: Assumptions, sent: ClientSeed): ClientSeed | undefined {
  const { clientId, clientSecret } = sent;
  if (!/[%+]/.test(clientId + clientSecret) || apps.fits(clientId, clientSecret)) return undefined;
  const decoded = new URLSearchParams(
    `id=${clientId.replaceAll('&', '%26')}&secret=${clientSecret.replaceAll('&', '%26')}`,
  );
  const client = { clientId: decoded.get('id') ?? '', clientSecret: decoded.get('secret') ?? '' };
  if (!apps.fits(client.clientId, client.clientSecret)) return undefined;
  if (assumptions['v2-basic'] === 'either') return client;
  throw new Refusal(
    'basic-form-encoded',
    `The credentials are right, but form-encoded: - and _ of the secret were written as %2D and %5F, so that it has ${clientSecret.length} characters instead of ${client.clientSecret.length}. Send base64(client ID:client secret) of both as they are; an OAuth library may need a client authentication of your own for it.`,
  );
}

function readForm(contentType: string | undefined, body: string, query: URLSearchParams): URLSearchParams {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (body !== '' && type !== 'application/x-www-form-urlencoded') {
    const what = type === '' ? 'The body has no Content-Type' : `The body is ${type}`;
    throw new Refusal(
      'token-body-not-a-form',
      `${what}. The token operation takes a form: Content-Type: application/x-www-form-urlencoded with grant_type=... and the other parameters, percent-encoded. JSON is not accepted.`,
    );
  }
  if (body === '' && query.has('grant_type'))
    throw new Refusal(
      'grant-missing',
      'The parameters are in the query and the body is empty. Send them as a form in the body.',
    );
  return new URLSearchParams(body);
}

/** Reads a parameter; one without a value counts as left out (RFC 6749, 3.2). */
function single(form: URLSearchParams, name: string): string | undefined {
  const values = form.getAll(name);
  if (values.length > 1)
    throw new Refusal('parameter-repeated', `${name} is in the form ${values.length} times. Send it once.`);
  return values[0] === '' ? undefined : values[0];
}

function checkClientId(form: URLSearchParams, clientId: string): void {
  const sent = single(form, 'client_id');
  if (sent === undefined || sent === clientId) return;
  throw new Refusal(
    'client-id-other',
    `client_id of the form has ${sent.length} characters and is not the client ID of Basic. Send the same one, or leave it out of the form.`,
  );
}

const GRANTS = ['authorization_code', 'refresh_token', 'client_credentials'] as const;

function readGrantType(form: URLSearchParams): (typeof GRANTS)[number] {
  const given = single(form, 'grant_type');
  if (given === undefined)
    throw new Refusal('grant-missing', `The form holds no grant_type. It is one of ${GRANTS.join(', ')}.`);
  const known = GRANTS.find((each) => each === given);
  if (known !== undefined) return known;
  if (given === 'password') {
    throw new Refusal(
      'grant-of-version-1',
      'grant_type is password, which is the grant of version 1 of the API. In version 2 a person chooses a printer in the browser, at GET /auth/authorize, and the program exchanges the code that comes back with grant_type=authorization_code.',
    );
  }
  throw new Refusal(
    'grant-unknown',
    `grant_type is ${JSON.stringify(given)}. It is one of ${GRANTS.join(', ')}.`,
  );
}

function checkScope(form: URLSearchParams): void {
  const scope = single(form, 'scope');
  if (scope !== undefined && scope !== 'device')
    throw new Refusal('token-scope-wrong', `scope is ${JSON.stringify(scope)}. There is one: device.`);
}

function readCode(form: URLSearchParams): Parameters<World['authorizations']['exchange']> {
  const [code, redirectUri] = [single(form, 'code'), single(form, 'redirect_uri')];
  if (code === undefined || redirectUri === undefined) {
    const missing = code === undefined ? 'code' : 'redirect_uri';
    throw new Refusal(
      'code-missing',
      `The form holds no ${missing}. Send the code that came back, and the redirect_uri of the request for it: the host compares them.`,
    );
  }
  return [code, { redirectUri, verifier: single(form, 'code_verifier') }];
}

function readRefreshToken(form: URLSearchParams): string {
  const token = single(form, 'refresh_token');
  if (token !== undefined) return token;
  throw new Refusal('refresh-missing', 'The form holds no refresh_token. Send that of the newest answer.');
}
