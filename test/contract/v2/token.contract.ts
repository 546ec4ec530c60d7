import { createHash } from 'node:crypto';
import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { APP, Authorizing, basicOf } from '../../support/mock/authorization.js';
import { hintOf } from '../../support/mock/client.js';
import { TOKEN_REFUSALS_V2 } from './token.refusals.js';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Describes the three grants. */
export function describeToken(contract: Contract): void {
  describe('POST /auth/token', () => {
    it('exchanges a code for the tokens of the device', async () => {
      const client = new Authorizing();
      const response = await contract.check('requestToken', client.exchange(await client.code()));
      expect(response.body).toEqual({
        access_token: expect.stringMatching(TOKEN),
        refresh_token: expect.stringMatching(TOKEN),
        scope: 'device',
        token_type: 'Bearer',
        expires_in: 3600,
      });
      expect(response.headers).toMatchObject({
        'cache-control': 'no-store',
        'content-type': 'application/json',
      });
    });

    it('warns of a program that refreshes, or asks for authorization, for every print', async () => {
      const clock = new Clock(() => Date.UTC(2026, 0, 2));
      const client = new Authorizing({ clock });
      let { refresh_token } = await client.tokens();
      const refresh = async () => {
        const answer = await contract.check('requestToken', client.refresh(refresh_token).expect(200));
        refresh_token = answer.body.refresh_token as string;
        return hintOf(answer);
      };
      for (let count = 0; count < 5; count += 1) expect(await refresh()).toBe('');
      expect(await refresh()).toMatch(/^authentication-repeated: 6 times in a row/);
      expect(hintOf(await client.exchange(await client.code()))).toMatch(/^authentication-repeated: 7 times/);
      // In the second half of the hour, a new token is in order.
      for (let count = 0; count < 8; count += 1) {
        clock.advance(1_800_000);
        expect(await refresh()).toBe('');
      }
    });

    it('takes the client ID in the form as well', async () => {
      const client = new Authorizing();
      await client.exchange(await client.code(), { client_id: APP.clientId }).expect(200);
      const refused = await contract.check(
        'requestToken',
        client.exchange(await client.code(), { client_id: 'f'.repeat(32) }),
      );
      expect([refused.status, hintOf(refused)]).toEqual([401, expect.stringMatching(/^client-id-other: /)]);
    });

    it.each(['S256', 'plain'])('checks the verifier of PKCE: %s', async (method) => {
      const client = new Authorizing();
      const verifier = 'v'.repeat(64);
      const value = method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
      const code = await client.code({ code_challenge: value, code_challenge_method: method });
      for (const sent of [null, 'w'.repeat(64)]) {
        const refused = await contract.check('requestToken', client.exchange(code, { code_verifier: sent }));
        expect([refused.status, refused.body]).toEqual([400, { error: 'invalid_grant' }]);
        expect(hintOf(refused)).toMatch(/^code-verifier-wrong: /);
      }
      await client.exchange(code, { code_verifier: verifier }).expect(200);
    });

    it('takes a code once, and ends what it gave the second time', async () => {
      const client = new Authorizing();
      const code = await client.code();
      const { body } = await client.exchange(code).expect(200);
      const again = await contract.check('requestToken', client.exchange(code));
      expect([again.status, again.body, hintOf(again)]).toEqual([
        400,
        { error: 'invalid_grant' },
        expect.stringMatching(/^code-used: /),
      ]);
      expect(hintOf(await client.refresh(body.refresh_token).expect(400))).toMatch(/^grant-ended: /);
    });

    it('refreshes with a new refresh token, and never takes the used one again', async () => {
      const client = new Authorizing();
      const first = await client.tokens();
      const { body } = await contract.check('requestToken', client.refresh(first.refresh_token).expect(200));
      expect(body.refresh_token).not.toBe(first.refresh_token);
      const used = await contract.check('requestToken', client.refresh(first.refresh_token));
      expect([used.status, used.body, hintOf(used)]).toEqual([
        400,
        { error: 'invalid_grant' },
        expect.stringMatching(/^refresh-token-used: .*one worker/),
      ]);
      await client.refresh(body.refresh_token).expect(200);
    });

    it('lets one of two refreshes at the same time win', async () => {
      const client = new Authorizing();
      const { refresh_token } = await client.tokens();
      const answers = await Promise.all([client.refresh(refresh_token), client.refresh(refresh_token)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
      const winner = answers.find(({ status }) => status === 200);
      await client.refresh(winner?.body.refresh_token).expect(200);
    });

    it('gives the app a token of its own, with and without scope, and no refresh token', async () => {
      const client = new Authorizing();
      for (const scope of [null, 'device']) {
        const fields = { grant_type: 'client_credentials', scope };
        const { status, body } = await contract.check('requestToken', client.token(fields));
        expect([status, Object.keys(body).sort()]).toEqual([
          200,
          ['access_token', 'expires_in', 'scope', 'token_type'],
        ]);
      }
    });

    it('lets a code expire in five minutes and a refresh token in 30 days', async () => {
      const clock = new Clock();
      const client = new Authorizing({ clock });
      clock.freeze();
      const [code, { refresh_token }] = [await client.code(), await client.tokens()];
      clock.advance(300_000);
      expect(hintOf(await client.exchange(code).expect(400))).toMatch(/^code-expired: /);
      clock.advance(30 * 24 * 3600_000);
      expect(hintOf(await client.refresh(refresh_token).expect(400))).toMatch(/^refresh-token-expired: /);
    });

    it.each(TOKEN_REFUSALS_V2)('refuses %s', async (_what, fields, headers, status, error, hint) => {
      const response = await contract.check('requestToken', new Authorizing().token(fields, headers));
      expect([response.status, response.body]).toEqual([status, { error }]);
      expect(hintOf(response)).toMatch(hint);
    });

    it.each([
      ['v2-invalid-client', '400', { Authorization: basicOf(APP.clientId, 'x') }, 400],
      [
        'v2-basic',
        'either',
        {
          Authorization: basicOf(
            APP.clientId,
            APP.clientSecret.replaceAll('_', '%5F').replaceAll('-', '%2D'),
          ),
        },
        200,
      ],
    ])('answers as %s=%s says', async (name, value, headers, status) => {
      const client = new Authorizing({ assume: { [name]: value } });
      const answer = client.token({ grant_type: 'client_credentials' }, headers);
      expect((await contract.check('requestToken', answer)).status).toBe(status);
    });

    it('is a POST', async () => {
      const { default: request } = await import('supertest');
      const answer = request(new Authorizing().host.app).get('/auth/token');
      const { status, body, headers } = await contract.check('requestToken', answer);
      expect([status, body, headers['allow']]).toEqual([405, { error: 'invalid_request' }, 'POST']);
    });
  });
}
