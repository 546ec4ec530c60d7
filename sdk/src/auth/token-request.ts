import type { Operation } from '../http/api.js';
import type { WireRequest } from '../http/transport.js';

/** The credentials of a client. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Returns the request for a token. The credentials are in Basic as they are, not form-encoded as RFC 6749 has it: the host
 * takes them for others then. Evidence: client.
 */
export function tokenRequest(
  operation: Operation,
  url: string,
  { clientId, clientSecret }: ClientCredentials,
  grant: Readonly<Record<string, string>>,
): WireRequest {
  // btoa knows bytes only; the text is UTF-8.
  const basic = btoa(String.fromCharCode(...new TextEncoder().encode(`${clientId}:${clientSecret}`)));
  return {
    operation,
    url,
    headers: {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    },
    body: new URLSearchParams(grant).toString(),
  };
}
