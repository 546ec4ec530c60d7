// A site on which each customer connects a printer of their own, and prints on it. One app, one token store, one connection each.
import { createHmac, timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import {
  DocumentError,
  EpsonConnectError,
  EpsonConnectV2,
  ReauthorizationRequiredError,
  type EpsonConnectV2Options,
} from 'epson-connect-sdk/v2';

/** Options of the site. */
export interface PrintSiteOptions {
  /** Options of the client: credentials, `redirectUri`, and the `tokenStore` of all customers. */
  readonly epson: Omit<EpsonConnectV2Options, 'connection'> & { readonly redirectUri: string };
  /** Returns the customer who is signed in; undefined for nobody. */
  readonly customerOf: (request: Request) => string | undefined;
  /** A secret of at least 32 random bytes, which signs the cookie. */
  readonly secret: string;
}

const COOKIE = 'epson-connect';
const LINK = '<a href="/printer/connect">Connect your printer</a>';

export function printSite({ epson: options, customerOf, secret }: PrintSiteOptions): Express {
  const app = express();
  const { pathname, protocol } = new URL(options.redirectUri);
  const cookie = {
    httpOnly: true,
    sameSite: 'lax',
    secure: protocol === 'https:',
    maxAge: 600_000,
    path: pathname,
  } as const;
  /** A client for a customer. To make one costs nothing: the tokens are in the store. */
  const clientOf = (customer: string) => new EpsonConnectV2({ ...options, connection: customer });
  // With the customer in it, a cookie that somebody else planted is worth nothing.
  const signature = (customer: string, asked: string) =>
    createHmac('sha256', secret)
      .update(JSON.stringify([customer, asked]))
      .digest();

  app.use((request, response, next) => {
    const customer = customerOf(request);
    if (customer === undefined) return void response.status(401).send('Sign in first.');
    response.locals['customer'] = customer;
    next();
  });
  const customer = (response: Response) => response.locals['customer'] as string;

  app.get('/printer', async (_request, response) => {
    const { productName, connected } = await clientOf(customer(response)).device();
    response.type('text').send(`Your printer is ${productName}, which is ${connected ? 'on' : 'offline'}.`);
  });

  app.get('/printer/connect', async (_request, response) => {
    const { url, state, codeVerifier } = await clientOf(customer(response)).authorizationUrl();
    const asked = `${state}.${codeVerifier}`;
    const signed = `${asked}.${signature(customer(response), asked).toString('base64url')}`;
    response.cookie(COOKIE, signed, cookie).redirect(url);
  });

  app.get(pathname, async (request, response) => {
    const [, asked = '', given = ''] =
      /(?:^|; )epson-connect=([\w-]+\.[\w-]+)\.([\w-]{43})(?:;|$)/.exec(request.headers.cookie ?? '') ?? [];
    const [state = '', codeVerifier = ''] = asked.split('.');
    const expected = signature(customer(response), asked);
    const mac = Buffer.from(given, 'base64url');
    if (mac.length !== expected.length || !timingSafeEqual(mac, expected))
      return void response.status(400).send(`This is not the browser that began. ${LINK}`);
    response.clearCookie(COOKIE, { ...cookie, maxAge: undefined });
    await clientOf(customer(response)).authorize(request.originalUrl, { state, codeVerifier });
    response.redirect('/printer');
  });

  const body = express.raw({ type: () => true, limit: '20mb' });
  app.post('/print', body, async (request: Request, response) => {
    const data = new Uint8Array(Buffer.isBuffer(request.body) ? request.body : []);
    const { name } = request.query;
    const document = { data, name: typeof name === 'string' ? name : 'document.pdf' };
    const { jobId } = await clientOf(customer(response)).print(document);
    response.status(202).json({ jobId });
  });

  app.use(showError);
  return app;
}

/** Texts of the site for what the customer can change. */
const KNOWN: Readonly<Record<string, string | undefined>> = {
  access_denied: 'You have refused. Nothing was connected.',
  not_registered: 'That Epson account has no printer. Register it there, or use another account.',
  state_mismatch: 'That was not the page that you began with.',
  invalid_grant: 'That took too long.',
  not_authorized: 'You have no printer here yet.',
  refresh_refused: 'The connection to your printer has ended.',
  refresh_lost: 'The connection to your printer has ended.',
};

/** Shows the errors of the SDK. Their words contain no secret. */
const showError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (!(error instanceof EpsonConnectError)) return next(error);
  const known = KNOWN[error.code];
  const text = (known ?? error.message).replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
  if (error instanceof ReauthorizationRequiredError) response.status(409);
  else if (error instanceof DocumentError || error.code === 'invalid_print_data') response.status(400);
  else response.status(known === undefined ? 502 : 403);
  response.send(known === undefined ? text : `${text} ${LINK}`);
};
