import type { OnAnswer, Session } from '../auth/bearer.js';
import { aboutJob, type Step } from '../errors.js';
import { limitsOf, type Call, type CallOptions, type OptionTable } from '../http/limits.js';
import { isAbortReason } from '../http/on-abort.js';
import { exchange, type BodyCheck } from './exchange.js';
import { pathWith, type AnswerOf, type BodyOf, type Route } from './route.js';

/** A call of a public method, as it begins. */
export function callOf(
  { transport }: Session,
  step: Step,
  options?: CallOptions,
  table?: OptionTable<CallOptions>,
): Call {
  return { limits: limitsOf(transport, options, table), about: { step } };
}

/**
 * One operation on the printer of the access token, unless `ids` names another. Resolves with the body of a success;
 * everything else is thrown, and says what it is about.
 */
export async function operate<R extends Route>(
  wiring: Session,
  call: Call,
  route: R,
  ids: { readonly device_id?: string | undefined; readonly print_mode?: string },
  body: BodyOf<R>,
  checkBody?: BodyCheck,
  onAnswer?: OnAnswer,
): Promise<AnswerOf<R>> {
  const { job_id } = call.about;
  try {
    const [method = '', path = ''] = route.split(' ');
    const urlFor = (own: string) =>
      wiring.baseUrl + pathWith(path, { ...ids, job_id, device_id: ids.device_id ?? own });
    // No body and no content type where there is nothing to send.
    const sent = body
      ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : { headers: {} };
    return (await exchange(wiring, call, { urlFor, method, ...sent }, checkBody, onAnswer)) as AnswerOf<R>;
  } catch (error) {
    throw isAbortReason(call.limits.signal, error) ? error : aboutJob(error, job_id);
  }
}
