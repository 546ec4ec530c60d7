import { createHash } from 'node:crypto';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { APP, basicOf, REDIRECT_URI } from '../support/mock/authorization.js';
import { hintOf } from '../support/mock/client.js';
import { ClientV2 } from '../support/mock/client-v2.js';
import { controlClient, deviceOf, OTHER_APP as OTHER } from '../support/mock/control-client.js';
import type { Contract } from '../support/description/contract.js';

const EMAIL = 'mock.printer@print.epsonconnect.com';

/** Describes codes without a browser, and the tokens of both versions. */
export function describeAuthorizing(contract: Contract): void {
  describe('version 2: a code without a browser', () => {
    it('is what the consent page gives, with state and PKCE', async () => {
      const { client, order } = controlClient(contract, { consent: 'deny' });
      const verifier = 'v'.repeat(43);
      const { body } = await order(
        'issueCode',
        {},
        {
          account: 'owner@example.com',
          printer: EMAIL,
          redirect_uri: 'http://127.0.0.1:9999/back?a=1',
          state: 'a b&c',
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
        },
      );
      expect(body.state).toBe('a b&c');
      const back = new URL(body.redirect_to as string);
      expect(Object.fromEntries(back.searchParams)).toEqual({ a: '1', code: body.code, state: 'a b&c' });
      const exchange = (code_verifier: string) =>
        request(client.host.app)
          .post('/auth/token')
          .set('Authorization', basicOf(APP.clientId, APP.clientSecret))
          .type('form')
          .send({
            grant_type: 'authorization_code',
            code: body.code,
            redirect_uri: 'http://127.0.0.1:9999/back?a=1',
            code_verifier,
          });
      await exchange('w'.repeat(43)).expect(400);
      await exchange(verifier).expect(200);
    });

    it('needs nothing, and is the same in code', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      const { body } = await order('issueCode');
      expect(body).toEqual({
        code: expect.stringMatching(/^[\w-]{43}$/),
        redirect_to: `${REDIRECT_URI}?code=${body.code}`,
        state: null,
      });
      const { code } = client.host.control.issueCode();
      await new ClientV2(client.host).accessToken(code);
      await order('seedClient', {}, OTHER);
      const other = client.host.control.world(OTHER.client_id).issueCode({ state: '1' });
      expect(other.redirect_to).toBe(`https://shop.example/callback?code=${other.code}&state=1`);
    });

    it.each<[string, object]>([
      ['redirect-uri-unregistered', { redirect_uri: 'https://elsewhere.example/' }],
      ['account-without-printer', { account: 'nobody@example.com' }],
      ['account-without-printer', { account: 'stranger@example.com' }],
      ['account-without-printer', { printer: 'x@print.epsonconnect.com' }],
      ['challenge-malformed', { code_challenge: 'v'.repeat(50), code_challenge_method: 'S256' }],
      ['validation-failed', { code_challenge: 'short' }],
      ['validation-failed', { code_challenge_method: 's256' }],
    ])('is refused by the rule %s: %j', async (rule, asked) => {
      const { client, order } = controlClient(contract);
      const { status, body } = await order('issueCode', {}, asked);
      expect([status, body.code]).toEqual([400, rule]);
      expect(() => client.host.control.issueCode(asked)).toThrow(RangeError);
    });

    it('is not for a client of version 1', async () => {
      const { order } = controlClient(contract);
      const client_id = 'f'.repeat(32);
      await order('seedClient', {}, { client_id, client_secret: 'c'.repeat(64) });
      expect((await order('issueCode', { client_id })).body.code).toBe('app-unknown');
    });
  });

  describe('version 2: tokens', () => {
    it('of both versions expire and are revoked by one call', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      const caller = await client.authenticate();
      const { device, token } = await deviceOf(stage);
      expect((await order('expireTokens', {}, { printer: EMAIL })).body).toEqual({
        access_tokens: 2,
        refresh_tokens: 0,
      });
      await device.call(token, 'get', '/printing/devices/info').expect(401);
      await client.call(caller, 'get', '').expect(401);
      const second = await deviceOf(stage);
      expect((await order('revokeTokens')).body).toMatchObject({ refresh_tokens: 3 });
      await second.device.call(second.token, 'get', '/printing/devices/info').expect(401);
    });

    it('are not given any more for a code that was revoked before', async () => {
      const { client, order } = controlClient(contract);
      const device = new ClientV2(client.host);
      const codeOf = async () => (await order('issueCode')).body.code as string;
      const code = await codeOf();
      await order('revokeTokens', {}, { printer: EMAIL });
      const refused = await device.exchange(code);
      expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
      expect(hintOf(refused)).toMatch(/^code-expired: .*revoked/);
      await device.exchange(await codeOf()).expect(200);
    });
  });
}
