import type { Request, Response } from 'express';
import type { AccessTokenAnswer } from './words.js';
import type { ClientSeed } from '../domain/clients.js';
import type { Host } from '../domain/worlds.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { TOKEN_LIFETIME_S, type IssuedTokens } from '../domain/tokens.js';
import type { World } from '../domain/world.js';
import { exchangeOf } from '../../http/exchange.js';
import { readBasic } from '../requests/credentials.js';
import { readBody, warnerOf } from '../requests/body.js';
import { sendJson } from '../../http/send.js';
import { queryOf } from '../../http/target.js';
import type { Assumptions } from '../../rules/assumptions.js';

/** With more valid tokens than this, a program probably authenticates for every print. */
const MANY_TOKENS = 5;

/** Step 1, both grants. Checked in the order of credentials, subject, form, grant. */
export function authenticate(host: Host) {
  return async (request: Request, response: Response): Promise<void> => {
    const client = readBasic(request.headers.authorization);
    verifyClient(host, client);
    const query = queryOf(request);
    checkSubject(query);
    const body = await readFormText(host, request, response);
    const input = { query, contentType: request.headers['content-type'], body };
    const asked = readTokenRequest(input, host.assumptions, warnerOf(host, request));
    const world = host.worlds.ofClient(client.clientId);
    const issued = issue(host, world, asked);
    const live = asked.grant === 'password' ? world.tokens.liveOf(issued.printer) : 0;
    if (live > MANY_TOKENS) {
      exchangeOf(request).warnings.push({
        rule: 'authentication-repeated',
        hint: `${live} access tokens of this client and printer are good at the same time. Authenticate once and keep the token for its hour instead of authenticating for every print: only the newest 5 refresh tokens stay usable.`,
      });
    }
    sendJson(response, 200, answerBody(issued), 'token');
  };
}

/** The length of the secret of an app. */
const APP_SECRET = 86;

/** @throws Refusal `client-unknown` */
function verifyClient({ clients, apps }: Host, { clientId, clientSecret }: ClientSeed): void {
  const isApp = apps.fits(clientId, clientSecret);
  if ((!isApp && clientSecret.length !== APP_SECRET) || clients.fits(clientId, clientSecret))
    return clients.verify(clientId, clientSecret);
  const what = isApp
    ? 'These are the credentials of an app of version 2'
    : `The secret has ${APP_SECRET} characters, as many as that of an app of version 2`;
  throw new Refusal(
    'client-unknown',
    `${what}, and this is the token operation of version 1. In version 2 a person consents in a browser at GET /auth/authorize, and the program exchanges the code that comes back at POST /auth/token.`,
  );
}

function readFormText(host: Host, request: Request, response: Response): Promise<string> {
  const rule = 'token-body-unreadable';
  const warn = (warning: Warning) => {
    // It becomes part of the first name, which then is another one.
    if (warning.rule === 'byte-order-mark') throw new Refusal(rule, warning.hint);
    warnerOf(host, request)(warning);
  };
  return readBody(request, response, warn, rule);
}

function issue(host: Host, world: World, asked: TokenRequest): IssuedTokens {
  if (asked.grant === 'password') return world.tokens.authenticate(world.printers.byEmail(asked.username));
  world.printers.checkRemotePrinting(world.tokens.printerOf(asked.refreshToken));
  return world.tokens.refresh(asked.refreshToken, host.assumptions['refresh-rotation'] === 'on');
}

function answerBody(issued: IssuedTokens): AccessTokenAnswer {
  return {
    token_type: 'Bearer',
    access_token: issued.accessToken,
    expires_in: TOKEN_LIFETIME_S,
    ...(issued.refreshToken === undefined ? {} : { refresh_token: issued.refreshToken }),
    subject_type: '',
    subject_id: issued.printer.deviceId,
  };
}

export type TokenRequest =
  | { readonly grant: 'password'; readonly username: string }
  | { readonly grant: 'refresh_token'; readonly refreshToken: string };

