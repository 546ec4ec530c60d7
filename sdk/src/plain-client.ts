import createClient, { type Client } from 'openapi-fetch';
import { exchange, type Session } from './auth/call-api.js';
import type { paths } from './generated/epson-connect.js';
import { unusable } from './http/check.js';
import { operationAt, pathWith } from './http/operations.js';
import type { Answer } from './http/transport.js';

/** The paths below the API's root: all but the storage, which lives on the host that `upload_uri` names. */
export type ApiPaths = { [P in keyof paths as P extends `/api/${string}` ? P : never]: paths[P] };

/** The plain openapi-fetch client, typed by the description. */
export type ApiClient = Client<ApiPaths>;

/** A plain client, typed by the paths of a description. */
export type PlainClient<Paths extends object> = Client<Paths>;

/**
 * Returns a client for every operation of the description, with base URL, bearer token, renewal and repeats inside. Refusals
 * are returned as `error`, as openapi-fetch does it; it throws only when there is no answer.
 */
export function createPlainClient<Paths extends object>(session: Session): Client<Paths> {
  // openapi-fetch takes one slash off the base URL only, and would put any id into a path.
  const { baseUrl } = session;
  const fetch = (request: Request) => answerTo(session, request);
  return createClient<Paths>({ baseUrl, fetch, pathSerializer: pathWith });
}

async function answerTo(session: Session, request: Request): Promise<Response> {
  const { url, method, signal } = request;
  if (!url.startsWith(`${session.baseUrl}/`))
    unusable('The access token is for baseUrl only', 'foreign_host');
  const bytes = await request.arrayBuffer();
  const wire = {
    operation: operationAt(session.transport.api, method, url),
    urlFor: () => url,
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
