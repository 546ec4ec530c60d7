import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { hintOf, PDF, type HeaderOverrides } from '../../support/mock/client.js';
import type { ClientV2 } from '../../support/mock/client-v2.js';
import { outcomeOf, slowClientV2 } from '../../support/mock/client-v2.js';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const INVALID_DATA = [400, 'invalid_print_data', 'print-data-invalid'];

/** The forms in which real programs send a call without a body. */
export const BODIES: [string, string | undefined, HeaderOverrides][] = [
  ['no body and no type', undefined, {}],
  ['an empty form with a length', '', { ...FORM, 'Content-Length': '0' }],
  ['empty JSON', '', { 'Content-Type': 'application/json' }],
  ['an empty object', '{}', { 'Content-Type': 'application/json' }],
  ['null', 'null', { 'Content-Type': 'application/json; charset=utf-8' }],
  ['an empty chunked form', '', { ...FORM, 'Transfer-Encoding': 'chunked', Accept: 'text/html, */*;q=0.8' }],
  ['its headers', '{"headers":{"x-api-key":"a"}}', { 'Content-Type': 'application/json' }],
  ['text that is no JSON', '{"', { 'Content-Type': 'application/json' }],
  ['text', 'undefined', { 'Content-Type': 'text/plain' }],
];

/** [what is wrong, name of the file, bytes, what the hint names] */
const NOT_PRINTED: [string, string, Buffer | string, RegExp][] = [
  ['a PDF called 1.jpg', '1.jpg', PDF, /the name says jpg/],
  ['text called 1.pdf', '1.pdf', 'hello', /the name says pdf/],
  ['an empty file', '1.pdf', '', /is empty/],
  ['base64 of a PDF', '1.pdf', PDF.toString('base64'), /base64/],
  ["the customer's own name", 'invoice%20(1).pdf', PDF, /upload it as File=1\.pdf/],
  ['a name with another number', '2.pdf', PDF, /upload it as File=1\.pdf/],
  ['GIF', '1.gif', 'GIF89a', /1\.pdf, 1\.jpg, 1\.jpeg, 1\.png/],
  ['WebP', '1.webp', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), /1\.pdf, 1\.jpg, 1\.jpeg, 1\.png/],
  ['WebP called 1.jpg', '1.jpg', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), /the name says jpg/],
  ['a PDF that is cut off', '1.pdf', PDF.subarray(0, 200), /cut off|not whole|damaged/],
];

/** Describes execute. */
export function describeExecute(contract: Contract): void {
  const execute = (client: ClientV2, token: string, id: string, body?: string, headers = {}) =>
    contract.check('executePrint', client.execute(token, id, body, headers));

  describe('executePrint', () => {
    it.each(BODIES)('takes %s, and answers 202 with an empty object', async (_what, body, headers) => {
      const { client, token } = await slowClientV2({ pace: 'instant' });
      const id = await client.uploadedJob(token);
      const answer = await execute(client, token, id, body, headers);
      expect([answer.status, answer.text]).toEqual([202, '{}']);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(client.host.control.jobs()).toMatchObject([{ id, status: 'completed' }]);
    });

    it('warns of a body that seems to ask for something', async () => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedJob(token);
      const answer = await execute(client, token, id, '{"copies":2}');
      expect(answer.status).toBe(202);
      expect(hintOf(answer)).toMatch(/^body-ignored: .*printSettings/);
    });

    it('refuses a job without a file, and takes it when the file is there', async () => {
      const { client, token } = await slowClientV2();
      const { jobId, uploadUri } = await client.job(token);
      expect(outcomeOf(await execute(client, token, jobId))).toEqual([
        400,
        'invalid_print_data',
        'execute-before-upload',
      ]);
      await client.upload(uploadUri).expect(200);
      expect((await execute(client, token, jobId)).status).toBe(202);
    });

    it.each(NOT_PRINTED)('refuses %s, which was stored', async (_what, name, bytes, hint) => {
      const { client, token, clock } = await slowClientV2();
      const id = await client.uploadedJob(token, undefined, bytes, name);
      const refused = await execute(client, token, id);
      expect(outcomeOf(refused)).toEqual(INVALID_DATA);
      expect(hintOf(refused)).toMatch(hint);
      // It can be tried again, and is refused again; nothing is printed.
      expect(outcomeOf(await execute(client, token, id))).toEqual(INVALID_DATA);
      clock.advance(10_000);
      expect((await client.information(token, id).expect(200)).body.status).toBe('preparing');
      expect(outcomeOf(await contract.check('copyPrintJob', client.copy(token, id)))).toEqual(INVALID_DATA);
    });

    it.each(['pdf', 'PDF', 'Pdf'])('prints 1.%s', async (extension) => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedJob(token, undefined, PDF, `1.${extension}`);
      expect((await execute(client, token, id)).status).toBe(202);
    });

    it('prints a job once: a second call is refused, in whatever state the job is', async () => {
      const { client, token, clock } = await slowClientV2();
      const id = await client.executedJob(token);
      for (const ms of [0, 300, 300, 2000]) {
        clock.advance(ms);
        expect(outcomeOf(await execute(client, token, id))).toEqual([
          403,
          'operation_not_allowed',
          'execute-twice',
        ]);
      }
      expect(client.host.control.jobs()).toMatchObject([{ status: 'completed', total_pages: 1 }]);
    });

    it('prints a job once, also when two calls come at the same time', async () => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedJob(token);
      const answers = await Promise.all([execute(client, token, id), execute(client, token, id)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 403]);
    });

    it('prints once under the other assumption, too, where every call is accepted', async () => {
      const { client, token, clock } = await slowClientV2({ assume: { 'v2-execute-twice': 'accept' } });
      const id = await client.executedJob(token);
      expect((await execute(client, token, id)).status).toBe(202);
      clock.advance(2000);
      expect((await execute(client, token, id)).status).toBe(202);
      clock.advance(10_000);
      const { body } = await client.information(token, id).expect(200);
      expect(body).toMatchObject({ status: 'completed', updateDate: '2026-01-02 03:04:07' });
      expect(client.host.control.jobs()).toHaveLength(1);
    });

    it('refuses an unknown ID', async () => {
      const { client, token } = await slowClientV2();
      expect(outcomeOf(await execute(client, token, '0'.repeat(32)))).toEqual([
        404,
        'job_not_found',
        'job-unknown',
      ]);
    });
  });
}
