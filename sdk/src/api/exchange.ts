import { sendWithBearer, type BearerRequest, type OnAnswer, type Session } from '../auth/bearer.js';
import { jsonOf, notJson } from '../http/answer.js';
import { badFormat, refusal } from '../http/judge.js';
import type { Call } from '../http/limits.js';
import { retrying } from '../http/retry.js';

/** What is wrong with a success, if anything; completes "the host answered 200 but ...". */
export type BodyCheck = (body: unknown, status: number) => string | undefined;

/** Returns a check that the body of a success has the member that the rest relies on. */
export const withMember =
  (name: string): BodyCheck =>
  (body) =>
    (Object(body) as Record<string, unknown>)[name] == null ? `without ${name}` : undefined;

/** Returns a check that a success with nothing to say is the documented one: this status, and the empty JSON object. */
export const emptyObject =
  (documented: 200 | 201 = 200): BodyCheck =>
  (body, status) => {
    const isIt = status === documented && JSON.stringify(body) === '{}';
    return isIt ? undefined : `not with the documented success, ${documented} and {}`;
  };

/** Sends a request as often as it takes. Resolves with the JSON of a success; everything else is thrown. */
export function exchange(
  session: Session,
  call: Call,
  request: BearerRequest,
  checkBody?: BodyCheck,
  onAnswer?: OnAnswer,
): Promise<unknown> {
  // The operation shows with any device ID; and what else a path lacks is refused before any request.
  const target = { ...request, url: request.urlFor('device_id') };
  return retrying(session.transport, call, target, async (call) => {
    const answer = await sendWithBearer(session, call, request, onAnswer);
    if (!answer.ok) throw refusal(answer);
    const body = jsonOf(answer);
    const problem = body === notJson ? 'with something other than JSON' : checkBody?.(body, answer.status);
    if (problem) throw badFormat(answer, problem);
    return body;
  });
}
