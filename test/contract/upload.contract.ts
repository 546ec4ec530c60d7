import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { hintOf, MINIMAL_JOB, newClient, PDF, type HeaderOverrides } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';
import { MULTIPART, MULTIPART_TYPE } from '../support/http/multipart.js';

const MB = 1024 * 1024;
/** [what is wrong, what is appended to the URI, headers, status, what the hint names] */
const REFUSALS: [string, string, HeaderOverrides, number, RegExp][] = [
  ['no File', '', {}, 415, /^file-missing: .*no File/],
  ['file in lower case', '&file=1.pdf', {}, 415, /^file-missing: .*file instead of File/],
  ['File without the dot', '&File=1pdf', {}, 415, /^file-name-wrong: .*lacks the dot/],
  ["the file's own name", '&File=invoice.pdf', {}, 415, /^file-name-wrong: .*invoice\.pdf/],
  ['a second number', '&File=2.pdf', {}, 415, /^file-name-wrong: /],
  ['a path as name', '&File=1.pdf%2F..%2Fx', {}, 415, /^file-name-wrong: /],
  ['File twice', '&File=1.pdf&File=1.pdf', {}, 415, /^file-repeated: /],
  ['a type that does not print', '&File=1.txt', {}, 415, /^type-not-printable: .*1\.txt.*pdf/],
  ['tif, which is not in the list', '&File=1.tif', {}, 415, /^type-not-printable: .*tiff/],
  ['/File= for &File=', '/File=1.pdf', {}, 404, /^key-unknown: .*\/File=/],
  ['?File= for &File=', '?File=1.pdf', {}, 404, /^key-unknown: .*\?File=/],
  ['an escaped &', '%26File=1.pdf', {}, 404, /^key-unknown: .*%26/],
  ['an altered Key', '0&File=1.pdf', {}, 404, /^key-unknown: /],
  ['Key twice', '&Key=1&File=1.pdf', {}, 404, /^key-repeated: /],
  ['multipart', '&File=1.pdf', MULTIPART_TYPE, 415, /^upload-multipart: .*--data-binary/],
];

