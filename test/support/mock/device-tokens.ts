import type { RunningMockHost } from 'epson-connect-mock';
import { basicOf } from './authorization.js';

/** The tokens of a printer. */
export interface DeviceTokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** Has a person consent on a host that does so at once, and exchanges the code, over real sockets. */
export async function deviceTokens({ url, credentialsV2 }: RunningMockHost): Promise<DeviceTokens> {
  const { clientId, clientSecret, redirectUri } = credentialsV2;
  const query = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope: 'device' };
  const asked = `${url}/auth/authorize?${new URLSearchParams(query).toString()}`;
  const { headers } = await fetch(asked, { redirect: 'manual' });
  const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
  const answer = await fetch(`${url}/auth/token`, {
    method: 'POST',
    headers: { Authorization: basicOf(clientId, clientSecret) },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  });
  if (!answer.ok) throw new Error(`no tokens: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as DeviceTokens;
}
