import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { APP, Authorizing, basicOf, REDIRECT_URI, sentBack } from '../../support/mock/authorization.js';
import { hintOf } from '../../support/mock/client.js';

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const STATE = 'a%2Fb+c%20%C3%A4%FF~';
const QUERY = `response_type=code&client_id=${APP.clientId}&redirect_uri=${encodeURIComponent(REDIRECT_URI)}&scope=device`;

/** Describes how a person is asked for consent. */
export function describeAuthorize(contract: Contract): void {
  describe('GET /auth/authorize', () => {
    it('shows a page, on which a person signs in, chooses a printer and is sent back with a code and the state', async () => {
      const client = new Authorizing();
      const first = await contract.check(
        'authorize',
        client.ask(`${QUERY}&state=${STATE}&nonce=1&show_dialog=true`),
      );
      expect(first.status).toBe(200);
      const second = await client.press(first, 'Mock Owner');
      expect(second.text).toContain('mock.printer@print.epsonconnect.com');
      const { response, location, parameters } = sentBack(await client.press(second, 'MOCK000001'));
      expect(response.status).toBe(303);
      expect(parameters.get('code')).toMatch(TOKEN);
      // Untouched: a program may compare it as text.
      expect(location).toBe(`${REDIRECT_URI}?code=${parameters.get('code')}&state=${STATE}`);
      await client.exchange(parameters.get('code') ?? '').expect(200);
    });

    it('lets the person go back, and choose between the printers of the account alone', async () => {
      const printers = ['one', 'two', 'three'].map((name) => ({ email: `${name}@print.epsonconnect.com` }));
      const client = new Authorizing({
        printers,
        accounts: [
          { email: 'a@example.com', name: 'Ada', printers: ['TWO@print.epsonconnect.com'] },
          { email: 'b@example.com', name: 'Ben' },
        ],
      });
      const page = await client.ask();
      const ada = await client.press(page, 'Ada');
      expect(ada.text.match(/\w+@print\.epsonconnect\.com(?= ·)/g)).toEqual(['two@print.epsonconnect.com']);
      const again = await client.press(ada, 'somebody else');
      const ben = await client.press(again, 'Ben');
      expect(ben.text.match(/\w+@print\.epsonconnect\.com(?= ·)/g)).toHaveLength(3);
      expect(sentBack(await client.press(ben, 'three@')).parameters.get('code')).toMatch(TOKEN);
    });

    it('sends back error=not_registered for an account without a printer, and access_denied if the person refuses', async () => {
      const client = new Authorizing();
      const none = await client.press(await client.ask({ state: 's' }), 'Nobody With A Printer');
      expect([none.status, sentBack(none).location]).toEqual([
        302,
        `${REDIRECT_URI}?error=not_registered&state=s`,
      ]);
      expect(hintOf(none)).toMatch(/^account-without-printer: .*nobody@example\.com/);
      for (const steps of [['Refuse'], ['Mock Owner', 'Refuse']]) {
        let page = await client.ask();
        for (const button of steps) page = await client.press(page, button);
        expect(sentBack(page).location).toBe(`${REDIRECT_URI}?error=access_denied`);
      }
    });

    it('answers at once where consent is auto, with the first account that has a printer', async () => {
      const client = new Authorizing({
        consent: 'auto',
        accounts: [{ email: 'none@example.com', printers: [] }, { email: 'some@example.com' }],
      });
      const answer = await contract.check('authorize', client.ask({ state: 'x' }));
      const { parameters } = sentBack(answer);
      expect([answer.status, parameters.get('state')]).toEqual([302, 'x']);
      await client.exchange(parameters.get('code') ?? '').expect(200);
      const nobody = new Authorizing({ consent: 'auto', accounts: [] });
      expect(sentBack(await contract.check('authorize', nobody.ask())).parameters.get('error')).toBe(
        'not_registered',
      );
    });

    it('refuses in the name of the person where consent is deny', async () => {
      const answer = await contract.check(
        'authorize',
        new Authorizing({ consent: 'deny' }).ask({ state: 'x' }),
      );
      expect(sentBack(answer).location).toBe(`${REDIRECT_URI}?error=access_denied&state=x`);
    });

    it.each<[string, Record<string, string | null>, RegExp]>([
      ['an unknown app', { client_id: 'f'.repeat(32) }, /^authorize-app-unknown: .*only 0123456789abcdef/],
      ['no app', { client_id: null }, /^authorize-app-unknown: /],
      ['no redirect URI', { redirect_uri: null }, /^redirect-uri-missing: /],
      [
        'localhost',
        { redirect_uri: 'http://localhost:8381/callback' },
        /^redirect-uri-unregistered: .*127\.0\.0\.1/,
      ],
      [
        'a foreign redirect URI',
        { redirect_uri: 'https://evil.example/' },
        /^redirect-uri-unregistered: .*--redirect-uri/,
      ],
    ])(
      'shows a page that says what is wrong with %s, and sends nobody anywhere',
      async (_what, changes, hint) => {
        const answer = await contract.check('authorize', new Authorizing({ consent: 'auto' }).ask(changes));
        expect(answer.status).toBe(400);
        expect(answer.headers).not.toHaveProperty('location');
        expect(hintOf(answer)).toMatch(hint);
        expect(answer.text).toContain('<h1>invalid_client</h1>');
        expect(answer.text).toContain(hintOf(answer).split(':')[0]);
      },
    );

    it.each<[string, Record<string, string | null>, string, RegExp]>([
      ['another response type', { response_type: 'token' }, 'unsupported_response_type', /"token"/],
      ['no response type', { response_type: null }, 'unsupported_response_type', /no response_type/],
      ['another scope', { scope: 'device openid' }, 'invalid_scope', /"device openid"/],
      ['no scope', { scope: null }, 'invalid_scope', /no scope/],
      [
        'a challenge with padding',
        { code_challenge: `${'a'.repeat(43)}=`, code_challenge_method: 'S256' },
        'invalid_request',
        /without =/,
      ],
      [
        'a method without a challenge',
        { code_challenge_method: 'S256' },
        'invalid_request',
        /no code_challenge/,
      ],
      [
        'another method',
        { code_challenge: 'a'.repeat(43), code_challenge_method: 's256' },
        'invalid_request',
        /"s256"/,
      ],
    ])('sends back what is wrong with %s', async (_what, changes, error, hint) => {
      const answer = await contract.check('authorize', new Authorizing().ask({ state: 's', ...changes }));
      expect([answer.status, sentBack(answer).location]).toEqual([
        302,
        `${REDIRECT_URI}?error=${error}&state=s`,
      ]);
      expect(hintOf(answer)).toMatch(hint);
    });

    it('keeps the query of a redirect URI', async () => {
      const client = new Authorizing({ consent: 'auto' });
      const { location } = sentBack(await client.ask({ redirect_uri: `${REDIRECT_URI}?from=a%20b` }));
      expect(location).toMatch(/^http:\/\/127\.0\.0\.1:8381\/callback\?from=a%20b&code=[\w-]{43}$/);
    });

    it('is a GET: a HEAD gives no code, and nothing else is possible', async () => {
      const { default: request } = await import('supertest');
      const client = new Authorizing({ consent: 'auto' });
      for (const method of ['head', 'post', 'put', 'delete'] as const) {
        const answer = await contract.check(
          'authorize',
          request(client.host.app)[method](`/auth/authorize?${QUERY}`),
        );
        expect([answer.status, answer.headers['allow']]).toEqual([405, 'GET']);
        expect(answer.headers).not.toHaveProperty('location');
      }
    });

    it('takes the apps, redirect URIs and accounts of the settings', async () => {
      const app = { ...APP, clientId: 'b'.repeat(32), redirectUris: ['https://shop.example/cb'] };
      const client = new Authorizing({ apps: [app], consent: 'auto' });
      await client.ask().expect(400);
      await client.ask({ client_id: app.clientId }).expect(400);
      const answer = await client.ask({ client_id: app.clientId, redirect_uri: 'https://shop.example/cb' });
      const code = sentBack(answer).parameters.get('code') ?? '';
      const headers = { Authorization: basicOf(app.clientId, app.clientSecret) };
      await client.exchange(code, { redirect_uri: 'https://shop.example/cb' }, headers).expect(200);
      const more = new Authorizing({ redirectUris: ['https://shop.example/cb'], consent: 'auto' });
      await more.ask({ redirect_uri: 'https://shop.example/cb' }).expect(302);
      await more.ask().expect(302);
      await new Authorizing({ worlds: true, consent: 'auto' })
        .ask({ client_id: 'c'.repeat(32), redirect_uri: 'https://anywhere.example/cb' })
        .expect(302);
    });
  });
}
