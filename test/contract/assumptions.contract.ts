import { Clock } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING, hintOf, MINIMAL_JOB, newClient, PDF } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { form, username } from '../support/http/forms.js';
import { BOUNDARY, MULTIPART, MULTIPART_TYPE } from '../support/http/multipart.js';
import { withSetting } from './create-job.refusals.js';

/** Describes the behaviour that Epson does not document, under each option for it. */
export function describeAssumptions(contract: Contract): void {
  describe('authenticate under other assumptions', () => {
    it('rotates refresh tokens', async () => {
      const client = newClient({ assume: { 'refresh-rotation': 'on' } });
      const { refreshToken } = await client.authenticate();
      const refresh = form({ grant_type: 'refresh_token', refresh_token: refreshToken });
      const { body } = await contract.check('authenticate', client.token(refresh).expect(200));
      expect(body.refresh_token).toMatch(/^[A-Za-z0-9]{64}$/);
      const again = await contract.check('authenticate', client.token(refresh).expect(400));
      expect(hintOf(again)).toMatch(/^refresh-token-retired: .*refresh-rotation/);
    });

    it('accepts a form without a password', async () => {
      const client = newClient({ assume: { 'missing-password': 'accept' } });
      const response = await contract.check(
        'authenticate',
        client.token(form({ grant_type: 'password', username })).expect(200),
      );
      expect(hintOf(response)).toMatch(/^password-left-out: /);
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

  describe('uploadPrintFile under other assumptions', () => {
    it('takes the file out of a multipart body', async () => {
      const client = newClient({ assume: { multipart: 'accept' } });
      const job = await client.job(await client.authenticate());
      const response = await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, undefined, MULTIPART, MULTIPART_TYPE).expect(200),
      );
      expect(hintOf(response)).toMatch(/^multipart-unpacked: /);
      expect(client.host.control.jobs()[0]?.document?.size_bytes).toBe(PDF.length);
    });

    it('refuses a multipart body that is broken, or holds no file, or too large a one', async () => {
      const client = newClient({ assume: { multipart: 'accept' }, limitBytes: { document: 10 } });
      const job = await client.job(await client.authenticate());
      for (const [body, status, hint] of [
        ['nonsense', 415, /^upload-multipart: /],
        [
          `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--${BOUNDARY}--\r\n`,
          415,
          /^upload-multipart: .*no file/,
        ],
        [MULTIPART, 413, /^upload-too-large: /],
      ] as const) {
        const response = await contract.check(
          'uploadPrintFile',
          client.upload(job.upload_uri, undefined, body, MULTIPART_TYPE),
        );
        expect(response.status).toBe(status);
        expect(hintOf(response)).toMatch(hint);
      }
    });

    it('refuses content types that are not documented', async () => {
      const client = newClient({ assume: { 'upload-content-type': 'documented' } });
      const job = await client.job(await client.authenticate());
      const png = { 'Content-Type': 'image/png' };
      await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, '&File=1.png', PDF, png).expect(415),
      );
      const jpeg = { 'Content-Type': 'image/jpeg' };
      await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, '&File=1.jpg', PDF, jpeg).expect(200),
      );
    });

    it('refuses a second upload with 409 and keeps the first', async () => {
      const client = newClient({ assume: { 'second-upload': 'refuse' } });
      const job = await client.job(await client.authenticate());
      await client.upload(job.upload_uri, undefined, 'first').expect(200);
      const response = await client.upload(job.upload_uri, undefined, 'the second');
      expect([response.status, response.text]).toEqual([409, '']);
      expect(client.host.control.jobs()[0]?.document?.size_bytes).toBe(5);
    });

    it('refuses an empty file', async () => {
      const client = newClient({ assume: { 'empty-upload': 'refuse' } });
      const job = await client.job(await client.authenticate());
      await contract.check('uploadPrintFile', client.upload(job.upload_uri, undefined, '').expect(415));
      expect(client.host.control.jobs()[0]?.document).toBeNull();
    });

    it('counts a megabyte as 1,000,000 bytes', async () => {
      const client = newClient({ assume: { megabyte: '1000000' } });
      const job = await client.job(await client.authenticate(), { ...MINIMAL_JOB, print_mode: 'photo' });
      await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, '&File=1.jpg', Buffer.alloc(10_000_001)).expect(413),
      );
    });
  });

  describe('executePrint under other assumptions', () => {
    it('refuses to execute while the file is still being stored', async () => {
      const client = newClient({ assume: { 'slow-storage': 1500 }, clock: new Clock(() => 0) });
      const caller = await client.authenticate();
      const job = await client.job(caller);
      await client.upload(job.upload_uri).expect(200);
      client.host.control.clock.advance(1499);
      const response = await contract.check('executePrint', client.execute(caller, job.id).expect(405));
      expect(hintOf(response)).toMatch(/^execute-while-storing: .*1499 ms/);
      client.host.control.clock.advance(1);
      await contract.check('executePrint', client.execute(caller, job.id).expect(200));
    });
  });
}
