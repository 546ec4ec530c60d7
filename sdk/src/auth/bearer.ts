import { aboutSent } from '../errors.js';
import { wordOf } from '../http/answer.js';
import type { Call } from '../http/limits.js';
import { isAbortReason } from '../http/on-abort.js';
import { paced } from '../http/pacer.js';
import { isRenewable, operationOf } from '../http/retry-policy.js';
import { send, type Answer, type Transport, type WireRequest } from '../http/send.js';
import { log } from '../http/trace.js';
import type { TokenSource } from './token-source.js';

/** What a call to the API needs: where it may go, how it goes, and who it is from. */
export interface Session {
  readonly allowInsecureHosts: readonly string[];
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly tokens: TokenSource;
}

/** A request whose path is filled anew for each try: a token that was renewed may be for another device ID. */
export interface BearerRequest extends Omit<WireRequest, 'url'> {
  /** Returns the URL, with the device ID of the access token where the caller names none. */
  readonly urlFor: (device_id: string) => string;
}

/** Called before each try with undefined, and with the answer when there is one. */
export type OnAnswer = (answer: Answer | undefined) => void;

/**
 * Sends a request with the bearer token, when its turn has come. A 401 is answered by one renewal and one repeat: the
 * host has done nothing yet. Of `execute` this is believed only of Epson's own word, on the first try. A second 401 is an
 * answer like any other.
 */
export async function sendWithBearer(
  { transport, tokens }: Session,
  call: Call,
  { urlFor, ...request }: BearerRequest,
  onAnswer?: OnAnswer,
): Promise<Answer> {
  const { limits } = call;
  await tokens.usable(limits);
  let used = '';
  let url = '';
  const trySend = async (call: Call) => {
    onAnswer?.(undefined);
    const answer = await paced(
      transport,
      call,
      async () => {
        // The turn may have been long in coming, and the token have died meanwhile.
        const now = await tokens.usable(limits);
        used = now.access_token;
        url = urlFor(now.subject_id);
        const headers = { ...request.headers, authorization: `Bearer ${used}` };
        return send(transport, call, { ...request, url, headers });
      },
      (delayMs) => log(transport, 'info', 'paced', { ...call.about, delayMs }),
    );
    onAnswer?.(answer);
    return answer;
  };
  const answer = await trySend(call);
  const { status } = answer;
  const operation = operationOf({ url, ...request }, call);
  if (!isRenewable(operation, { status, code: wordOf(answer) }, !call.retryReason)) return answer;
  try {
    onAnswer?.(undefined);
    await tokens.instead(limits, used);
    return await trySend({ ...call, retryReason: 'status_401' });
  } catch (error) {
    throw isAbortReason(limits.signal, error) ? error : aboutSent(error);
  }
}
