import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createJob, program, type Program } from '../../../test/watched-program.js';
import { brokenRules, report } from './report.js';
import { styleFor } from './style.js';

const PDF = readFileSync(new URL('../../../../sample.pdf', import.meta.url), 'latin1');
const OCTETS = { 'Content-Type': 'application/octet-stream' };
const UPLOAD = (extension: string) =>
  `curl -sS -H 'Content-Type: application/octet-stream' --data-binary "@$FILE" "$UPLOAD_URI&File=1.${extension}"`;

/** The report when the program has ended. */
function reportOn({ input }: Program): string {
  input.summary.end();
  return report(input, { ...styleFor({ isTTY: false }, {}, 'linux'), columns: 1000 });
}

const curlLines = (text: string) => [...text.matchAll(/Correct: (curl .*)/g)].map(([, line]) => line);

describe('an upload that went wrong', () => {
  it.each<[string, string, RegExp, (uploadUri: string) => [method: string, uri: string]]>([
    ['?File=', '404', /key-unknown: .*appended with \?File=/, (uri) => ['POST', `${uri}?File=1.png`]],
    ['/File=', '404', /key-unknown: .*appended with \/File=/, (uri) => ['POST', `${uri}/File=1.png`]],
    ['PUT', '405', /upload-method: PUT is not possible here/, (uri) => ['PUT', `${uri}&File=1.png`]],
    ['Key twice', '404', /key-repeated: /, (uri) => ['POST', `${uri}&Key=x&File=1.png`]],
  ])('is told in the upload of its job, whose Key it has: %s', async (_what, status, hint, wrong) => {
    const own = await program();
    await createJob(own);
    const job = await createJob(own);
    const [method, uri] = wrong(job.upload_uri);
    await own.call(method, uri, PDF, OCTETS);
    await own.post(`${job.path}/print`, '', job.bearer);
    const [, , ofJob = ''] = reportOn(own).split('\nJob ');
    expect(ofJob).toMatch(new RegExp(`FAIL upload {9}${status}\n {9}${hint.source}`));
    expect(ofJob).toMatch(/FAIL execute {8}405\n {9}execute-before-upload: /);
    expect(ofJob).not.toContain('Most likely');
    expect(curlLines(ofJob)).toEqual([UPLOAD('png')]);
    expect(ofJob).not.toContain('Calls that belong to no job');
  });

  it.each<[string, (uploadUri: string) => string]>([
    ['altered', (uri) => uri.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
    ['cut off', (uri) => uri.slice(0, -40)],
    ['missing', (uri) => uri.replace(/\?.*/, '?')],
    ['below another path', (uri) => uri.replace(/\/[0-9a-f]{32}\//, '/')],
  ])('is told in the upload of the job that it was most likely for: the Key is %s', async (_what, wrong) => {
    const own = await program();
    const first = await createJob(own);
    await own.post(`${first.upload_uri}&File=1.pdf`, PDF, OCTETS);
    // Job after job, with the same mistake in each.
    for (let count = 0; count < 2; count += 1) {
      const job = await createJob(own);
      await own.post(`${wrong(job.upload_uri)}&File=1.pdf`, PDF, OCTETS);
    }
    const text = reportOn(own);
    const [, ofFirst = '', ...ofOthers] = text.split('\nJob ');
    expect(ofFirst).toMatch(/ok {3}upload {9}200/);
    expect(ofOthers).toHaveLength(2);
    for (const ofJob of ofOthers) {
      expect(ofJob).toMatch(
        /FAIL upload {9}404\n {9}[a-z-]+: .* Most likely the file was meant for this job/,
      );
      expect(curlLines(ofJob)).toEqual([UPLOAD('pdf')]);
    }
    expect(text).not.toContain('Calls that belong to no job');
  });

  it('is told by itself where it may have been for several jobs, or for none', async () => {
    const own = await program();
    const [job] = [await createJob(own), await createJob(own)];
    await own.post(`${job.upload_uri.slice(0, -1)}&File=1.pdf`, PDF, OCTETS);
    const none = await program();
    const { upload_uri } = await createJob(none);
    await none.post(`${upload_uri}&File=1.pdf`, PDF, OCTETS);
    await none.post(`${upload_uri.slice(0, -1)}&File=1.pdf`, PDF, OCTETS);
    for (const each of [own, none]) {
      const text = reportOn(each);
      expect(text).toMatch(
        /Calls that belong to no job\n {2}FAIL POST .*Key=\*\*\*&File=1\.pdf {2}404\n {9}key-unknown: /,
      );
      expect(text).not.toContain('Most likely');
    }
  });

  it.each<[string, string, string, string]>([
    ['base64', 'jpg', Buffer.from(PDF, 'latin1').toString('base64'), 'base64 of a PDF'],
    [
      'JSON',
      'pdf',
      JSON.stringify({ file: Buffer.from(PDF, 'latin1').toString('base64') }),
      'JSON with base64',
    ],
  ])(
    'is corrected by the upload, and not by an execute that would mend nothing: %s',
    async (_what, extension, body, what) => {
      const own = await program();
      const job = await createJob(own);
      await own.post(`${job.upload_uri}&File=1.${extension}`, body, OCTETS);
      await own.post(`${job.path}/print`, '', job.bearer);
      const text = reportOn(own);
      expect(text).toMatch(
        new RegExp(`odd {2}upload {9}200 .*\n {9}upload-not-the-file: The body is ${what}`),
      );
      expect(text).toMatch(
        new RegExp(`odd {2}execute {8}200\n {9}document-will-fail: .*the content is ${what}`),
      );
      expect(curlLines(text)).toEqual([UPLOAD(extension)]);
      expect(Object.fromEntries(brokenRules(own.input))).toEqual({
        'upload-not-the-file': 1,
        'document-will-fail': 1,
      });
    },
  );

  it.each([
    ['whose name says another type', '1.jpg', PDF, 'pdf'],
    ['of a type that nobody knows', '1.jpg', 'hello', 'jpg'],
    ['that is empty', '1.png', '', 'png'],
  ])('is corrected by an upload that names its type: a file %s', async (_what, name, body, extension) => {
    const own = await program();
    const job = await createJob(own);
    await own.post(`${job.upload_uri}&File=${name}`, body, OCTETS);
    await own.post(`${job.path}/print`, '', job.bearer);
    const text = reportOn(own);
    expect(text).toContain('document-will-fail: ');
    expect(curlLines(text)).toEqual([UPLOAD(extension)]);
  });
});

describe('another call of a job', () => {
  it('is an execute when its path is that of execute, whatever its method', async () => {
    const own = await program();
    const job = await createJob(own);
    await own.post(`${job.upload_uri}&File=1.pdf`, PDF, OCTETS);
    await own.call('GET', `${job.path}/print`, undefined, job.bearer);
    const text = reportOn(own);
    expect(text).toMatch(/FAIL execute {8}405\n {9}method-wrong: GET is not possible here/);
    expect(text).not.toContain('execute-missing');
    expect(curlLines(text)).toEqual([
      'curl -sS -X POST -H "Authorization: Bearer $TOKEN" "$EPSON_CONNECT_API_BASE_URL/api/1/printing/printers/$DEVICE/jobs/$JOB_ID/print"',
    ]);
  });

  it('has a line of its own, so that nobody takes its mistake for that of a step', async () => {
    const own = await program();
    const job = await createJob(own);
    await own.call('GET', job.path, undefined, job.bearer);
    await own.call('GET', job.path, undefined, job.bearer);
    await own.post(`${job.upload_uri}&File=1.pdf`, PDF, OCTETS);
    await own.post(`${job.path}/print`, '', job.bearer);
    await own.call('GET', job.path, undefined, job.bearer);
    await own.call('GET', `${job.path}/cancel`, undefined, job.bearer);
    await own.call('DELETE', job.path, undefined, job.bearer);
    const text = reportOn(own);
    expect(text).toMatch(
      /ok {3}execute {8}200\n {2}FAIL job information {2}404\n {9}job-not-executed, 2 times: .*\n {9}Correct: .*\n {2}FAIL cancel {9}405\n {9}method-wrong: GET .*\n {9}Correct: .*\n {9}method-wrong: DELETE .*\n/,
    );
    expect(Object.fromEntries(brokenRules(own.input))).toEqual({ 'job-not-executed': 2, 'method-wrong': 2 });
  });
});