export interface TokenInput {
  /** The parameters behind the `?`. */
  readonly query: URLSearchParams;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** @throws Refusal `subject-wrong` */
export function checkSubject(query: URLSearchParams): void {
  const subjects = query.getAll('subject');
  if (subjects.length === 1 && subjects[0] === 'printer') return;
  const what =
    subjects.length === 0
      ? 'The query holds no subject'
      : subjects.length === 1
        ? `subject is ${JSON.stringify(subjects[0])}`
        : `The query holds subject ${subjects.length} times (${subjects.map((each) => JSON.stringify(each)).join(', ')})`;
  throw new Refusal('subject-wrong', `${what}. The token operation is called with ?subject=printer, once.`);
}

/**
 * Reads the two grants.
 *
 * @throws Refusal when the form is not one, or a parameter is missing or wrong
 */
export function readTokenRequest(
  input: TokenInput,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): TokenRequest {
  const form = readForm(input, warn);
  const grantType = single(form, 'grant_type');
  if (grantType === undefined || grantType === '') {
    throw new Refusal(
      'grant-type-missing',
      'The form holds no grant_type. Send grant_type=password or grant_type=refresh_token.',
    );
  }
  if (grantType === 'password') return readPasswordGrant(form, assumptions, warn);
  if (grantType === 'refresh_token') return readRefreshGrant(form);
  const isOther = grantType === 'authorization_code' || grantType === 'client_credentials';
  const other = isOther ? ' That is a grant of version 2, whose token operation is POST /auth/token.' : '';
  throw new Refusal(
    'grant-type-unknown',
    `grant_type is ${JSON.stringify(grantType)}.${other} Version 1 has two: password (with the printer's address) and refresh_token.`,
  );
}

function readForm(input: TokenInput, warn: (warning: Warning) => void): URLSearchParams {
  if (input.body === '' && input.query.has('grant_type')) {
    warn({
      rule: 'parameters-in-query',
      hint: 'The parameters stand in the query and the body is empty. That seems to work on the host, and is documented nowhere: send them as a form in the body, with only subject=printer in the query.',
    });
    return input.query;
  }
  const type = (input.contentType ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (input.body !== '' && type !== 'application/x-www-form-urlencoded') {
    const what = type === '' ? 'The body has no Content-Type' : `The body is ${type}`;
    const form = asksForRefresh(input.body)
      ? 'grant_type=refresh_token&refresh_token=<the refresh token>'
      : "grant_type=password&username=<printer's address>&password=";
    throw new Refusal(
      'token-body-not-a-form',
      `${what}. The token operation takes a form: Content-Type: application/x-www-form-urlencoded with ${form}`,
    );
  }
  return new URLSearchParams(input.body);
}

/** Returns true if a body or a target asks for the refresh grant, in any form. */
export function asksForRefresh(text: string): boolean {
  return /grant_type["']?\s*[=:]\s*["']?refresh_token|["?&\s]refresh_token["']?\s*[=:]/i.test(text);
}

function single(form: URLSearchParams, name: string): string | undefined {
  const values = form.getAll(name);
  if (values.length > 1)
    throw new Refusal('parameter-repeated', `${name} is in the form ${values.length} times. Send it once.`);
  return values[0];
}

function readPasswordGrant(
  form: URLSearchParams,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): TokenRequest {
  const username = single(form, 'username');
  if (username === undefined || username === '') {
    throw new Refusal(
      'username-missing',
      "The form holds no username. It is the printer's address in Epson Connect, for example mock.printer@print.epsonconnect.com.",
    );
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(username)) {
    throw new Refusal(
      'username-malformed',
      `username is ${JSON.stringify(username)}, which is no e-mail address. Send the printer's address in Epson Connect.`,
    );
  }
  const password = single(form, 'password');
  if (password === undefined) {
    const hint = 'The form holds no password. It must be there and empty: password=';
    if (assumptions['missing-password'] === 'refuse') throw new Refusal('password-missing', hint);
    warn({ rule: 'password-left-out', hint });
  } else if (password !== '') {
    throw new Refusal(
      'password-not-empty',
      'password is not empty. It must be there and empty (password=): the client secret goes into the Authorization header.',
    );
  }
  return { grant: 'password', username };
}

function readRefreshGrant(form: URLSearchParams): TokenRequest {
  const refreshToken = single(form, 'refresh_token');
  if (refreshToken === undefined || refreshToken === '') {
    throw new Refusal(
      'refresh-token-missing',
      'The form holds no refresh_token. Send the one of the last password grant.',
    );
  }
  if (!/^[A-Za-z0-9]{64}$/.test(refreshToken)) {
    throw new Refusal(
      'refresh-token-malformed',
      `refresh_token has ${refreshToken.length} characters and is no token of the host: those are 64 letters and digits.`,
    );
  }
  return { grant: 'refresh_token', refreshToken };
}
