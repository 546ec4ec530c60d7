import { ConfigurationError } from '../errors.js';
import type { Call } from '../http/limits.js';
import { send, type Answer, type Transport } from '../http/send.js';
import type { StoredTokens } from './token.js';
import type { TokenSource } from './token-source.js';

/** What a call to the API needs: where it may go, how it goes, and who it is from. */
export interface Session {
  readonly allowInsecureHosts: readonly string[];
  readonly baseUrl: string;
  readonly transport: Transport;
  readonly tokens: TokenSource;
}

/**
 * Sends a request with the bearer token. A 401 is answered by one renewal and one repeat: the host has done nothing
 * yet, so this is safe for every operation, `execute` too. A second 401 is an answer like any other.
 *
 * The request is taken apart and built anew for each try, because a Request whose body was read cannot be sent again
 * and a clone of it keeps two copies.
 */
export async function sendWithBearer(session: Session, call: Call, request: Request): Promise<Answer> {
  const { baseUrl, transport, tokens } = session;
  if (!request.url.startsWith(`${baseUrl}/`)) {
    throw new ConfigurationError('The access token is for baseUrl only.', {
      code: 'foreign_host',
    });
  }
  const { url, method } = request;
  const bytes = await request.arrayBuffer();
  // No body and no content type where there is nothing to send.
  const body = bytes.byteLength > 0 ? bytes : null;

  const first = await tokens.usable(call.limits);
  const trySend = ({ access_token, subject_id }: StoredTokens) => {
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${access_token}`);
    // A printer that was removed and authenticated again has another device ID than the one in the path.
    return send(transport, call, { url: url.replace(first.subject_id, subject_id), method, headers, body });
  };
  const answer = await trySend(first);
  return answer.status === 401 ? trySend(await tokens.instead(call.limits, first.access_token)) : answer;
}
