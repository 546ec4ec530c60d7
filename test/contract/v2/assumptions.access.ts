import { createHash } from 'node:crypto';
import { Clock, type MockHostOptions } from 'epson-connect-mock';
import { expect } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { APP, basicOf } from '../../support/mock/authorization.js';
import { ClientV2, newDevice, START_MS } from '../../support/mock/client-v2.js';

/** Shows that a host behaves as one value of an assumption says. */
export type Check = (contract: Contract, options: MockHostOptions) => Promise<void>;

const app = { grant_type: 'client_credentials' };
const encoded = APP.clientSecret.replaceAll('-', '%2D').replaceAll('_', '%5F');

/** Two refreshes with the same token, then one with the newest: whether that still stands. */
export const reuse =
  (status: number): Check =>
  async (contract, options) => {
    const client = new ClientV2(options);
    const { refresh_token } = await client.tokens();
    const newest = (await client.refresh(refresh_token).expect(200)).body.refresh_token;
    await client.refresh(refresh_token).expect(400);
    expect((await contract.check('requestToken', client.refresh(newest))).status).toBe(status);
  };

/** The access token from before a refresh, used after it. */
export const afterRefresh =
  (status: number): Check =>
  async (contract, options) => {
    const client = new ClientV2(options);
    const { access_token, refresh_token } = await client.tokens();
    await client.refresh(refresh_token).expect(200);
    const answer = client.call(access_token, 'get', '/printing/devices/info');
    expect((await contract.check('getDevice', answer)).status).toBe(status);
  };

/** A call without an API key, and one with a wrong key. */
export const withoutKey =
  (status: number, body: object): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    for (const key of [null, 'x'.repeat(40)]) {
      const answer = await contract.check(
        'createPrintJob',
        client.createJob(token, {}, { 'x-api-key': key }),
      );
      expect([answer.status, answer.body]).toEqual([status, body]);
    }
  };

/** Credentials that a library has form-encoded. */
export const encodedBasic =
  (status: number): Check =>
  async (contract, options) => {
    const client = new ClientV2(options);
    const headers = { Authorization: basicOf(APP.clientId, encoded) };
    expect((await contract.check('requestToken', client.token(app, headers))).status).toBe(status);
    await client.token(app).expect(200);
  };

/** The exchange of a code with a verifier that is not that of its challenge. */
export const wrongVerifier =
  (status: number): Check =>
  async (contract, options) => {
    const client = new ClientV2(options);
    const code_challenge = createHash('sha256').update('v'.repeat(43)).digest('base64url');
    const code = await client.code({ code_challenge, code_challenge_method: 'S256' });
    const answer = client.exchange(code, { code_verifier: 'w'.repeat(43) });
    expect((await contract.check('requestToken', answer)).status).toBe(status);
  };

/** The exchange of a code just before its end, and at its end. */
export const codeLives =
  (seconds: number): Check =>
  async (contract, options) => {
    const client = new ClientV2({ ...options, clock: new Clock(() => START_MS) });
    for (const [ms, status] of [
      [seconds * 1000 - 1, 200],
      [seconds * 1000, 400],
    ] as const) {
      const code = await client.code();
      client.host.control.clock.advance(ms);
      expect((await contract.check('requestToken', client.exchange(code))).status).toBe(status);
    }
  };

/** A token request with a wrong secret. */
export const wrongClient =
  (status: number): Check =>
  async (contract, options) => {
    const answer = new ClientV2(options).token(app, { Authorization: basicOf(APP.clientId, 'x') });
    const { body, status: seen } = await contract.check('requestToken', answer);
    expect([seen, body]).toEqual([status, { error: 'invalid_client' }]);
  };

/** The notification setting with a device token. */
export const deviceSets =
  (status: number): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    const path = '/printing/settings/notification';
    const set = client.call(token, 'post', path, { notification: false });
    const read = client.call(await client.application(), 'get', path).expect(200);
    expect((await contract.check('setNotification', set)).status).toBe(status);
    await contract.check('getNotification', read);
  };
