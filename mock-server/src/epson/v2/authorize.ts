import type { Request, Response } from 'express';
import { answerTo } from '../../rules/answers.js';
import { Refusal } from '../../rules/refusal.js';
import type { RuleId } from '../../rules/rules.js';
import { exchangeOf } from '../../http/exchange.js';
import { pageHeaders } from '../../http/page.js';
import { hintHeader, sendPage, sendStatus } from '../../http/send.js';
import { queryOf } from '../../http/target.js';
import { chooseFor } from '../domain/consent.js';
import type { ConsentRequest } from '../domain/consent-requests.js';
import { CHALLENGE_METHODS, isVerifier, type Challenge } from '../domain/pkce.js';
import { addressBack, type BackAnswer } from '../domain/redirect-uri.js';
import type { Host } from '../domain/worlds.js';
import type { World } from '../domain/world.js';
import { refuseOtherMethod } from '../requests/unknown.js';
import { accountsPage, formTargets } from './consent-page.js';

/** A request for authorization. A mistake before the redirect URI stands is shown as a page, and every other one goes back. */
export function authorize(host: Host) {
  return (request: Request, response: Response): void => {
    // Express takes a HEAD for a GET; but nothing may be given to whoever only looks.
    if (request.method !== 'GET') refuseOtherMethod(request);
    const query = queryOf(request);
    const clientId = single(query, 'client_id');
    if (clientId === '') throw new Refusal('authorize-app-unknown', 'The query holds no client_id.');
    verifyApp(host, clientId);
    const redirectUri = single(query, 'redirect_uri');
    if (redirectUri === '') {
      throw new Refusal(
        'redirect-uri-missing',
        'The query holds no redirect_uri. Send the one that is registered for the app, percent-encoded.',
      );
    }
    host.apps.verifyRedirectUri(clientId, redirectUri);
    const world = host.worlds.ofClient(clientId);
    const state = /[?&]state=([^&]*)/.exec(request.url)?.[1];
    const back: ConsentRequest = { redirectUri, state };
    redirecting(host, response, back, () => {
      checkRequest(query);
      const read = (name: string) => single(query, name, 'authorize-repeated');
      const challenge = readChallenge(host, read('code_challenge'), read('code_challenge_method'));
      answer(host, world, response, { ...back, challenge });
    });
  };
}

/** Runs what may refuse; the refusal goes back to the program. */
export function redirecting(host: Host, response: Response, back: ConsentRequest, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { rule, hint } = error;
    const { status, code } = answerTo(error, host.assumptions, 2);
    const exchange = exchangeOf(response.req);
    exchange.refusal = { rule, hint };
    const headers = { 'x-epson-mock-hint': hintHeader(exchange.hide(`${rule}: ${hint}`)) };
    redirect(response, back, { error: String(code) }, status, headers);
  }
}

/** Gives a code for what a person chose, and sends the browser back with it. */
export function giveCode(
  world: World,
  response: Response,
  asked: ConsentRequest,
  { account, printer }: ReturnType<typeof chooseFor>,
  status = 302,
): void {
  const { redirectUri, challenge } = asked;
  const seed = { account: account.email, printer, redirectUri, challenge };
  redirect(response, asked, { code: world.authorizations.issueCode(seed) }, status);
}

function redirect(
  response: Response,
  { redirectUri, state }: ConsentRequest,
  answer: BackAnswer,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  const location = addressBack(redirectUri, answer, state);
  // The address must not be kept, nor told to the page that it leads to.
  const guard = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };
  sendStatus(response, status, { ...guard, ...headers, Location: location });
}

function answer(host: Host, world: World, response: Response, asked: ConsentRequest): void {
  if (world.consent === 'deny')
    throw new Refusal(
      'consent-refused',
      'The mock refuses in the name of the person: consent is set to deny.',
    );
  if (world.consent === 'auto') return giveCode(world, response, asked, chooseFor(host, world));
  const page = { world, id: world.consentRequests.open(asked), asked };
  sendPage(response, 200, accountsPage(host, page), pageHeaders(formTargets(asked.redirectUri)));
}

function verifyApp(host: Host, clientId: string): void {
  try {
    host.apps.verifyId(clientId);
  } catch (error) {
    // The same mistake as at the token operation, which answers it in another form.
    if (error instanceof Refusal) throw new Refusal('authorize-app-unknown', error.hint);
    throw error;
  }
}

/** Reads a parameter, which is empty if it is missing. */
function single(query: URLSearchParams, name: string, rule: RuleId = 'authorize-parameter-repeated'): string {
  const values = query.getAll(name);
  if (values.length > 1)
    throw new Refusal(rule, `${name} is in the query ${values.length} times. Send it once.`);
  return values[0] ?? '';
}

/** @throws Refusal which goes back to the program */
function checkRequest(query: URLSearchParams): void {
  const read = (name: string) => single(query, name, 'authorize-repeated');
  read('state');
  const [type, scope] = [read('response_type'), read('scope')];
  if (type !== 'code') {
    throw new Refusal(
      'response-type-wrong',
      type === ''
        ? 'The query holds no response_type. Send response_type=code.'
        : `response_type is ${JSON.stringify(type)}. There is one: code.`,
    );
  }
  if (scope !== 'device') {
    throw new Refusal(
      'authorize-scope-wrong',
      scope === ''
        ? 'The query holds no scope. Send scope=device.'
        : `scope is ${JSON.stringify(scope)}. There is one: device.`,
    );
  }
}

/** @throws Refusal `challenge-malformed` */
export function readChallenge({ assumptions }: Host, value: string, asked: string): Challenge | undefined {
  if (assumptions['v2-pkce'] === 'ignored' || (value === '' && asked === '')) return undefined;
  const method = CHALLENGE_METHODS.find((each) => each === (asked === '' ? 'plain' : asked));
  if (method === undefined)
    throw new Refusal(
      'challenge-malformed',
      `code_challenge_method is ${JSON.stringify(asked)}. There are S256 and plain.`,
    );
  if (isVerifier(value) && (method === 'plain' || value.length === 43)) return { value, method };
  const what =
    value === ''
      ? 'code_challenge_method has no code_challenge beside it'
      : `code_challenge has ${value.length} characters, or characters that it cannot have`;
  throw new Refusal(
    'challenge-malformed',
    `${what}. ${method === 'S256' ? 'Send BASE64URL(SHA-256(code_verifier)): 43 characters, without = at the end, with - and _ instead of + and /.' : 'A plain challenge is the code_verifier: 43 to 128 letters, digits, -, ., _ and ~. Without code_challenge_method, it is plain.'}`,
  );
}
