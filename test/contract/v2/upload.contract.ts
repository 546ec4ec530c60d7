import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { MULTIPART, MULTIPART_TYPE } from '../../support/http/multipart.js';
import { APP } from '../../support/mock/authorization.js';
import { hintOf, PDF, type HeaderOverrides } from '../../support/mock/client.js';
import { ClientV2, ruleOf } from '../../support/mock/client-v2.js';

/** [what is wrong, what is appended to the URI, headers, status, what the hint names] */
const REFUSALS: [string, string, HeaderOverrides, number, RegExp][] = [
  ['no Content-Type', '&File=1.pdf', { 'Content-Type': null }, 400, /^upload-type-missing: /],
  ['no File', '', {}, 400, /^file-missing: .*no File/],
  ['file in lower case', '&file=1.pdf', {}, 400, /^file-missing: .*file instead of File/],
  ['File twice', '&File=1.pdf&File=1.pdf', {}, 400, /^file-repeated: /],
  ['/File= for &File=', '/File=1.pdf', {}, 404, /^key-unknown: .*\/File=/],
  ['?File= for &File=', '?File=1.pdf', {}, 404, /^key-unknown: .*\?File=/],
  ['an altered Key', '0&File=1.pdf', {}, 404, /^key-unknown: /],
  ['Key twice', '&Key=1&File=1.pdf', {}, 404, /^key-repeated: /],
];

/** The uploads of jobs and of schedules, which take the same. */
const KINDS = [
  ['uploadPrintFile', (client: ClientV2, token: string) => client.job(token)],
  [
    'uploadScheduleFile',
    async (client: ClientV2, token: string): Promise<{ uploadUri: string }> =>
      (await client.createSchedule(token).expect(201)).body,
  ],
] as const;

