import { describe, expect, it } from 'vitest';
import { AuthenticationError, ResponseFormatError, ServerError } from '../errors/index.js';
import { baseUrl, clientId, clientSecret, deviceId, json, rejection, token } from '../test/fake-host.js';
import { HOUR_MS, tokenSourceOnFakeHost } from '../test/token-source.js';

describe('grants', () => {
  it('asks by the password grant, as the API wants it', async () => {
    const { host, usable } = tokenSourceOnFakeHost();
    await usable();
    const [request] = host.seen;
    expect(request).toMatchObject({
      method: 'POST',
      url: `${baseUrl}/api/1/printing/oauth2/auth/token?subject=printer`,
      text: 'grant_type=password&username=mock.printer%40print.epsonconnect.com&password=',
    });
    expect(request?.headers.get('content-type')).toBe('application/x-www-form-urlencoded; charset=utf-8');
    expect(request?.headers.get('authorization')).toBe(`Basic ${btoa(`${clientId}:${clientSecret}`)}`);
  });

  it('refreshes with the refresh token, keeps it when the answer has none, and takes a rotated one', async () => {
    const { clock, host, grants, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.advance(HOUR_MS);
    host.next('authenticate', () =>
      json(200, { access_token: 'second', expires_in: 3600, subject_id: deviceId }),
    );
    await usable();
    clock.advance(HOUR_MS);
    host.next('authenticate', () =>
      json(200, { access_token: 'third', expires_in: 3600, subject_id: deviceId, refresh_token: 'rotated' }),
    );
    await usable();
    clock.advance(HOUR_MS);
    await usable();
    expect(grants()).toEqual(['password', 'refresh_token', 'refresh_token', 'refresh_token']);
    const used = host.seen.map(({ text }) => new URLSearchParams(text).get('refresh_token'));
    expect(used).toEqual([null, token('refresh', 1), token('refresh', 1), 'rotated']);
  });

  it('falls back to the password grant when the refresh is refused', async () => {
    const { clock, host, grants, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.advance(HOUR_MS);
    host.next('authenticate', () => json(400, { error: 'invalid_grant' }));
    expect(await usable()).toBe(token('access', 2));
    expect(grants()).toEqual(['password', 'refresh_token', 'password']);
  });

  it('throws one named error with the first refusal as its cause when both are refused, and works again afterwards', async () => {
    const { clock, host, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.advance(HOUR_MS);
    host.next('authenticate', () => json(400, { error: 'invalid_grant' }));
    host.next('authenticate', () => json(401, { error: 'invalid_client' }));
    const error = (await rejection(usable())) as AuthenticationError;
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status: 401, code: 'invalid_client', step: 'authenticate' });
    expect(error.cause).toMatchObject({ name: 'AuthenticationError', status: 400, code: 'invalid_grant' });
    expect(await usable()).toBe(token('access', 2));
  });

  it.each([
    ['a 500', () => json(500, { error: 'server_error' })],
    ['a 502 of a gateway', () => new Response('<html>', { status: 502 })],
    ['a 404', () => new Response('', { status: 404 })],
    ['a 429', () => new Response('slow down', { status: 429 })],
  ])('does not take %s for a refusal of the refresh token', async (_, answer) => {
    const { clock, host, grants, usable } = tokenSourceOnFakeHost();
    await usable();
    clock.advance(HOUR_MS);
    host.next('authenticate', answer);
    await rejection(usable());
    expect(grants()).toEqual(['password', 'refresh_token']);
    await usable();
    expect(grants()).toEqual(['password', 'refresh_token', 'refresh_token']);
  });

  it.each<[string, () => Response, new (...args: never[]) => Error]>([
    ['a 400', () => json(400, { error: 'invalid_grant' }), AuthenticationError],
    ['a 500', () => json(500, { error: 'server_error' }), ServerError],
    ['an HTML page', () => new Response('<html>', { status: 200 }), ResponseFormatError],
    ['an empty 200', () => new Response(null, { status: 200 }), ResponseFormatError],
    ['a 200 of null', () => json(200, null), ResponseFormatError],
    ['no access_token', () => json(200, { expires_in: 3600, subject_id: deviceId }), ResponseFormatError],
    [
      'an access_token that no header holds',
      () => json(200, { access_token: 'a\nb', expires_in: 3600, subject_id: 'x' }),
      ResponseFormatError,
    ],
    ['no subject_id', () => json(200, { access_token: 'new', expires_in: 3600 }), ResponseFormatError],
    [
      'expires_in as a string',
      () => json(200, { access_token: 'new', expires_in: '3600', subject_id: 'x' }),
      ResponseFormatError,
    ],
  ])('leaves the store as it is after %s', async (_, answer, Class) => {
    const { clock, host, store, usable } = tokenSourceOnFakeHost();
    await usable();
    const before = await store.read();
    clock.advance(HOUR_MS);
    host.always('authenticate', answer);
    expect(await rejection(usable())).toBeInstanceOf(Class);
    expect(await store.read()).toBe(before);
  });
});
