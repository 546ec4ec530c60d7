import type { Fault } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { APP, basicOf, REDIRECT_URI, sentBack } from '../support/mock/authorization.js';
import { newDevice } from '../support/mock/client-v2.js';
import { Client, hintOf, newClient } from '../support/mock/client.js';

describe('a fault', () => {
  it.each<[string, Fault, 1 | 2]>([
    ['405 command_not_allowed', { operation: 'executePrint', code: 'command_not_allowed' }, 1],
    ['400 invalid_print_data', { operation: 'executePrint', code: 'invalid_print_data' }, 2],
    ['403 Forbidden of the gateway', { operation: 'executePrint', code: 'Forbidden' }, 2],
    ['429', { operation: 'executePrint', status: 429 }, 2],
    ['503 service_unavailable', { operation: 'executePrint', code: 'service_unavailable' }, 1],
    ['500 of version 1', { operation: 'executePrint', status: 500, api_version: 1 }, 1],
    ['500 of version 2', { operation: 'executePrint', status: 500, api_version: 2 }, 2],
  ])('%s strikes calls of the version that documents it, and no others', async (_name, fault, version) => {
    const { client, token } = await newDevice({ faults: [fault], pace: 'instant' });
    const v1 = new Client(client.host);
    const caller = await v1.authenticate();
    const [one, two] = [await v1.uploadedJob(caller), await client.uploadedJob(token)];
    const struck = () => client.host.control.faults.all()[0]?.struck;
    const calls = {
      1: async () => (await v1.execute(caller, one)).status,
      2: async () => (await client.execute(token, two)).status,
    };
    expect(await calls[version === 1 ? 2 : 1]()).toBe(version === 1 ? 202 : 200);
    expect(struck()).toBe(0);
    expect(await calls[version]()).toBeGreaterThanOrEqual(400);
    expect(struck()).toBe(1);
    expect(await calls[version]()).toBe(version === 1 ? 200 : 202);
  });

  it('without a version strikes both, each with its own answer', async () => {
    const { client, token } = await newDevice({
      faults: [{ operation: 'getDevice', status: 401, times: null }],
    });
    const v1 = new Client(client.host);
    const caller = await v1.authenticate();
    expect((await v1.call(caller, 'get', '')).body).toHaveProperty('code');
    expect((await client.call(token, 'get', '/printing/devices/info').expect(401)).body).toEqual({
      error: 'unauthorized',
    });
  });

  it.each<[number, string]>([
    [429, 'Too Many Requests'],
    [403, 'Forbidden'],
  ])('answers %i as a gateway in front of version 2 does', async (status, message) => {
    const faults: Fault[] = [{ operation: 'getDevice', api_version: 2, status }];
    const { client, token } = await newDevice({ faults });
    const struck = await client.call(token, 'get', '/printing/devices/info').expect(status);
    expect(struck.body).toEqual({ message });
    expect(hintOf(struck)).toMatch(/^fault: /);
  });

  it('strikes the authorization: a page, and no code', async () => {
    const client = newClient({ consent: 'auto' }).host;
    client.control.faults.add({ operation: 'authorize', code: 'invalid_client' });
    client.control.faults.add({ operation: 'authorize', call: 2, effect: { kind: 'html', status: 502 } });
    const ask = () =>
      request(client.app).get('/auth/authorize').query({
        response_type: 'code',
        client_id: APP.clientId,
        redirect_uri: REDIRECT_URI,
        scope: 'device',
      });
    const page = await ask().expect(400);
    expect([page.headers['content-type'], page.headers['location']]).toEqual([
      expect.stringMatching(/^text\/html/),
      undefined,
    ]);
    await ask().expect(502);
    expect(sentBack(await ask().expect(302)).parameters.get('code')).toMatch(/^[\w-]{43}$/);
  });

  it('strikes the token operation: a code that met it can still be exchanged', async () => {
    const client = newClient({ consent: 'auto' }).host;
    client.control.faults.add({ operation: 'requestToken', code: 'server_error' });
    client.control.faults.add({ operation: 'requestToken', call: 2, code: 'invalid_grant' });
    const { code } = client.control.issueCode();
    const exchange = () =>
      request(client.app)
        .post('/auth/token')
        .set('Authorization', basicOf(APP.clientId, APP.clientSecret))
        .type('form')
        .send({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI });
    expect((await exchange().expect(500)).body).toEqual({ error: 'server_error' });
    expect((await exchange().expect(400)).body).toEqual({ error: 'invalid_grant' });
    await exchange().expect(200);
  });

  it('strikes uploads of version 2 by their job, with a status alone', async () => {
    const { client, token } = await newDevice();
    const [first, second] = [await client.job(token), await client.job(token)];
    const { faults } = client.host.control;
    faults.add({ operation: 'uploadPrintFile', api_version: 2, job_id: second.jobId, status: 500 });
    await client.upload(first.uploadUri).expect(200);
    expect((await client.upload(second.uploadUri).expect(500)).text).toBe('');
    await client.upload(second.uploadUri).expect(200);
  });
});
