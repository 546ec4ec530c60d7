import type { Call } from '../http/limits.js';
import { paced } from '../http/pacer.js';
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

/**
 * Sends a request with the bearer token, when its turn has come. A 401 is answered by one renewal and one repeat: the
 * host has done nothing yet, so this is safe for every operation, `execute` too. A second 401 is an answer like any
 * other.
 */
export async function sendWithBearer(
  { transport, tokens }: Session,
  call: Call,
  request: WireRequest,
): Promise<Answer> {
  const { limits } = call;
  const { subject_id: device_id } = await tokens.usable(limits);
  let used = '';
  const trySend = (call: Call) =>
    paced(
      transport,
      call,
      async () => {
        // The turn may have been long in coming, and the token have died meanwhile.
        const now = await tokens.usable(limits);
        used = now.access_token;
        const headers = { ...request.headers, authorization: `Bearer ${used}` };
        // A printer that was removed and authenticated again has another device ID than the one in the path.
        return send(transport, call, {
          ...request,
          url: request.url.replace(device_id, now.subject_id),
          headers,
        });
      },
      (delayMs) => log(transport, 'info', 'paced', { ...call.about, delayMs }),
    );
  const answer = await trySend(call);
  if (answer.status !== 401) return answer;
  await tokens.instead(limits, used);
  return trySend({ ...call, retryReason: 'status_401' });
}
