// A serverless function for any platform that calls `fetch(request)`. Its instances share nothing but the database: the owner of a
// printer connects it at /connect, and programs print on it by POST /print.
import {
  DocumentError,
  EpsonConnectError,
  EpsonConnectV2,
  OutcomeUnknownError,
  ReauthorizationRequiredError,
  type EpsonConnectV2Options,
} from 'epson-connect-sdk/v2';
import { sqlTokenStore, type Query } from '../../sdk/examples/postgres/token-store.js';

// With this prefix, no other site below the same domain can set the cookie.
const COOKIE = '__Host-epson';

/**
 * @param query runs a statement in the database
 * @param mayPrint whether a request may connect the printer and print: your own sign-in, or a secret of your programs
 * @param options those of the client, which by default come from the environment
 */
export function printFunction(
  query: Query,
  mayPrint: (request: Request) => boolean | Promise<boolean>,
  options: EpsonConnectV2Options = {},
): (request: Request) => Promise<Response> {
  const epson = new EpsonConnectV2({ ...options, tokenStore: sqlTokenStore(query) });

  async function connect(): Promise<Response> {
    const { url, state, codeVerifier } = await epson.authorizationUrl();
    const cookie = `${COOKIE}=${state}.${codeVerifier}; Path=/; Max-Age=600; HttpOnly; Secure; SameSite=Lax`;
    return new Response(null, { status: 302, headers: { Location: url, 'Set-Cookie': cookie } });
  }

  async function callback(request: Request): Promise<Response> {
    const [, state = '', codeVerifier = ''] =
      /(?:^|; )__Host-epson=([\w-]+)\.([\w-]+)/.exec(request.headers.get('cookie') ?? '') ?? [];
    if (state === '') return new Response('Begin at /connect, in this browser.', { status: 400 });
    await epson.authorize(request.url, { state, codeVerifier });
    const headers = { 'Set-Cookie': `${COOKIE}=; Path=/; Max-Age=0; Secure` };
    return new Response('The printer is connected.', { headers });
  }

  async function print(request: Request, name: string | null): Promise<Response> {
    const data = await request.blob();
    const { jobId } = await epson.print({ data, name: name ?? 'document.pdf' });
    return Response.json({ jobId }, { status: 202 });
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    if (!(await mayPrint(request))) return new Response(null, { status: 403 });
    const call = `${request.method} ${pathname}`;
    if (call === 'GET /connect') return connect();
    if (call === 'GET /callback') return callback(request);
    if (call === 'POST /print') return print(request, searchParams.get('name'));
    return new Response(null, { status: 404 });
  }

  return async (request) => {
    try {
      return await answer(request);
    } catch (error) {
      return refusal(error);
    } finally {
      // The platform may freeze this instance after the answer. A refresh whose answer is lost costs the owner a new consent.
      await epson.idle();
    }
  };
}

/** Returns what the caller has to know of a failure. No error of the SDK contains a secret. */
function refusal(error: unknown): Response {
  if (!(error instanceof EpsonConnectError)) throw error;
  const { message, code, job_id } = error;
  const body = { error: message, code, jobId: job_id };
  if (error instanceof ReauthorizationRequiredError)
    return Response.json({ ...body, connect: '/connect' }, { status: 409 });
  if (error instanceof DocumentError || code === 'invalid_print_data')
    return Response.json(body, { status: 400 });
  // The job may have been printed: whoever called must look at it before printing again.
  if (error instanceof OutcomeUnknownError) return Response.json(body, { status: 504 });
  return Response.json(body, { status: 502 });
}
