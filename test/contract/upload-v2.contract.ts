import { Clock } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../support/description/contract.js';
import { Client, hintOf, PDF, type HeaderOverrides } from '../support/mock/client.js';
import { errorOf, JOB, newDevice } from '../support/mock/client-v2.js';

/** The uploads of version 2. */
export function describeUploadV2(contract: Contract): void {
  const SCHEDULE = { ...JOB, printDateTime: '203001312345' };

  type Kind = 'job' | 'schedule';
  const OPERATIONS = { job: 'uploadPrintFile', schedule: 'uploadScheduleFile' } as const;
  const KINDS = ['job', 'schedule'] as const;

  /** A client with an upload URI of each kind. */
  async function ready(options?: Parameters<typeof newDevice>[0]) {
    const clock = new Clock(() => Date.UTC(2030, 0, 31));
    const { client, token } = await newDevice({ clock, ...options });
    const { uploadUri } = await client.job(token);
    const { body } = await client.call(token, 'post', '/scheduling/schedules', SCHEDULE).expect(201);
    const uris: Record<Kind, string> = { job: uploadUri, schedule: body.uploadUri };
    const upload = (
      kind: Kind,
      suffix = '&File=1.pdf',
      bytes: Buffer | string = PDF,
      headers: HeaderOverrides = {},
    ) => contract.check(OPERATIONS[kind], client.upload(uris[kind], suffix, bytes, headers));
    return { client, token, uris, upload };
  }

  describe.each(KINDS)('the upload of the file of a %s', (kind) => {
    it.each([
      ['application/octet-stream', '1.pdf'],
      ['application/pdf', '1.pdf'],
      ['image/jpeg', '1.jpeg'],
      ['image/png', '1.png'],
    ])('takes %s', async (type, name) => {
      const { upload } = await ready();
      const stored = await upload(kind, `&File=${name}`, PDF, { 'Content-Type': type });
      expect([stored.status, stored.text, hintOf(stored)]).toEqual([200, '', '']);
    });

    it('takes it with a token and an API key, which are not asked for', async () => {
      const { upload } = await ready();
      const headers = { Authorization: 'Bearer x', 'x-api-key': 'y' };
      expect((await upload(kind, undefined, undefined, headers)).status).toBe(200);
    });

    it.each<[string, string, string, HeaderOverrides, number, RegExp]>([
      ['without a content type', '&File=1.pdf', 'x', { 'Content-Type': null }, 400, /no Content-Type/],
      [
        'with an object',
        '&File=1.pdf',
        '[object Object]',
        { 'Content-Type': 'text/plain;charset=UTF-8' },
        400,
        /fetch/,
      ],
      ['without File', '', 'x', {}, 400, /holds no File/],
      ['with file instead of it', '&file=1.pdf', 'x', {}, 400, /holds file instead/],
      ['with File twice', '&File=1.pdf&File=1.pdf', 'x', {}, 400, /2 times/],
      ['with the name in the Key', '?File=1.pdf', 'x', {}, 404, /become part of the Key/],
      ['with another Key', '0&File=1.pdf', 'x', {}, 404, /uploadUri of the answer to create/],
    ])('%s is refused', async (_what, suffix, bytes, headers, status, hint) => {
      const { upload } = await ready();
      const refused = await upload(kind, suffix, bytes, headers);
      expect([refused.status, refused.text]).toEqual([status, '']);
      expect(hintOf(refused)).toMatch(hint);
    });

    it('is refused without a Key, with one of the other kind, and with one of version 1', async () => {
      const { client, uris, upload } = await ready();
      const { pathname } = new URL(uris[kind]);
      const other = uris[kind === 'job' ? 'schedule' : 'job'];
      const first = new Client(client.host);
      const { upload_uri } = await first.job(await first.authenticate());
      for (const query of ['', new URL(other).search, new URL(upload_uri).search]) {
        const refused = await contract.check(
          OPERATIONS[kind],
          client.upload(`http://mock${pathname}${query === '' ? '?a=b' : query}`),
        );
        expect(refused.status).toBe(404);
      }
      expect((await upload(kind)).status).toBe(200);
      const { search } = new URL(uris[kind]);
      await first.upload(upload_uri.replace(/\?.*/, '') + search).expect(404);
    });

    it('is refused with another method, and when it is too large', async () => {
      const { client, uris, upload } = await ready({ limitBytes: { v2: 10 } });
      const { pathname, search } = new URL(`${uris[kind]}&File=1.pdf`);
      const put = request(client.host.app).put(pathname + search);
      expect((await contract.check(OPERATIONS[kind], put)).status).toBe(405);
      expect((await upload(kind, undefined, 'x'.repeat(11))).status).toBe(413);
      expect((await upload(kind, undefined, 'x'.repeat(10))).status).toBe(200);
    });

    it('stores a file with a name of its own, and says what execute will answer', async () => {
      const { upload } = await ready();
      const stored = await upload(kind, '&File=Summary%20of%20it.pdf');
      expect(stored.status).toBe(200);
      expect(hintOf(stored)).toMatch(/"Summary of it\.pdf".*invalid_print_data.*1\.pdf/);
    });
  });

  describe('a second upload', () => {
    it.each<[Kind, string, Record<string, string>, number]>([
      ['job', '1.pdf', {}, 409],
      ['job', '2.pdf', {}, 415],
      ['job', '2.pdf', { 'v2-second-name': '413' }, 413],
      ['schedule', '1.pdf', {}, 200],
      ['schedule', '1.pdf', { 'v2-schedule-second-upload': 'refuse' }, 413],
      ['schedule', '2.pdf', {}, 413],
    ])('for a %s with the name %s and %o is answered %i', async (kind, name, assume, status) => {
      const { upload } = await ready({ assume });
      await upload(kind);
      expect((await upload(kind, `&File=${name}`)).status).toBe(status);
    });

    it('is refused when the job was executed, and when the schedule is reserved', async () => {
      const { client, token, upload, uris } = await ready();
      await upload('job');
      const jobId = client.host.control.jobs()[0]?.id ?? '';
      await client.execute(token, jobId).expect(202);
      expect((await upload('job')).status).toBe(404);
      const late = await client.call(token, 'post', `/printing/jobs/${uris.schedule.slice(-32)}/print`);
      expect(errorOf(late)).toBe('404 job_not_found');
    });
  });

  describe('a file of another type', () => {
    it.each([
      ['any', 200],
      ['documented', 415],
    ])('is answered for a job by assumption: %s, %i', async (assumed, status) => {
      const { upload } = await ready({ assume: { 'upload-content-type': assumed } });
      const answer = await upload('job', undefined, undefined, { 'Content-Type': 'image/webp' });
      expect([answer.status, hintOf(answer)]).toEqual([status, expect.stringContaining('image/png')]);
    });

    it('is refused as a multipart form for a job; that of a schedule is not printed', async () => {
      const { client, token, upload, uris } = await ready();
      const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
      const form = '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n';
      expect((await upload('job', undefined, form, headers)).status).toBe(415);
      const stored = await upload('schedule', undefined, form, headers);
      expect([stored.status, hintOf(stored)]).toEqual([200, expect.stringContaining('multipart form')]);
      const reserve = client.call(token, 'post', `/scheduling/schedules/${uris.schedule.slice(-32)}/reserve`);
      expect(errorOf(await reserve)).toBe('400 invalid_print_data');
    });
  });
}
