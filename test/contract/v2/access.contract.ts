import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { APP } from '../../support/mock/authorization.js';
import { Client, hintOf } from '../../support/mock/client.js';
import { ClientV2, HOUR_MS, outcomeOf, START_MS, type Method } from '../../support/mock/client-v2.js';
import { OTHER_APP } from '../../support/mock/control-client.js';

const UNAUTHORIZED = 'unauthorized';

/** An operation that takes a token, and how a test calls it. */
interface Operation {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly hasBody: boolean;
  readonly isOfApp: boolean;
}

/** Describes who may call each operation, and the order in which that is checked. */
export function describeAccess(contract: Contract): void {
  const operations = [...contract.operations.values()]
    .filter(({ path }) => path.startsWith('/api/2/'))
    .map(({ operationId, method, path, requestBody }): Operation => {
      const filled = path.replace('{printMode}', 'document').replace(/\{\w+\}/, '0'.repeat(32));
      return {
        id: operationId,
        method: method as Method,
        path: filled.slice('/api/2'.length),
        hasBody: requestBody !== undefined,
        isOfApp: operationId.endsWith('Notification'),
      };
    });
  const each = operations.map((operation) => [operation.id, operation] as const);
  const tokenFor = (client: ClientV2, { isOfApp }: Operation, isRight = true) =>
    isOfApp === isRight ? client.application() : client.deviceToken();

  /** Calls an operation with a body that it can read, if it has one. */
  const calling = (client: ClientV2, { id, method, path, hasBody }: Operation) => {
    return async (token: string, headers = {}, body: unknown = hasBody ? {} : undefined) =>
      contract.check(id, client.call(token, method, path, body, headers));
  };

  describe('every call with an access token', () => {
    it.each(each)('%s refuses a missing, unknown and misplaced token', async (_id, operation) => {
      const client = new ClientV2();
      const call = calling(client, operation);
      const token = await tokenFor(client, operation);
      expect(outcomeOf(await call(token, { Authorization: null }))).toEqual([
        401,
        UNAUTHORIZED,
        'bearer-missing',
      ]);
      expect(outcomeOf(await call(token, { Authorization: `Basic ${token}` }))).toEqual([
        401,
        UNAUTHORIZED,
        'bearer-missing',
      ]);
      expect(outcomeOf(await call('x'.repeat(43)))).toEqual([401, UNAUTHORIZED, 'bearer-unknown']);
      const ofOtherKind = await call(await tokenFor(client, operation, false));
      expect(outcomeOf(ofOtherKind)).toEqual([401, UNAUTHORIZED, 'bearer-of-other-kind']);
      const v1 = await new Client(client.host).authenticate();
      expect(outcomeOf(await call(v1.token))).toEqual([401, UNAUTHORIZED, 'bearer-other-version']);
    });

    it.each(each)('%s refuses a missing and a wrong API key', async (_id, operation) => {
      const client = new ClientV2();
      const { client_id: clientId, client_secret: clientSecret, api_key: apiKey } = OTHER_APP;
      client.host.control.seedApp({ clientId, clientSecret, apiKey });
      const call = calling(client, operation);
      const token = await tokenFor(client, operation);
      expect(outcomeOf(await call(token, { 'x-api-key': null }))).toEqual([
        403,
        'Forbidden',
        'api-key-missing',
      ]);
      for (const [key, hint] of [
        [APP.clientId, /client ID/],
        [APP.clientSecret, /client secret/],
        ['k'.repeat(39), /It has 39 characters; .* have 40\./],
        ['u'.repeat(40), /It has 40 characters, as it should, and is another one\./],
        [OTHER_APP.api_key, /It is the API key of another app\./],
      ] as const) {
        const refused = await call(token, { 'x-api-key': key });
        expect(outcomeOf(refused)).toEqual([403, 'Forbidden', 'api-key-wrong']);
        expect(hintOf(refused)).toMatch(hint);
      }
    });

    it.each(each)('%s refuses a token that has expired or was revoked', async (_id, operation) => {
      const client = new ClientV2({ clock: new Clock(() => START_MS) });
      const { control } = client.host;
      const call = calling(client, operation);
      const revoked = await tokenFor(client, operation);
      control.revokeTokens();
      expect(outcomeOf(await call(revoked))).toEqual([401, UNAUTHORIZED, 'bearer-revoked']);
      const expired = await tokenFor(client, operation);
      control.expireTokens();
      expect(outcomeOf(await call(expired))).toEqual([401, UNAUTHORIZED, 'bearer-expired']);
      const fresh = await tokenFor(client, operation);
      control.clock.advance(HOUR_MS - 1);
      expect(outcomeOf(await call(fresh))[0]).not.toBe(401);
      control.clock.advance(1);
      expect(outcomeOf(await call(fresh))).toEqual([401, UNAUTHORIZED, 'bearer-expired']);
    });

    it.each(each)('%s answers another method with 405 and Allow', async (_id, operation) => {
      const client = new ClientV2();
      const token = await tokenFor(client, operation);
      const other = client.call(token, 'patch', operation.path);
      const answer = await contract.check(operation.id, other);
      expect(outcomeOf(answer)).toEqual([405, 'method_not_allowed', 'method-wrong']);
      expect(answer.headers['allow']?.split(', ')).toContain(operation.method.toUpperCase());
    });

    it.each(each.filter(([, { hasBody }]) => hasBody))(
      '%s refuses a body that is not JSON, no object, or of another type',
      async (_id, operation) => {
        const client = new ClientV2();
        const call = calling(client, operation);
        const token = await tokenFor(client, operation);
        for (const [body, headers, rule] of [
          ['{"a":', {}, 'json-malformed'],
          ['', {}, 'json-malformed'],
          ['[]', {}, 'json-not-an-object'],
          ['null', {}, 'json-not-an-object'],
          ['"{}"', {}, 'json-not-an-object'],
          ['{}', { 'Content-Type': 'text/plain' }, 'content-type-unsupported'],
          ['a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'content-type-unsupported'],
          ['{}', { 'Content-Type': null }, 'content-type-unsupported'],
          ['{}', { 'Content-Encoding': 'gzip' }, 'body-unreadable'],
        ] as const)
          expect(outcomeOf(await call(token, headers, body))).toEqual([400, 'invalid_resource', rule]);
      },
    );

    it.each(each)('%s is answered with 429 beyond the call limit', async (_id, operation) => {
      const client = new ClientV2({ callsPerMinuteV2: 1 });
      const call = calling(client, operation);
      const token = await tokenFor(client, operation);
      await call(token);
      const refused = await call(token);
      expect(outcomeOf(refused)).toEqual([429, 'Too Many Requests', 'call-limit-passed']);
      expect(Object.keys(refused.body)).toEqual(['message']);
    });
  });

  describe('the order of checks', () => {
    it('is path, method, bearer, API key, token, call limit, content type, JSON, values, job, state', async () => {
      const client = new ClientV2({ callsPerMinuteV2: 1 });
      const token = await client.deviceToken();
      const wrong = { 'x-api-key': null, Authorization: null, 'Content-Type': 'text/plain' };
      const job = '0'.repeat(32);
      const unknown = await client.call(token, 'put', '/printing/job', '{', wrong);
      expect(outcomeOf(unknown)).toEqual([404, 'not_found', 'path-unknown']);
      const copy = (headers: object, body: string, method: Method = 'post') =>
        client.call(token, method, '/printing/jobs/copy', body, { ...wrong, ...headers });
      const bearer = { Authorization: `Bearer ${'x'.repeat(43)}` };
      const key = { 'x-api-key': APP.apiKey };
      expect(outcomeOf(await copy({}, '{', 'put'))[2]).toBe('method-wrong');
      expect(outcomeOf(await copy({}, '{'))[2]).toBe('bearer-missing');
      expect(outcomeOf(await copy(bearer, '{'))[2]).toBe('api-key-missing');
      expect(outcomeOf(await copy({ ...bearer, ...key }, '{'))[2]).toBe('bearer-unknown');
      const right = { ...key, Authorization: `Bearer ${token}` };
      expect(outcomeOf(await copy(right, '{'))[2]).toBe('content-type-unsupported');
      expect(outcomeOf(await copy(right, '{'))[2]).toBe('call-limit-passed');

      const free = new ClientV2();
      const other = await free.deviceToken();
      const asked = (body: string) => free.call(other, 'post', '/printing/jobs/copy', body);
      expect(outcomeOf(await asked('{'))[2]).toBe('json-malformed');
      expect(outcomeOf(await asked('{"fromJobId":7}'))[2]).toBe('copy-source-missing');
      expect(outcomeOf(await asked(JSON.stringify({ fromJobId: job })))[2]).toBe('job-unknown');
      expect(outcomeOf(await asked(JSON.stringify({ fromJobId: job, jobName: 7 })))[2]).toBe('job-unknown');
      const { jobId } = await free.job(other);
      expect(outcomeOf(await free.execute(other, jobId))[2]).toBe('execute-before-upload');
    });

    it.each(each.filter(([, { path }]) => /0{32}|document/.test(path)))(
      '%s tells of a path that is encoded wrongly',
      async (_id, operation) => {
        const client = new ClientV2();
        const path = operation.path.replace(/0{32}|document/, '%zz');
        const refused = await calling(client, { ...operation, path })(await client.deviceToken());
        expect(outcomeOf(refused)).toEqual([400, 'invalid_resource', 'path-malformed']);
      },
    );

    it('sends paths of version 2 that have an ID of version 1 to the right ones', async () => {
      const client = new ClientV2();
      const path = `/printing/printers/${'0'.repeat(32)}/jobs`;
      const refused = await client.call(await client.deviceToken(), 'post', path, {});
      expect(outcomeOf(refused).slice(0, 2)).toEqual([404, 'not_found']);
      expect(hintOf(refused)).toContain('POST /api/2/printing/jobs');
    });
  });

  describe('a token of version 2', () => {
    it('is refused by version 1, which says so', async () => {
      const client = new ClientV2();
      const v1 = new Client(client.host);
      const { deviceId } = await v1.authenticate();
      const token = await client.deviceToken();
      const refused = await v1.call({ token, deviceId, refreshToken: '' }, 'get', '');
      expect([refused.status, refused.body]).toEqual([401, { code: 'access_token_verification_failed' }]);
      expect(hintOf(refused)).toMatch(/^bearer-other-version: .*version 2/);
    });

    it('is for one printer: the jobs of another one are unknown to it', async () => {
      const client = new ClientV2({
        printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'],
      });
      const [a, b] = [
        await client.deviceToken('a@print.epsonconnect.com'),
        await client.deviceToken('b@print.epsonconnect.com'),
      ];
      const jobId = await client.uploadedJob(a);
      const unknown = [404, 'job_not_found', 'job-unknown'];
      expect(outcomeOf(await contract.check('getPrintJob', client.information(b, jobId)))).toEqual(unknown);
      expect(outcomeOf(await contract.check('executePrint', client.execute(b, jobId)))).toEqual(unknown);
      expect(outcomeOf(await contract.check('cancelPrint', client.cancel(b, jobId)))).toEqual(unknown);
      expect(outcomeOf(await contract.check('copyPrintJob', client.copy(b, jobId)))).toEqual(unknown);
      await client.execute(a, jobId).expect(202);
    });
  });
}
