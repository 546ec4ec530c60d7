import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING, hintOf, MINIMAL_JOB, newClient } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { CREATE_JOB_REFUSALS, partialSetting, withSetting } from './create-job.refusals.js';

/** Step 2. */
export function describeCreateJob(contract: Contract): void {
  describe('createPrintJob', () => {
    it('answers 201 with a job ID and an upload URI to which &File= can be appended', async () => {
      const client = newClient();
      const { status, body } = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate()),
      );
      expect(status).toBe(201);
      expect(body.id).toMatch(/^[0-9a-f]{32}$/);
      expect(body.upload_uri).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/v1\/storage\/PostData\?Key=[0-9a-f]{80}$/,
      );
    });

    it('gives the upload URI the origin that the request came in on', async () => {
      const client = newClient();
      const { body } = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), undefined, { Host: 'printing.test:9999' }),
      );
      expect(new URL(body.upload_uri).origin).toBe('http://printing.test:9999');
    });

    it('never gives out a malformed origin', async () => {
      const client = newClient();
      const { body } = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), undefined, { Host: 'a/b?c' }),
      );
      expect(new URL(body.upload_uri).hostname).toBe('127.0.0.1');
    });

    it.each(CREATE_JOB_REFUSALS)(
      'refuses %s and says why',
      async (_what, body, headers, status, code, hint) => {
        const client = newClient();
        const response = await contract.check(
          'createPrintJob',
          client.createJob(await client.authenticate(), body, headers),
        );
        expect([response.status, response.body]).toEqual([status, { code }]);
        expect(hintOf(response)).toMatch(hint);
      },
    );

    it('names every member that is wrong at once', async () => {
      const client = newClient();
      const setting = { ...partialSetting, copies: 0, source: 'tray' };
      const response = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), withSetting(setting)),
      );
      expect(hintOf(response)).toMatch(/media_size is missing .*source is "tray".*copies is 0/);
    });

    it.each([
      ['application/json', JSON.stringify(MINIMAL_JOB)],
      ['application/json;charset=utf-8', JSON.stringify(MINIMAL_JOB, null, 4)],
      ['APPLICATION/JSON; charset="UTF-8"', `\ufeff${JSON.stringify(MINIMAL_JOB)}`],
    ])('accepts JSON sent as %s', async (type, body) => {
      const client = newClient();
      const response = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), body, { 'Content-Type': type }),
      );
      expect(response.status).toBe(201);
    });

    it('counts characters and not code units in job_name', async () => {
      const client = newClient();
      const response = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), { ...MINIMAL_JOB, job_name: '🖨'.repeat(256) }),
      );
      expect(response.status).toBe(201);
    });

    it('keeps a full print setting as it was sent', async () => {
      const client = newClient();
      const setting = { ...FULL_SETTING, '2_sided': 'none', reverse_order: true, copies: 99, collate: false };
      await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), withSetting(setting)).expect(201),
      );
      expect(client.host.control.jobs()[0]?.print_setting).toEqual(setting);
    });

    it('ignores members that it does not know, and warns of two_sided', async () => {
      const client = newClient();
      const setting = { ...FULL_SETTING, two_sided: 'long', Copies: 2 };
      const response = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), withSetting(setting)).expect(201),
      );
      expect(hintOf(response)).toMatch(
        /two-sided-respelt: .*called 2_sided.*unknown-member: Copies .*called copies/,
      );
      expect(client.host.control.jobs()[0]?.print_setting).toEqual(FULL_SETTING);
    });

    it('overrides order and collation of a job on two sides, with a warning', async () => {
      const client = newClient();
      const setting = { ...FULL_SETTING, '2_sided': 'long', reverse_order: true, collate: false };
      const response = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), withSetting(setting)).expect(201),
      );
      expect(hintOf(response)).toMatch(/^duplex-conflict-overridden: /);
      expect(client.host.control.jobs()[0]?.print_setting).toEqual({
        ...setting,
        reverse_order: false,
        collate: true,
      });
    });

    it.each([
      ['another printer', (other: string) => other, /another printer/],
      ['the e-mail address', () => 'a%40print.epsonconnect.com', /e-mail address/],
      ['the local part of the e-mail address', () => 'a', /e-mail address/],
      ['an unknown device', () => '0'.repeat(32), /No printer/],
      ['undefined', () => 'undefined', /was the answer read/],
    ])('refuses a path with %s in the place of the device ID', async (_what, deviceId, hint) => {
      const client = newClient({ printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'] });
      const other = await client.authenticate('b@print.epsonconnect.com');
      const caller = { ...(await client.authenticate()), deviceId: deviceId(other.deviceId) };
      const response = await contract.check('createPrintJob', client.createJob(caller));
      expect([response.status, response.body]).toEqual([403, { code: 'forbidden' }]);
      expect(hintOf(response)).toMatch(hint);
    });

    it('refuses other methods and names the one there is', async () => {
      const response = await contract.check(
        'createPrintJob',
        request(newClient().host.app).put('/api/1/printing/printers/x/jobs'),
      );
      expect([response.status, response.body, response.headers['allow']]).toEqual([
        405,
        { code: 'method_not_allowed' },
        'POST',
      ]);
    });

    it('refuses a path that cannot be decoded', async () => {
      const response = await contract.check(
        'createPrintJob',
        request(newClient().host.app).post('/api/1/printing/printers/%zz/jobs'),
      );
      expect([response.status, response.body]).toEqual([400, { code: 'parse_error' }]);
    });

    it.each([
      ['/api/1/printing/printer/x/jobs', /plural/],
      ['/api/1/printing/printers/x/jobs/y/execute', /\/print\b/],
      ['/api/1/printing/printers/x/settings/notifications', /singular/],
      ['//api/1/printing/printers/x/jobs', /two slashes/],
      ['/api/1/printing/printers/x/jobs/', /ends in a slash/],
      ['/api/3/printing/jobs', /print setting/i],
      ['/api/1/printing/api/1/printing/oauth2/auth/token', /\/api\/1\/ twice/],
      ['/1/printing/printers/x/jobs', /lacks \/api/],
      ['/API/1/printing/printers/x/jobs', /case matter/],
      ['/api/1/printing/oauth/token', /oauth2\/auth\/token/],
      ['/', /\/_mock\/docs\//],
    ])('answers the unknown path %s as JSON, with the path that was meant', async (path, hint) => {
      const response = await contract.check('createPrintJob', request(newClient().host.app).post(path));
      expect([response.status, response.body]).toEqual([404, { code: 'not_found' }]);
      expect(hintOf(response)).toMatch(hint);
    });
  });
}
