import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING, hintOf, MINIMAL_JOB, newClient, type HeaderOverrides } from '../support/client.js';
import type { Contract } from '../support/contract.js';

const withSetting = (setting: unknown) => ({ ...MINIMAL_JOB, print_setting: setting });
const { media_size: _left, ...partial } = FULL_SETTING;

/** [what is wrong, body, headers, status, code, what the hint names] */
const REFUSALS: [string, unknown, HeaderOverrides, number, string, RegExp][] = [
  [
    'no bearer',
    undefined,
    { Authorization: null },
    401,
    'client_authentication_error',
    /^bearer-missing: .*no Authorization/,
  ],
  [
    'Basic instead of Bearer',
    undefined,
    { Authorization: 'Basic YTpi' },
    401,
    'client_authentication_error',
    /^bearer-missing: .*Basic/,
  ],
  [
    'an empty bearer',
    undefined,
    { Authorization: 'Bearer ' },
    401,
    'client_authentication_error',
    /^bearer-missing: .*awaited/,
  ],
  [
    'a token that was never issued',
    undefined,
    { Authorization: `Bearer ${'a'.repeat(64)}` },
    401,
    'access_token_verification_failed',
    /^bearer-unknown: /,
  ],
  [
    'a form',
    'job_name=a&print_mode=document',
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    415,
    'unsupported_media_type',
    /^content-type-unsupported: .*JSON/,
  ],
  [
    'no content type',
    '{}',
    { 'Content-Type': null },
    415,
    'unsupported_media_type',
    /^content-type-unsupported: .*no Content-Type/,
  ],
  ['an empty body', '', {}, 400, 'parse_error', /^json-malformed: .*empty/],
  ['broken JSON', '{"job_name":', {}, 400, 'parse_error', /^json-malformed: /],
  ['JSON that is no object', '[]', {}, 400, 'validation_error', /^json-not-an-object: .*an array/],
  ['null', 'null', {}, 400, 'validation_error', /^json-not-an-object: .*null/],
  ['a body of 2 MB', `"${'a'.repeat(2_000_000)}"`, {}, 400, 'parse_error', /^body-unreadable: .*1048576/],
  [
    'no job_name',
    { print_mode: 'document' },
    {},
    400,
    'validation_error',
    /^job-name-invalid: job_name is missing/,
  ],
  [
    'an empty job_name',
    { ...MINIMAL_JOB, job_name: '' },
    {},
    400,
    'validation_error',
    /^job-name-invalid: .*0 characters/,
  ],
  [
    'a job_name of 257 characters',
    { ...MINIMAL_JOB, job_name: 'a'.repeat(257) },
    {},
    400,
    'validation_error',
    /^job-name-invalid: .*257/,
  ],
  [
    'a job_name that is a number',
    { ...MINIMAL_JOB, job_name: 7 },
    {},
    400,
    'validation_error',
    /^job-name-invalid: .*a number/,
  ],
  ['no print_mode', { job_name: 'a' }, {}, 400, 'validation_error', /^print-mode-invalid: .*missing/],
  [
    'an unknown print_mode',
    { ...MINIMAL_JOB, print_mode: 'poster' },
    {},
    400,
    'validation_error',
    /^print-mode-invalid: .*"poster".*document, photo/,
  ],
  [
    'a print_setting that is an array',
    withSetting([FULL_SETTING]),
    {},
    400,
    'validation_error',
    /^print-setting-not-an-object: .*an array/,
  ],
  [
    'a partial print_setting',
    withSetting(partial),
    {},
    400,
    'invalid_resource',
    /^print-setting-invalid: .*media_size is missing/,
  ],
  [
    'an unknown media_size',
    withSetting({ ...FULL_SETTING, media_size: 'A4' }),
    {},
    400,
    'invalid_resource',
    /media_size is "A4" .*ms_a4/,
  ],
  [
    'copies as text',
    withSetting({ ...FULL_SETTING, copies: '2' }),
    {},
    400,
    'invalid_resource',
    /copies is "2" .*without quotes/,
  ],
  [
    'no copies at all',
    withSetting({ ...FULL_SETTING, copies: 0 }),
    {},
    400,
    'invalid_resource',
    /copies is 0 .*1 to 99/,
  ],
  ['100 copies', withSetting({ ...FULL_SETTING, copies: 100 }), {}, 400, 'invalid_resource', /copies is 100/],
  [
    'one and a half copies',
    withSetting({ ...FULL_SETTING, copies: 1.5 }),
    {},
    400,
    'invalid_resource',
    /copies is 1.5/,
  ],
  [
    '2_sided as a boolean',
    withSetting({ ...FULL_SETTING, '2_sided': true }),
    {},
    400,
    'invalid_resource',
    /2_sided is true .*none, long, short/,
  ],
  [
    'a flag as text',
    withSetting({ ...FULL_SETTING, borderless: 'false' }),
    {},
    400,
    'invalid_resource',
    /borderless is "false"/,
  ],
];

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

    it.each(REFUSALS)('refuses %s and says why', async (_what, body, headers, status, code, hint) => {
      const client = newClient();
      const response = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), body, headers),
      );
      expect([response.status, response.body]).toEqual([status, { code }]);
      expect(hintOf(response)).toMatch(hint);
    });

    it('names every member that is wrong at once', async () => {
      const client = newClient();
      const setting = { ...partial, copies: 0, source: 'tray' };
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
      ['/api/1/printing/printers/x/jobs/y', /\/print\b/],
      ['/api/1/printing/printers/x/settings/notifications', /singular/],
      ['//api/1/printing/printers/x/jobs', /two slashes/],
      ['/api/1/printing/printers/x/jobs/', /ends in a slash/],
      ['/api/2/printing/jobs', /version 2/],
    ])('answers the unknown path %s as JSON, with the path that was meant', async (path, hint) => {
      const response = await contract.check('createPrintJob', request(newClient().host.app).post(path));
      expect([response.status, response.body]).toEqual([404, { code: 'not_found' }]);
      expect(hintOf(response)).toMatch(hint);
    });
  });

  describe('createPrintJob under other assumptions', () => {
    it('rejects a conflict with two sides', async () => {
      const client = newClient({ assume: { 'duplex-conflict': 'reject' } });
      const setting = { ...FULL_SETTING, '2_sided': 'short', collate: false };
      const response = await contract.check(
        'createPrintJob',
        client.createJob(await client.authenticate(), withSetting(setting)),
      );
      expect([response.status, response.body]).toEqual([400, { code: 'invalid_resource' }]);
    });

    it('answers a missing bearer and a wrong device with the other code', async () => {
      const client = newClient({
        assume: { 'missing-bearer': 'access_token_verification_failed', 'wrong-device': 'printer_not_found' },
      });
      const caller = await client.authenticate();
      const bare = await contract.check(
        'createPrintJob',
        client.createJob(caller, undefined, { Authorization: null }),
      );
      expect([bare.status, bare.body]).toEqual([401, { code: 'access_token_verification_failed' }]);
      const foreign = await contract.check(
        'createPrintJob',
        client.createJob({ ...caller, deviceId: '0'.repeat(32) }),
      );
      expect([foreign.status, foreign.body]).toEqual([404, { code: 'printer_not_found' }]);
    });
  });
}
