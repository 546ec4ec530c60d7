// Loaded with the first use of `api`: a web page that prints does not pay for openapi-fetch.
import createClient, { type Client } from 'openapi-fetch';
import type { Session } from '../auth/bearer.js';
import type { Answer } from '../http/send.js';
import type { ApiPaths } from './route.js';
import type { exchange } from './exchange.js';
import type { pathWith } from './route.js';
import type { unusable } from '../http/limits.js';

/** The plain openapi-fetch client, typed by the description. */
export type ApiClient = Client<ApiPaths>;

/** What the main door hands over, instead of being imported from here: see `workbench.ts`. */
export interface PlainTools {
  readonly exchange: typeof exchange;
  readonly pathWith: typeof pathWith;
  readonly unusable: typeof unusable;
}

/**
 * Every operation of the description, with base URL, bearer token, its renewal and repeats inside. Refusals come back as
 * `error`, as openapi-fetch does it; only what is no answer at all is thrown.
 */
export function createPlainClient(session: Session, tools: PlainTools): ApiClient {
  // openapi-fetch takes one slash off the base URL only, and would put any id into a path.
  const { baseUrl } = session;
  const fetch = (request: Request) => answerTo(session, tools, request);
  return createClient<ApiPaths>({ baseUrl, fetch, pathSerializer: tools.pathWith });
}

async function answerTo(
  session: Session,
  { exchange, unusable }: PlainTools,
  request: Request,
): Promise<Response> {
  const { url, method, signal } = request;
  if (!url.startsWith(`${session.baseUrl}/`))
    unusable('The access token is for baseUrl only', 'foreign_host');
  const bytes = await request.arrayBuffer();
  const wire = {
    url,
    method,
    headers: Object.fromEntries(request.headers),
    body: bytes.byteLength > 0 ? bytes : null,
  };
  let last: Answer | undefined;
  const call = { limits: { signal }, about: {} };
  try {
    await exchange(session, call, wire, undefined, (answer) => (last = answer));
  } catch (error) {
    // A refusal is an answer, and for the caller to read.
    if (!last || last.ok) throw error;
  }
  const { status, headers, text } = last as Answer;
  // Some statuses must not have a body, not even an empty one.
  return new Response(text || null, { status, headers });
}
