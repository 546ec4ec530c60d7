import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../support/description/contract.js';
import { Client, hintOf, PDF, type HeaderOverrides } from '../support/mock/client.js';
import { errorOf, JOB, newDevice, SETTINGS } from '../support/mock/client-v2.js';

/** The jobs of version 2. */
export function describeJobsV2(contract: Contract): void {
  const DAY_MS = 24 * 3_600_000;
  const at = () => new Clock(() => Date.UTC(2026, 0, 2, 3, 4, 5));

  describe('a print of version 2', () => {
    it('takes four steps, and its information has a word, the pages and the times', async () => {
      const { client, token } = await newDevice({ clock: at(), pace: 'instant' });
      const created = await contract.check(
        'createPrintJob',
        client.call(token, 'post', '/printing/jobs', { ...JOB, printSettings: { ...SETTINGS, copies: 3 } }),
      );
      expect(created.status).toBe(201);
      const { jobId, uploadUri } = created.body;
      expect([jobId, uploadUri]).toEqual([
        expect.stringMatching(/^[0-9a-f]{32}$/),
        expect.stringMatching(/\/data\?Key=[0-9a-f]{64}$/),
      ]);
      const information = () =>
        contract.check('getPrintJob', client.call(token, 'get', `/printing/jobs/${jobId}`));
      const before = await information();
      expect(before.body).toEqual({
        status: 'preparing',
        jobName: 'SampleJob1',
        totalPages: 0,
        updateDate: '2026-01-02 03:04:05',
      });
      await contract.check('uploadPrintFile', client.upload(uploadUri).expect(200));
      const executed = await contract.check('executePrint', client.execute(token, jobId).expect(202));
      expect(executed.text).toBe('{}');
      expect((await information()).body).toEqual({
        status: 'completed',
        jobName: 'SampleJob1',
        totalPages: 3,
        startDate: '2026-01-02 03:04:05',
        updateDate: '2026-01-02 03:04:05',
      });
      expect(client.host.control.jobs()).toMatchObject([{ id: jobId, status: 'completed' }]);
    });

    it.each<[string, HeaderOverrides, string | undefined]>([
      ['no body', {}, undefined],
      ['an empty form', { 'Content-Type': 'application/x-www-form-urlencoded' }, ''],
      ['{}', { 'Content-Type': 'application/json' }, '{}'],
      ['null', { 'Content-Type': 'application/json' }, 'null'],
      [
        'an empty chunked form',
        { 'Content-Type': 'application/x-www-form-urlencoded', 'Transfer-Encoding': 'chunked' },
        '',
      ],
      ['headers as its body', { 'Content-Type': 'application/json' }, '{"headers":{"x-api-key":"k"}}'],
    ])('is executed, and cancelled, with %s', async (_what, headers, body) => {
      const { client, token } = await newDevice({ pace: 'real' });
      const jobId = await client.uploadedJob(token);
      await contract.check('executePrint', client.execute(token, jobId, body, headers).expect(202));
      const cancel = client.call(token, 'post', `/printing/jobs/${jobId}/cancel`, body, headers).expect(204);
      const cancelled = await contract.check('cancelPrint', cancel);
      expect(cancelled.headers).not.toHaveProperty('content-type');
      expect(await client.statusOf(token, jobId)).toBe('canceled');
    });

    it('answers 202 without a body, and without a type of one, under the other assumption', async () => {
      const { client, token } = await newDevice({ assume: { 'v2-execute-body': 'empty' } });
      const executed = await client.execute(token, await client.uploadedJob(token)).expect(202);
      expect([executed.text, executed.headers['content-type']]).toEqual(['', undefined]);
    });

    it.each([
      ['null', { startDate: null }],
      ['empty', { startDate: '' }],
    ])(
      'has a startDate that is %s before it is executed, under that assumption',
      async (assumed, expected) => {
        const { client, token } = await newDevice({ assume: { 'v2-start-date': assumed } });
        const { jobId } = await client.job(token);
        const path = `/printing/jobs/${jobId}`;
        const { body } = await contract.check('getPrintJob', client.call(token, 'get', path).expect(200));
        expect(body).toMatchObject(expected);
      },
    );
  });

  describe('the word for a job', () => {
    it.each([
      ['media_jam', 'media_jam'],
      ['media_empty', 'media_empty'],
      ['marker_supply_empty', 'marker_supply_empty'],
      ['cover_open', 'stopped_other'],
      ['attention_required', 'stopped_other'],
    ] as const)(
      'on a printer with the trouble %s is %s, and it goes on afterwards',
      async (trouble, word) => {
        const clock = at();
        clock.freeze();
        const { client, token } = await newDevice({ clock });
        const jobId = await client.executedJob(token);
        expect(await client.statusOf(token, jobId)).toBe('preparing');
        clock.advance(400);
        expect(await client.statusOf(token, jobId)).toBe('pending');
        clock.advance(400);
        expect(await client.statusOf(token, jobId)).toBe('processing');
        client.host.control.printer().setTrouble(trouble);
        expect(await client.statusOf(token, jobId)).toBe(word);
        const cancel = client.call(token, 'post', `/printing/jobs/${jobId}/cancel`);
        expect(errorOf(await contract.check('cancelPrint', cancel))).toBe('403 operation_not_allowed');
        client.host.control.printer().setTrouble(null);
        clock.advance(5000);
        expect(await client.statusOf(token, jobId)).toBe('completed');
      },
    );

    it('that failed is error_occurred', async () => {
      const { client, token } = await newDevice({ pace: 'real' });
      const jobId = await client.executedJob(token);
      client.host.control.endJob(jobId, 'attention_required', 'completed');
      expect(await client.statusOf(token, jobId)).toBe('error_occurred');
    });

    it.each([
      ['expired', '200', 'expired'],
      ['job_not_found', '404 job_not_found', undefined],
    ])('three days after its creation is %s, by assumption', async (assumed, answer, word) => {
      const clock = at();
      const { client, token: first } = await newDevice({ clock, assume: { 'v2-expired-job': assumed } });
      const jobId = await client.uploadedJob(first);
      clock.advance(3 * DAY_MS);
      const token = await client.deviceToken();
      const response = await contract.check(
        'getPrintJob',
        client.call(token, 'get', `/printing/jobs/${jobId}`),
      );
      expect([errorOf(response), response.body.status]).toEqual([answer, word]);
    });
  });

  describe('executing a job', () => {
    it.each<[string, string | undefined, string, RegExp]>([
      ['without its file', undefined, '1.pdf', /not there yet/],
      ['with an empty file', '', '1.pdf', /is empty/],
      ['with a name of its own', PDF.toString('latin1'), 'summary.pdf', /upload it as File=1\.pdf/],
      ['with a type that does not print', 'GIF89a', '1.gif', /1\.pdf, 1\.jpg, 1\.jpeg, 1\.png/],
      ['with another content than its name says', 'RIFF0000WEBPVP8 ', '1.jpg', /the name says jpg/],
    ])('%s is refused', async (_what, bytes, name, hint) => {
      const { client, token } = await newDevice();
      const jobId =
        bytes === undefined
          ? (await client.job(token)).jobId
          : await client.uploadedJob(token, {}, Buffer.from(bytes, 'latin1'), name);
      const response = await contract.check('executePrint', client.execute(token, jobId));
      expect(errorOf(response)).toBe('400 invalid_print_data');
      expect(hintOf(response)).toMatch(hint);
      expect(await client.statusOf(token, jobId)).toBe('preparing');
    });

    it('prints a file with a name of its own under the other assumption', async () => {
      const { client, token } = await newDevice({ assume: { 'v2-file-name': 'any' } });
      await client.execute(token, await client.uploadedJob(token, {}, PDF, 'summary.pdf')).expect(202);
    });

    it.each([
      ['refuse', '403 operation_not_allowed'],
      ['accept', '202'],
    ])('a second time is to %s, and prints once', async (assumed, answer) => {
      const { client, token } = await newDevice({ pace: 'instant', assume: { 'v2-execute-twice': assumed } });
      const jobId = await client.executedJob(token);
      const second = await contract.check('executePrint', client.execute(token, jobId));
      expect(errorOf(second)).toBe(answer);
      expect(client.host.control.jobs().map(({ total_pages }) => total_pages)).toEqual([1]);
    });

    it('is refused after a cancel, and when 100 jobs of either version wait', async () => {
      const { client, token } = await newDevice();
      const jobId = await client.uploadedJob(token);
      await client.call(token, 'post', `/printing/jobs/${jobId}/cancel`).expect(204);
      expect(errorOf(await contract.check('executePrint', client.execute(token, jobId)))).toBe(
        '403 operation_not_allowed',
      );
      client.host.control.printer().setOnline(false);
      const first = new Client(client.host);
      const caller = await first.authenticate();
      for (let index = 0; index < 40; index += 1) await first.executedJob(caller);
      for (let index = 0; index < 60; index += 1) await client.executedJob(token);
      const late = client.execute(token, await client.uploadedJob(token));
      expect(errorOf(await contract.check('executePrint', late))).toBe('403 job_limit_exceeded');
    });
  });

  describe('a job that is not known', () => {
    const UNKNOWN = '0'.repeat(32);

    it.each([
      ['executePrint', 'post', '/print'],
      ['cancelPrint', 'post', '/cancel'],
      ['getPrintJob', 'get', ''],
    ] as const)('is refused by %s, also one of version 1', async (operation, method, path) => {
      const { client, token } = await newDevice();
      const first = new Client(client.host);
      const ofVersion1 = await first.executedJob(await first.authenticate());
      for (const id of [UNKNOWN, 'x', ofVersion1]) {
        const call = client.call(token, method, `/printing/jobs/${id}${path}`);
        expect(errorOf(await contract.check(operation, call))).toBe('404 job_not_found');
      }
    });
  });
}
