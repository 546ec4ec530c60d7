import { sendWithBearer, type Session } from '../auth/bearer.js';
import { jsonOf, notJson } from '../http/answer.js';
import { badFormat, refusal } from '../http/judge.js';
import type { Call } from '../http/limits.js';
import { retrying } from '../http/retry.js';
import type { Answer, WireRequest } from '../http/send.js';

/** What is wrong with the body of a success, if anything; completes "the host answered 200 but ...". */
export type BodyCheck = (body: unknown) => string | undefined;

/** Returns a check that the body of a success has the member that the rest relies on. */
export const withMember =
  (name: string): BodyCheck =>
  (body) =>
    (Object(body) as Record<string, unknown>)[name] == null ? `without ${name}` : undefined;

/** Sends a request as often as it takes. Resolves with the JSON of a success; everything else is thrown. */
export function exchange(
  session: Session,
  call: Call,
  request: WireRequest,
  checkBody?: BodyCheck,
  onAnswer?: (answer: Answer | undefined) => void,
): Promise<unknown> {
  return retrying(session.transport, call, request, async (call) => {
    onAnswer?.(undefined);
    const answer = await sendWithBearer(session, call, request);
    onAnswer?.(answer);
    if (!answer.ok) throw refusal(answer);
    const body = jsonOf(answer);
    const problem = body === notJson ? 'with something other than JSON' : checkBody?.(body);
    if (problem) throw badFormat(answer, problem);
    return body;
  });
}