/** Describes the upload, which needs a Key and no token. */
export function describeUpload(contract: Contract): void {
  describe.each(KINDS)('%s', (operation, create) => {
    /** The path of schedules does not document 415. */
    const unsupported = operation === 'uploadPrintFile' ? 415 : 400;

    /** A client with a job that waits for its file. */
    async function waiting(options = {}) {
      const client = new ClientV2(options);
      const token = await client.deviceToken();
      const { uploadUri } = await create(client, token);
      const upload = (suffix?: string, bytes?: Buffer | string, headers: HeaderOverrides = {}) =>
        contract.check(operation, client.upload(uploadUri, suffix, bytes, headers));
      const document = () => client.host.control.jobs()[0]?.document;
      return { client, token, uploadUri, upload, document };
    }

    it('stores the bytes as they are and answers 200 with nothing', async () => {
      const { upload, document, uploadUri } = await waiting();
      expect(new URL(uploadUri).pathname).toBe(operation === 'uploadPrintFile' ? '/data' : '/schedule_data');
      const answer = await upload();
      expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '0']);
      expect(answer.headers).not.toHaveProperty('content-type');
      const sha256 = createHash('sha256').update(PDF).digest('hex');
      expect(document()).toMatchObject({ name: '1.pdf', size_bytes: PDF.length, sha256 });
      expect(readFileSync(document()?.path ?? '')).toEqual(PDF);
    });

    it.each(REFUSALS)('refuses %s with a status alone', async (_what, suffix, headers, status, hint) => {
      const { upload, document } = await waiting();
      const refused = await upload(suffix, PDF, headers);
      expect([refused.status, refused.text]).toEqual([status, '']);
      expect(hintOf(refused)).toMatch(hint);
      expect(document()).toBeNull();
      expect((await upload()).status).toBe(200);
    });

    it('refuses no Key, and the Key of the other path', async () => {
      const { client, uploadUri, document } = await waiting();
      const { pathname, search } = new URL(uploadUri);
      const other = pathname === '/data' ? '/schedule_data' : '/data';
      for (const [path, rule, asked] of [
        [`${pathname}?File=1.pdf`, 'key-missing', operation],
        [
          `${other}${search}&File=1.pdf`,
          'key-unknown',
          other === '/data' ? 'uploadPrintFile' : 'uploadScheduleFile',
        ],
      ] as const) {
        const test = request(client.host.app).post(path).type('application/pdf').send(PDF);
        const refused = await contract.check(asked, test);
        expect([refused.status, ruleOf(refused)]).toEqual([404, rule]);
      }
      expect(document()).toBeNull();
    });

    it.each<[string, HeaderOverrides]>([
      ['bearer and API key', { Authorization: 'Bearer x', 'x-api-key': APP.apiKey }],
      ['no length', { 'Transfer-Encoding': 'chunked' }],
      ['application/pdf', { 'Content-Type': 'application/pdf' }],
      ['image/jpeg', { 'Content-Type': 'image/jpeg' }],
      ['image/png', { 'Content-Type': 'image/png' }],
    ])('takes %s', async (_what, headers) => {
      const { upload, document } = await waiting();
      expect((await upload(undefined, PDF, headers)).status).toBe(200);
      expect(document()?.size_bytes).toBe(PDF.length);
    });

    it('refuses [object Object] as text', async () => {
      const { upload, document } = await waiting();
      const refused = await upload('&File=1.pdf', '[object Object]', { 'Content-Type': 'text/plain' });
      expect([refused.status, ruleOf(refused)]).toEqual([400, 'upload-of-an-object']);
      expect(document()).toBeNull();
    });

    it.each<[string, string | Buffer, RegExp]>([
      ['base64', PDF.toString('base64'), /^upload-not-the-file: .*base64/],
      ['a form under another type', MULTIPART, /^upload-not-the-file: .*form/],
      ['nothing', '', /^empty-document: /],
    ])('stores %s with a warning', async (_what, bytes, hint) => {
      const { upload, document } = await waiting();
      const answer = await upload(undefined, bytes);
      expect(answer.status).toBe(200);
      expect(hintOf(answer)).toMatch(hint);
      expect(document()?.size_bytes).toBe(Buffer.byteLength(bytes));
    });

    it('refuses a multipart form, or unpacks it by assumption', async () => {
      const { upload, document } = await waiting();
      const refused = await upload(undefined, MULTIPART, MULTIPART_TYPE);
      expect([refused.status, refused.text, ruleOf(refused)]).toEqual([unsupported, '', 'upload-multipart']);
      expect(document()).toBeNull();
      const other = await waiting({ assume: { multipart: 'accept' } });
      expect((await other.upload(undefined, MULTIPART, MULTIPART_TYPE)).status).toBe(200);
      expect(other.document()?.size_bytes).toBe(PDF.length);
    });

    it.each([
      [{}, 200, 'upload-type-undocumented'],
      [{ assume: { 'upload-content-type': 'documented' } }, unsupported, 'upload-type-refused'],
      [{ strict: true }, unsupported, 'upload-type-refused'],
    ] as const)(
      'answers a content type that is not listed, with %j, by %i',
      async (options, status, rule) => {
        const { upload } = await waiting(options);
        const answer = await upload(undefined, PDF, { 'Content-Type': 'image/webp' });
        expect([answer.status, ruleOf(answer)]).toEqual([status, rule]);
      },
    );

    it("stores a file under the customer's name, and says that it will not print", async () => {
      const { upload, document } = await waiting();
      const answer = await upload('&File=Rechnung%20M%C3%A4rz.pdf');
      expect(answer.status).toBe(200);
      expect(hintOf(answer)).toMatch(/^file-name-not-printed: .*Rechnung März\.pdf/);
      expect(document()?.size_bytes).toBe(PDF.length);
    });

    it('takes a file of exactly the limit and refuses one byte more', async () => {
      const { upload, document } = await waiting({ limitBytes: { v2: 1000 } });
      const refused = await upload(undefined, Buffer.alloc(1001));
      expect([refused.status, ruleOf(refused)]).toEqual([413, 'upload-too-large']);
      const chunked = await upload(undefined, Buffer.alloc(1001), { 'Transfer-Encoding': 'chunked' });
      expect([chunked.status, document()]).toEqual([413, null]);
      expect((await upload(undefined, Buffer.alloc(1000))).status).toBe(200);
    });

    it('takes 20 MB, whatever the print mode is', async () => {
      const { client, token, upload } = await waiting();
      const size = 20 * 1024 * 1024;
      expect((await upload(undefined, Buffer.alloc(size + 1))).status).toBe(413);
      expect((await upload('&File=1.jpg', Buffer.alloc(size))).status).toBe(200);
      if (operation === 'uploadScheduleFile') return;
      const photo = await client.job(token, { jobName: 'a', printMode: 'photo' });
      await contract.check(operation, client.upload(photo.uploadUri, '&File=1.jpg', Buffer.alloc(size)));
      expect(contract.met.at(-1)?.status).toBe(200);
    });

    it('refuses another method with a status and Allow', async () => {
      const { client, uploadUri } = await waiting();
      const { pathname, search } = new URL(uploadUri);
      for (const method of ['put', 'get'] as const) {
        const other = request(client.host.app)[method](`${pathname}${search}&File=1.pdf`);
        const refused = await contract.check(operation, other);
        expect([refused.status, refused.headers['allow']]).toEqual([405, 'POST']);
      }
    });
  });

  describe('uploadPrintFile', () => {
    it('refuses a second file of the same name with 409, and keeps the first', async () => {
      const client = new ClientV2();
      const { uploadUri } = await client.job(await client.deviceToken());
      await client.upload(uploadUri).expect(200);
      const refused = await contract.check('uploadPrintFile', client.upload(uploadUri, undefined, 'other'));
      expect([refused.status, refused.text, ruleOf(refused)]).toEqual([409, '', 'upload-second']);
      expect(client.host.control.jobs()[0]?.document?.size_bytes).toBe(PDF.length);
    });

    it('refuses the key of a job that was executed or canceled', async () => {
      const client = new ClientV2();
      const token = await client.deviceToken();
      const [executed, canceled] = [await client.job(token), await client.job(token)];
      await client.upload(executed.uploadUri).expect(200);
      await client.execute(token, executed.jobId).expect(202);
      await client.cancel(token, canceled.jobId).expect(204);
      for (const { uploadUri } of [executed, canceled]) {
        const refused = await contract.check('uploadPrintFile', client.upload(uploadUri));
        expect([refused.status, ruleOf(refused)]).toEqual([404, 'key-spent']);
      }
    });
  });
}
