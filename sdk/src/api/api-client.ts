import { sendWithBearer, type Session } from '../auth/bearer.js';
import { jsonOf, notJson } from '../http/answer.js';
import { badFormat, refusal } from '../http/judge.js';
import type { Answer } from '../http/send.js';
import type { Call } from '../http/limits.js';
import { createTypedClient, type ApiClient } from '../http/typed-client.js';

export type { ApiClient } from '../http/typed-client.js';

/** What the steps work with. */
export interface Wiring extends Session {
  readonly api: ApiClient;
}

/**
 * The plain client: every operation of the description, typed, with base URL, bearer token and its renewal inside.
 * Refusals come back as `error`, as openapi-fetch does it; only what is no answer at all is thrown.
 */
export function createApiClient(session: Session): ApiClient {
  return createTypedClient(session.baseUrl, async (request) =>
    responseOf(await sendWithBearer(session, { limits: { signal: request.signal }, about: {} }, request)),
  );
}

/** What is wrong with the body of a success, if anything; completes "the host answered 200 but ...". */
export type BodyCheck = (body: unknown) => string | undefined;

/** The `fetch` of one step: an answer that comes out of it is a success, everything else is thrown. */
export function fetchFor(session: Session, call: Call, checkBody?: BodyCheck) {
  return async (request: Request): Promise<Response> => {
    const answer = await sendWithBearer(session, call, request);
    if (!answer.ok) throw await refusal(answer);
    return responseOf(answer, checkBody);
  };
}

/** openapi-fetch parses every success as JSON and throws a bare SyntaxError at anything else. */
function responseOf(answer: Answer, checkBody?: BodyCheck): Response {
  const { ok, status, headers, text } = answer;
  const body = jsonOf(answer);
  const problem = body === notJson ? 'with something other than JSON' : checkBody?.(body);
  if (ok && problem) throw badFormat(answer, problem);
  // Some statuses must not have a body, not even an empty one.
  return new Response(text || null, { status, headers });
}
