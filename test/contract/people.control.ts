import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { APP, Authorizing, basicOf, REDIRECT_URI, sentBack } from '../support/mock/authorization.js';
import { controlClient, OTHER_APP as OTHER, type ControlClient } from '../support/mock/control-client.js';
import type { Contract } from '../support/description/contract.js';

const EMAIL = 'mock.printer@print.epsonconnect.com';

const ask = ({ client }: ControlClient) =>
  request(client.host.app)
    .get('/auth/authorize')
    .query({ response_type: 'code', client_id: APP.clientId, redirect_uri: REDIRECT_URI, scope: 'device' });

/** Describes apps, the people who let them in, and their consent. */
export function describePeople(contract: Contract): void {
  describe('version 2: apps and people', () => {
    it('lets apps in, and one ID be an app and a client', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      const seeded = await order('seedClient', {}, OTHER);
      expect(seeded.body).toMatchObject({
        api_versions: [2],
        redirect_uris: OTHER.redirect_uris,
        printers: 1,
      });
      expect((await order('seedClient', {}, OTHER)).body.code).toBe('client-taken');
      const { client_id, client_secret } = OTHER;
      const token = () =>
        request(client.host.app)
          .post('/auth/token')
          .set('Authorization', basicOf(client_id, client_secret))
          .type('form')
          .send({ grant_type: 'client_credentials' });
      await token().expect(200);
      const both = await order('seedClient', {}, { client_id, client_secret: 'c'.repeat(64) });
      expect([both.status, both.body.api_versions]).toEqual([201, [1, 2]]);
      expect((await order('seedClient', {}, { client_id, client_secret: 'd'.repeat(64) })).status).toBe(409);
      await token().expect(200);
      const { body, text } = await order('listClients');
      expect(body.clients).toMatchObject([
        { api_versions: [1, 2], redirect_uris: [] },
        { client_id, api_versions: [1, 2], redirect_uris: OTHER.redirect_uris },
      ]);
      expect(text).not.toContain(OTHER.api_key);
      const { api_key: _, ...noApp } = OTHER;
      for (const wrong of [
        { ...OTHER, client_id: 'e'.repeat(32), redirect_uris: ['http://localhost/callback'] },
        { ...OTHER, client_id: 'e'.repeat(32), api_key: '' },
        { ...noApp, client_id: 'e'.repeat(32) },
      ])
        expect((await order('seedClient', {}, wrong)).body.code).toBe('validation-failed');
    });

    it('lists people, and adds some to one world', async () => {
      const { client, order } = controlClient(contract);
      await order('seedClient', {}, OTHER);
      const ada = { email: 'ada@example.com', name: 'Ada', printers: [EMAIL, 'x@print.epsonconnect.com'] };
      const added = await order('seedAccount', {}, ada);
      expect([added.status, added.body]).toEqual([201, { ...ada, printers: [EMAIL] }]);
      const taken = await order('seedAccount', {}, { email: 'ADA@example.com' });
      expect([taken.status, taken.body.code]).toEqual([409, 'account-taken']);
      expect((await order('seedAccount', {}, { email: 'ada' })).status).toBe(400);
      await order('resetWorld');
      const emails = async (params = {}) =>
        ((await order('listAccounts', params)).body.accounts as { email: string }[]).map(
          ({ email }) => email,
        );
      const seeds = ['owner@example.com', 'nobody@example.com'];
      expect(await emails()).toEqual([...seeds, 'ada@example.com']);
      expect(await emails({ client_id: OTHER.client_id })).toEqual(seeds);
      expect(() => client.host.control.seedAccount(ada)).toThrow('ada@example.com already');
      const page = await new Authorizing().ask().expect(200);
      expect(page.text).not.toContain('ada@');
      expect(
        (
          await request(client.host.app).get(
            `/auth/authorize?response_type=code&client_id=${APP.clientId}&redirect_uri=${encodeURIComponent(REDIRECT_URI)}&scope=device`,
          )
        ).text,
      ).toContain('ada@example.com');
    });

    it('tells and sets how requests for authorization are answered, until a reset', async () => {
      const stage = controlClient(contract);
      const { client, order } = stage;
      expect((await order('getConsent')).body).toEqual({ consent: 'page' });
      expect((await order('setConsent', {}, { consent: 'auto' })).body).toEqual({ consent: 'auto' });
      expect(sentBack(await ask(stage).expect(302)).parameters.get('code')).toMatch(/^[\w-]{43}$/);
      client.host.control.setConsent('deny');
      expect(sentBack(await ask(stage).expect(302)).parameters.get('error')).toBe('access_denied');
      for (const wrong of [{}, { consent: 'never' }])
        expect((await order('setConsent', {}, wrong)).body.code).toBe('validation-failed');
      expect(() => client.host.control.setConsent('never' as never)).toThrow('consent is "never"');
      expect(client.host.control.consent).toBe('deny');
      await order('resetWorld');
      expect((await order('getConsent')).body).toEqual({ consent: 'page' });
      await ask(stage).expect(200);
    });
  });
}
