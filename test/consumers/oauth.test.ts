import { startMockHost, type RunningMockHost, type StartOptions } from 'epson-connect-mock';
import * as oauth from 'oauth4webapi';
import { describe, expect, it, onTestFinished } from 'vitest';
import { basicOf } from '../support/mock/authorization.js';

/** A program that leaves the authorization to a library which knows RFC 6749 and 7636, and nothing of Epson. */
class LibraryUser {
  readonly host: RunningMockHost;
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly options = { [oauth.allowInsecureRequests]: true };

  constructor(host: RunningMockHost) {
    this.host = host;
    this.server = {
      issuer: host.url,
      authorization_endpoint: `${host.url}/auth/authorize`,
      token_endpoint: `${host.url}/auth/token`,
    };
    this.client = { client_id: host.credentialsV2.clientId };
  }

  /** Client ID and secret in Basic as they are, as every program that prints sends them. */
  get plain(): oauth.ClientAuth {
    const { clientId, clientSecret } = this.host.credentialsV2;
    return (_server, _client, _body, headers) =>
      headers.set('authorization', basicOf(clientId, clientSecret));
  }

  /** The library's own Basic, which form-encodes both as RFC 6749, 2.3.1 says. */
  get encoded(): oauth.ClientAuth {
    return oauth.ClientSecretBasic(this.host.credentialsV2.clientSecret);
  }

  /** Asks for a code, as a browser would that the library sent there. */
  async callback(state: string, verifier: string): Promise<URL> {
    const asked = new URL(this.server.authorization_endpoint ?? '');
    asked.search = new URLSearchParams({
      response_type: 'code',
      client_id: this.client.client_id,
      redirect_uri: this.host.credentialsV2.redirectUri,
      scope: 'device',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const { headers } = await fetch(asked, { redirect: 'manual' });
    return new URL(headers.get('location') ?? '');
  }

  async exchange(parameters: URLSearchParams, verifier: string, authentication = this.plain) {
    const { server, client, options } = this;
    const { redirectUri } = this.host.credentialsV2;
    const answer = await oauth.authorizationCodeGrantRequest(
      ...[server, client, authentication, parameters, redirectUri, verifier, options],
    );
    return oauth.processAuthorizationCodeResponse(server, client, answer);
  }

  async refresh(refreshToken = '', authentication = this.plain) {
    const { server, client, options } = this;
    const answer = await oauth.refreshTokenGrantRequest(
      ...[server, client, authentication, refreshToken, options],
    );
    return oauth.processRefreshTokenResponse(server, client, answer);
  }

  async credentials(scope: Record<string, string> = {}, authentication = this.plain) {
    const { server, client, options } = this;
    const answer = await oauth.clientCredentialsGrantRequest(
      ...[server, client, authentication, scope, options],
    );
    return oauth.processClientCredentialsResponse(server, client, answer);
  }

  call(token: string, method: string, path: string): Promise<Response> {
    const headers = new Headers({ 'x-api-key': this.host.credentialsV2.apiKey });
    const url = new URL(`${this.host.url}/api/2/printing${path}`);
    return oauth.protectedResourceRequest(token, method, url, headers, null, this.options);
  }
}

async function start(options: StartOptions = {}): Promise<LibraryUser> {
  const host = await startMockHost({ consent: 'auto', ...options });
  onTestFinished(() => host.close());
  return new LibraryUser(host);
}

const errorOf = (cause: unknown) =>
  cause instanceof oauth.ResponseBodyError ? [cause.status, cause.error] : cause;

describe('an OAuth library', () => {
  it('gets a device token by code, state and PKCE, and refreshes it', async () => {
    const user = await start();
    const [state, verifier] = [oauth.generateRandomState(), oauth.generateRandomCodeVerifier()];
    const parameters = oauth.validateAuthResponse(
      user.server,
      user.client,
      await user.callback(state, verifier),
      state,
    );
    const first = await user.exchange(parameters, verifier);
    expect(first).toMatchObject({ token_type: 'bearer', scope: 'device', expires_in: 3600 });
    const second = await user.refresh(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await user.call(second.access_token, 'GET', '/devices/info')).status).toBe(200);
    expect(errorOf(await user.refresh(first.refresh_token).catch((cause: unknown) => cause))).toEqual([
      400,
      'invalid_grant',
    ]);
    await user.refresh(second.refresh_token);
  });

  it('sees a code that was exchanged with another verifier, or twice, refused in its own terms', async () => {
    const user = await start();
    const [state, verifier] = [oauth.generateRandomState(), oauth.generateRandomCodeVerifier()];
    const back = await user.callback(state, verifier);
    const parameters = oauth.validateAuthResponse(user.server, user.client, back, state);
    const refused = [400, 'invalid_grant'];
    const other = oauth.generateRandomCodeVerifier();
    expect(errorOf(await user.exchange(parameters, other).catch((cause: unknown) => cause))).toEqual(refused);
    await user.exchange(parameters, verifier);
    expect(errorOf(await user.exchange(parameters, verifier).catch((cause: unknown) => cause))).toEqual(
      refused,
    );
  });

  it('passes on the refusal of the person', async () => {
    const user = await start({ consent: 'deny' });
    const state = oauth.generateRandomState();
    const back = await user.callback(state, oauth.generateRandomCodeVerifier());
    expect(() => oauth.validateAuthResponse(user.server, user.client, back, state)).toThrow(
      expect.objectContaining({ error: 'access_denied' }),
    );
  });

  it.each([{}, { scope: 'device' }])('gets an application token, with %j', async (scope) => {
    const user = await start();
    const { access_token, refresh_token } = await user.credentials(scope);
    expect(refresh_token).toBeUndefined();
    expect((await user.call(access_token, 'GET', '/settings/notification')).status).toBe(200);
    expect((await user.call(access_token, 'GET', '/devices/info')).status).toBe(401);
  });
});

describe("the library's own Basic", () => {
  const grants = (user: LibraryUser) => [
    () => user.credentials({}, user.encoded),
    () => user.refresh('r'.repeat(43), user.encoded),
  ];

  it('is refused by default, and the hint names the encoding', async () => {
    const user = await start();
    for (const grant of grants(user)) {
      // The answer has a challenge, as RFC 6749, 5.2 wants it; the library shows that instead of invalid_client.
      const cause = await grant().catch((thrown: unknown) => thrown);
      if (!(cause instanceof oauth.WWWAuthenticateChallengeError)) throw cause;
      expect(cause.status).toBe(401);
      const hint = decodeURIComponent(cause.response.headers.get('x-epson-mock-hint') ?? '');
      expect(hint).toMatch(/^basic-form-encoded: .*%2D.*%5F/);
    }
  });

  it('is accepted by v2-basic=either, for every grant', async () => {
    const user = await start({ assume: { 'v2-basic': 'either' } });
    const [state, verifier] = [oauth.generateRandomState(), oauth.generateRandomCodeVerifier()];
    const back = await user.callback(state, verifier);
    const parameters = oauth.validateAuthResponse(user.server, user.client, back, state);
    const { refresh_token } = await user.exchange(parameters, verifier, user.encoded);
    const answers = [
      await user.refresh(refresh_token, user.encoded),
      await user.credentials({}, user.encoded),
      await user.credentials({}, user.plain),
    ];
    for (const { access_token } of answers) expect(access_token).toHaveLength(43);
  });
});
