import { describe, expect, it } from 'vitest';
import { Clock } from 'epson-connect-mock';
import { hintOf, newClient } from '../support/mock/client.js';
import { form, username } from '../support/http/forms.js';
import type { Contract } from '../support/description/contract.js';
import { TOKEN_REFUSALS } from './token.refusals.js';

/** Step 1, both grants. */
export function describeToken(contract: Contract): void {
  describe('authenticate', () => {
    it('answers the password grant with a bearer token, a refresh token and the device ID', async () => {
      const client = newClient();
      const { body, headers } = await contract.check('authenticate', client.token());
      expect(body).toEqual({
        token_type: 'Bearer',
        access_token: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
        expires_in: 3600,
        refresh_token: expect.stringMatching(/^[A-Za-z0-9]{64}$/),
        subject_type: '',
        subject_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      });
      expect(headers['content-type']).toBe('application/json');
    });

    it('answers the refresh grant with a new access token and no refresh token', async () => {
      const client = newClient();
      const first = await client.authenticate();
      const refresh = form({ grant_type: 'refresh_token', refresh_token: first.refreshToken });
      const { body } = await contract.check('authenticate', client.token(refresh));
      expect(body).not.toHaveProperty('refresh_token');
      expect(body.subject_id).toBe(first.deviceId);
      expect(body.access_token).not.toBe(first.token);
      await contract.check('authenticate', client.token(refresh));
      await contract.check('createPrintJob', client.createJob(first).expect(201));
    });

    it.each(TOKEN_REFUSALS)(
      'refuses %s and says why',
      async (_what, body, headers, query, status, error, hint) => {
        const response = await contract.check('authenticate', newClient().token(body, headers, query));
        expect([response.status, response.body]).toEqual([status, { error }]);
        expect(hintOf(response)).toMatch(hint);
      },
    );

    it('names the realm on a 401', async () => {
      const { headers } = await contract.check(
        'authenticate',
        newClient().token(undefined, { Authorization: null }),
      );
      expect(headers['www-authenticate']).toBe('Basic realm="Token Generation"');
    });

    it('splits the credentials at the first colon only', async () => {
      const client = newClient({ clients: [{ clientId: 'some-id', clientSecret: 'a:b::c' }] });
      await contract.check('authenticate', client.token().expect(200));
    });

    it('accepts parameters in the query with an empty body, with a warning', async () => {
      const query = `?subject=printer&grant_type=password&password=&username=${username}`;
      const response = await contract.check(
        'authenticate',
        newClient().token('', { 'Content-Type': null }, query),
      );
      expect(response.status).toBe(200);
      expect(hintOf(response)).toMatch(/^parameters-in-query: /);
    });

    it('refuses other methods with the body of the token path and the allowed one', async () => {
      const { default: request } = await import('supertest');
      const answer = request(newClient().host.app).get('/api/1/printing/oauth2/auth/token?subject=printer');
      const response = await contract.check('authenticate', answer);
      expect([response.status, response.body, response.headers['allow']]).toEqual([
        405,
        { error: 'invalid_request' },
        'POST',
      ]);
    });

    it('keeps the newest five refresh tokens of a printer usable, and says so to the sixth', async () => {
      const client = newClient();
      const tokens: string[] = [];
      for (let count = 0; count < 6; count += 1) tokens.push((await client.authenticate()).refreshToken);
      const outcomes = [];
      for (const refresh_token of tokens) {
        outcomes.push(
          await contract.check(
            'authenticate',
            client.token(form({ grant_type: 'refresh_token', refresh_token })),
          ),
        );
      }
      expect(outcomes.map(({ status }) => status)).toEqual([400, 200, 200, 200, 200, 200]);
      expect(outcomes[0]?.body).toEqual({ error: 'invalid_grant' });
      expect(hintOf(outcomes[0]!)).toMatch(/^refresh-token-retired: .*newest 5/);
    });

    it('lets an access token live for 3600 seconds', async () => {
      const client = newClient({ clock: new Clock(() => 1_700_000_000_000) });
      const caller = await client.authenticate();
      client.host.control.clock.advance(3_599_999);
      await contract.check('createPrintJob', client.createJob(caller).expect(201));
      client.host.control.clock.advance(1);
      const response = await contract.check('createPrintJob', client.createJob(caller).expect(401));
      expect(response.body).toEqual({ code: 'access_token_verification_failed' });
      expect(hintOf(response)).toMatch(/^bearer-expired: .*3600 s/);
    });

    it('refuses a printer whose owner has switched remote printing off', async () => {
      const client = newClient({ printers: [{ email: username, remotePrinting: false }] });
      const response = await contract.check('authenticate', client.token().expect(400));
      expect(response.body).toEqual({ error: 'invalid_grant' });
      expect(hintOf(response)).toMatch(/^remote-printing-off: /);
    });

    it('refuses a refresh token too when the owner switches remote printing off', async () => {
      const client = newClient();
      const { refreshToken } = await client.authenticate();
      client.host.control.printer().setRemotePrinting(false);
      const refresh = form({ grant_type: 'refresh_token', refresh_token: refreshToken });
      const response = await contract.check('authenticate', client.token(refresh));
      expect([response.status, response.body]).toEqual([400, { error: 'invalid_grant' }]);
      expect(hintOf(response)).toMatch(/^remote-printing-off: /);
    });

    it('gives different device IDs to different printers, and the same to the same', async () => {
      const client = newClient({ printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'] });
      const ids = [];
      for (const email of ['a', 'b', 'a'])
        ids.push((await client.authenticate(`${email}@print.epsonconnect.com`)).deviceId);
      expect(ids[0]).toBe(ids[2]);
      expect(ids[0]).not.toBe(ids[1]);
    });
  });
}
