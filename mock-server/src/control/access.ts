import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { Router, type Request, type Response } from 'express';
import { exchangeOf } from '../http/exchange.js';
import { readBody } from '../epson/requests/body.js';
import { sendControlError } from './refusal.js';

const COOKIE = 'epson-mock-session';
const HOW =
  'Send it as Authorization: Bearer TOKEN; the mock says at its start in which file it is. In a browser, open /_mock/ui/ and enter it there.';

/**
 * Requires the control token: as a bearer from programs, and from browsers a cookie that the form on
 * `/_mock/session` sets for it. It is never in an address, because addresses end up in histories and logs.
 */
export function demandToken(token: string): Router {
  const router = Router();
  // Not the token itself: what a browser keeps opens this process only.
  const session = randomBytes(32).toString('base64url');
  router.post('/session', async (request, response) => {
    const given = new URLSearchParams(await readBody(request, response, () => {})).get('token') ?? '';
    if (!isSame(given.trim(), token))
      return refuse(request, response, 'token-wrong', 'This is not the token.');
    const secure = (request.socket as Partial<TLSSocket>).encrypted === true ? '; Secure' : '';
    response.setHeader('Set-Cookie', `${COOKIE}=${session}; Path=/_mock; HttpOnly; SameSite=Strict${secure}`);
    response.setHeader('Location', '/_mock/ui/');
    response.status(303).end();
  });
  router.use((request, response, next) => {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const cookie = cookieOf(request.headers.cookie ?? '');
    if (bearer !== undefined ? isSame(bearer, token) : cookie !== undefined && isSame(cookie, session))
      return next();
    if (bearer !== undefined)
      refuse(request, response, 'token-wrong', `This is not the control token. ${HOW}`);
    else
      refuse(
        request,
        response,
        'token-missing',
        `The mock's own routes demand the control token here, because other machines reach them or because it was asked for. ${HOW}`,
      );
  });
  return router;
}

/** Compares in constant time, also for different lengths. */
function isSame(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}

function cookieOf(header: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

function refuse(request: Request, response: Response, rule: string, hint: string): void {
  exchangeOf(request).refusal = { rule, hint };
  response.setHeader('WWW-Authenticate', 'Bearer realm="epson-connect-mock control"');
  const isPage =
    request.headers['sec-fetch-mode'] === 'navigate' || /text\/html/.test(request.headers.accept ?? '');
  if (!isPage) return sendControlError(response, 401, rule, hint);
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  );
  const said = rule === 'token-wrong' ? '<p role="alert">This is not the token.</p>' : '';
  response
    .status(401)
    .type('html')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Control token</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}</style><h1>Control token</h1>${said}<p>The mock says at its start in which file it is.</p><form method="post" action="/_mock/session"><label>Token <input name="token" type="password" autocomplete="off" required autofocus></label> <button>Enter</button></form></html>`,
    );
}
