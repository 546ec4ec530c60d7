import type { Request, Response } from 'express';
import type { AccessTokenAnswer } from './contract.js';
import type { Host } from '../domain/host.js';
import { Refusal, type Warning } from '../../rules/refusal.js';
import { TOKEN_LIFETIME_S, type IssuedTokens } from '../domain/tokens.js';
import type { World } from '../domain/world.js';
import { exchangeOf } from '../../http/exchange.js';
import { readBasic } from './requests/basic.js';
import { checkSubject, readTokenRequest, type TokenRequest } from './requests/token-request.js';
import { readBody } from './requests/json.js';
import { sendJson } from '../../http/send.js';
import { queryOf } from '../../http/target.js';
import { warnerOf } from './warn.js';

/** So many tokens may be good at a time before it looks as if one were asked for with every print. */
const MANY_TOKENS = 5;

/** Step 1, both grants. Checked in the order of credentials, subject, form, grant. */
export function authenticate(host: Host) {
  return async (request: Request, response: Response): Promise<void> => {
    const client = readBasic(request.headers.authorization);
    host.clients.verify(client.clientId, client.clientSecret);
    const query = queryOf(request);
    checkSubject(query);
    const body = await readForm(host, request, response);
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

function readForm(host: Host, request: Request, response: Response): Promise<string> {
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
