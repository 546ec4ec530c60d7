import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { Clock } from 'epson-connect-mock';
import { hintOf, newClient, PDF, type HeaderOverrides } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { newFolder } from '../support/folder.js';

/** Step 4. */
export function describeExecute(contract: Contract): void {
  describe('executePrint', () => {
    it.each<[string, HeaderOverrides, string | undefined]>([
      ['no body and no content type', {}, undefined],
      ['zero bytes of JSON', { 'Content-Type': 'application/json' }, ''],
      ['{}', { 'Content-Type': 'application/json' }, '{}'],
      ['null', { 'Content-Type': 'application/json' }, 'null'],
      ['an empty form', { 'Content-Type': 'application/x-www-form-urlencoded' }, ''],
    ])('answers 200 and {} to %s', async (_what, headers, body) => {
      const client = newClient();
      const caller = await client.authenticate();
      const job = await client.job(caller);
      await client.upload(job.upload_uri).expect(200);
      const response = await contract.check(
        'executePrint',
        client.execute(caller, job.id, headers, body).expect(200),
      );
      expect(response.text).toBe('{}');
      expect(response.headers).not.toHaveProperty('x-epson-mock-hint');
    });

    const clock = () => new Clock(() => Date.UTC(2026, 0, 2, 3, 4, 5));

    it('prints the file into a folder of its own, with what is known of the job, where that is kept', async () => {
      const dataDir = newFolder();
      const client = newClient({ clock: clock(), pace: 'instant', dataDir });
      await client.print();
      const [job] = client.host.control.jobs();
      const path = job?.document?.path ?? '';
      expect(readFileSync(path)).toEqual(PDF);
      expect(path).toBe(join(dataDir, 'printed', `20260102T030405Z ${job?.id}`, '1.pdf'));
      expect(JSON.parse(readFileSync(join(dirname(path), 'job.json'), 'utf8'))).toMatchObject({
        id: job?.id,
        job_name: 'SampleJob1',
        print_mode: 'document',
      });
      expect(job).toMatchObject({ status: 'completed', executed_at: '2026-01-02T03:04:05.000Z' });
    });

    it('prints the file under the time and the job where it goes with the host', async () => {
      const client = newClient({ clock: clock(), pace: 'instant' });
      await client.print();
      const [job] = client.host.control.jobs();
      const path = job?.document?.path ?? '';
      expect(readFileSync(path)).toEqual(PDF);
      expect(basename(path)).toBe(`20260102T030405Z ${job?.id}.pdf`);
      expect(readdirSync(dirname(path))).toEqual([basename(path)]);
      await client.host.close();
      expect(existsSync(dirname(path))).toBe(false);
    });

    it('warns of a body that it ignores', async () => {
      const client = newClient();
      const caller = await client.authenticate();
      const job = await client.job(caller);
      await client.upload(job.upload_uri).expect(200);
      const response = await contract.check(
        'executePrint',
        client.execute(caller, job.id, {}, '{"copies":2}').expect(200),
      );
      expect(hintOf(response)).toMatch(/^body-ignored: /);
    });

    it('refuses to execute before the upload, and executes after it', async () => {
      const client = newClient();
      const caller = await client.authenticate();
      const job = await client.job(caller);
      const early = await contract.check('executePrint', client.execute(caller, job.id));
      expect([early.status, early.body, early.headers['allow']]).toEqual([
        405,
        { code: 'command_not_allowed' },
        'POST',
      ]);
      expect(hintOf(early)).toMatch(/^execute-before-upload: .*upload_uri/);
      await client.upload(job.upload_uri).expect(200);
      await contract.check('executePrint', client.execute(caller, job.id).expect(200));
    });

    it('executes a job once, however many ask at the same time', async () => {
      const client = newClient();
      const caller = await client.authenticate();
      const job = await client.job(caller);
      await client.upload(job.upload_uri).expect(200);
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => contract.check('executePrint', client.execute(caller, job.id))),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 405, 405, 405, 405]);
      expect(
        answers.filter(({ status }) => status === 405).map((answer) => hintOf(answer).split(':')[0]),
      ).toEqual(Array(4).fill('execute-twice'));
    });

    it.each<[string, HeaderOverrides, number, string]>([
      ['no bearer', { Authorization: null }, 401, 'client_authentication_error'],
      [
        'an unknown token',
        { Authorization: `Bearer ${'b'.repeat(64)}` },
        401,
        'access_token_verification_failed',
      ],
    ])('refuses %s', async (_what, headers, status, code) => {
      const client = newClient();
      const caller = await client.authenticate();
      const job = await client.job(caller);
      const response = await contract.check('executePrint', client.execute(caller, job.id, headers));
      expect([response.status, response.body]).toEqual([status, { code }]);
    });

    it("refuses another printer's job, an unknown job and a foreign device", async () => {
      const client = newClient({ printers: ['a@print.epsonconnect.com', 'b@print.epsonconnect.com'] });
      const [a, b] = [
        await client.authenticate('a@print.epsonconnect.com'),
        await client.authenticate('b@print.epsonconnect.com'),
      ];
      const job = await client.job(a);
      const foreignJob = await contract.check('executePrint', client.execute(b, job.id));
      expect([foreignJob.status, foreignJob.body]).toEqual([404, { code: 'job_not_found' }]);
      expect(hintOf(foreignJob)).toMatch(/another printer/);
      const unknownJob = await contract.check('executePrint', client.execute(a, '0'.repeat(32)));
      expect([unknownJob.status, unknownJob.body]).toEqual([404, { code: 'job_not_found' }]);
      const foreignDevice = await contract.check(
        'executePrint',
        client.execute({ ...a, deviceId: b.deviceId }, job.id),
      );
      expect([foreignDevice.status, foreignDevice.body]).toEqual([403, { code: 'forbidden' }]);
    });

    it('refuses a path that cannot be decoded, and one that is a little wrong', async () => {
      const { app } = newClient().host;
      const malformed = await contract.check(
        'executePrint',
        request(app).post('/api/1/printing/printers/a/jobs/%/print'),
      );
      expect([malformed.status, malformed.body]).toEqual([400, { code: 'parse_error' }]);
      const unknown = await contract.check(
        'executePrint',
        request(app).post('/api/1/printing/printers/a/jobs/b/prints'),
      );
      expect([unknown.status, unknown.body]).toEqual([404, { code: 'not_found' }]);
    });

    it('refuses other methods and names the one there is', async () => {
      const response = await contract.check(
        'executePrint',
        request(newClient().host.app).get('/api/1/printing/printers/a/jobs/b/print'),
      );
      expect([response.status, response.body, response.headers['allow']]).toEqual([
        405,
        { code: 'method_not_allowed' },
        'POST',
      ]);
    });
  });
}