/** Step 3. */
export function describeUpload(contract: Contract): void {
  describe('uploadPrintFile', () => {
    it('stores the bytes as they are and answers 200 with nothing', async () => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      const response = await contract.check('uploadPrintFile', client.upload(job.upload_uri).expect(200));
      expect(response.headers['content-length']).toBe('0');
      expect(response.headers).not.toHaveProperty('content-type');
      const [{ document } = { document: null }] = client.host.control.jobs();
      expect(document).toMatchObject({
        name: '1.pdf',
        size_bytes: PDF.length,
        sha256: createHash('sha256').update(PDF).digest('hex'),
      });
      expect(readFileSync(document!.path)).toEqual(PDF);
    });

    it.each(REFUSALS)('refuses %s and says why', async (_what, suffix, headers, status, hint) => {
      const client = newClient();
      const caller = await client.authenticate();
      const job = await client.job(caller);
      const response = await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, suffix, PDF, headers),
      );
      expect(response.status).toBe(status);
      expect(hintOf(response)).toMatch(hint);
      expect(client.host.control.jobs()[0]?.document).toBeNull();
      await contract.check('uploadPrintFile', client.upload(job.upload_uri).expect(200));
    });

    it('refuses a missing Key', async () => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      const { pathname } = new URL(job.upload_uri);
      const response = await contract.check(
        'uploadPrintFile',
        request(client.host.app).post(`${pathname}?File=1.pdf`),
      );
      expect(response.status).toBe(404);
      expect(hintOf(response)).toMatch(/^key-missing: /);
    });

    it.each([
      'doc',
      'docx',
      'xls',
      'xlsx',
      'ppt',
      'pptx',
      'pdf',
      'jpeg',
      'jpg',
      'bmp',
      'gif',
      'png',
      'tiff',
      'PDF',
      'Jpg',
    ])('accepts 1.%s', async (extension) => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, `&File=1.${extension}`).expect(200),
      );
      expect(client.host.control.jobs()[0]?.document?.name).toBe(`1.${extension.toLowerCase()}`);
    });

    it('accepts File before Key', async () => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      const { pathname, search } = new URL(job.upload_uri);
      const uri = `${pathname}?File=1.pdf&${search.slice(1)}`;
      await contract.check(
        'uploadPrintFile',
        request(client.host.app)
          .post(uri)
          .set('Content-Type', 'application/octet-stream')
          .send(PDF)
          .expect(200),
      );
    });

    it.each([
      ['Bearer x', { Authorization: 'Bearer x' }],
      ['a token without a scheme', { Authorization: 'abc' }],
    ])('ignores an Authorization of %s', async (_what, headers) => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, undefined, PDF, headers).expect(200),
      );
    });

    it.each<[string, string | Buffer, RegExp]>([
      ['base64', PDF.toString('base64'), /The body is base64 of a PDF: send the bytes themselves\.$/],
      ['JSON', JSON.stringify({ file: PDF.toString('base64') }), /JSON with base64 of a PDF in it: send/],
      ['a form under another type', MULTIPART, /a multipart form: .*--data-binary/],
    ])('accepts %s with a warning: the bytes are not those of the file', async (_what, body, hint) => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      const response = await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, undefined, body).expect(200),
      );
      expect(hintOf(response)).toMatch(/^upload-not-the-file: /);
      expect(hintOf(response)).toMatch(hint);
      expect(client.host.control.jobs()[0]?.document?.size_bytes).toBe(Buffer.byteLength(body));
    });

    it.each(['image/png', 'application/pdf', 'application/x-www-form-urlencoded', 'application/json'])(
      'accepts the content type %s with a warning',
      async (type) => {
        const client = newClient();
        const job = await client.job(await client.authenticate());
        const response = await contract.check(
          'uploadPrintFile',
          client.upload(job.upload_uri, undefined, PDF, { 'Content-Type': type }).expect(200),
        );
        expect(hintOf(response)).toMatch(/^upload-type-undocumented: /);
        expect(client.host.control.jobs()[0]?.document?.size_bytes).toBe(PDF.length);
      },
    );

    it.each([
      ['document', 20 * MB],
      ['photo', 10 * MB],
    ])('takes a %s of exactly the limit and refuses one byte more', async (print_mode, limit) => {
      const client = newClient();
      const caller = await client.authenticate();
      const job = await client.job(caller, { ...MINIMAL_JOB, print_mode });
      const over = await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, '&File=1.jpg', Buffer.alloc(limit + 1)),
      );
      expect(over.status).toBe(413);
      expect(hintOf(over)).toMatch(new RegExp(`^upload-too-large: .*${limit} bytes`));
      expect(client.host.control.jobs()[0]?.document).toBeNull();
      await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, '&File=1.jpg', Buffer.alloc(limit)).expect(200),
      );
    });

    it('replaces the file on a second upload, with a warning', async () => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      await client.upload(job.upload_uri, undefined, 'first').expect(200);
      const response = await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, undefined, 'the second').expect(200),
      );
      expect(hintOf(response)).toMatch(/^second-upload-replaces: /);
      expect(client.host.control.jobs()[0]?.document?.size_bytes).toBe(10);
    });

    it('accepts an empty file, with a warning', async () => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      const response = await contract.check(
        'uploadPrintFile',
        client.upload(job.upload_uri, undefined, '', { 'Content-Length': '0' }).expect(200),
      );
      expect(hintOf(response)).toMatch(/^empty-document: /);
    });

    it('refuses the key of a job that was executed', async () => {
      const client = newClient();
      const caller = await client.authenticate();
      const job = await client.job(caller);
      await client.upload(job.upload_uri).expect(200);
      await client.execute(caller, job.id).expect(200);
      const response = await contract.check('uploadPrintFile', client.upload(job.upload_uri).expect(404));
      expect(hintOf(response)).toMatch(/^key-spent: /);
    });

    it('refuses other methods with a status alone', async () => {
      const client = newClient();
      const job = await client.job(await client.authenticate());
      const { pathname, search } = new URL(job.upload_uri);
      const response = await request(client.host.app).put(pathname + search);
      expect([response.status, response.text, response.headers['allow']]).toEqual([405, '', 'POST']);
    });
  });
}
