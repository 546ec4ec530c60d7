import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { authenticate, JSON_TYPE, program } from '../../../test/watched-program.js';
import { brokenRules, report } from './report.js';
import { styleFor } from './style.js';

const SAMPLE = fileURLToPath(new URL('../../../../sample.pdf', import.meta.url));
const PDF = readFileSync(SAMPLE, 'latin1');
const plain = styleFor({ isTTY: false }, {}, 'linux');

/** Lets a shell do what the lines say, and gives back the statuses that it saw. */
async function statusesOf(lines: readonly string[], env: Record<string, string>): Promise<string[]> {
  const shell = spawn('sh', ['-e'], { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  shell.stdin.end(lines.map((line) => `${line} -o /dev/null -w '%{http_code}\\n'`).join('\n'));
  let output = '';
  shell.stdout.on('data', (chunk) => (output += String(chunk)));
  await once(shell, 'close');
  return output.trim().split('\n');
}

describe('the report of a run', () => {
  it('corrects every step by a curl line that works', async () => {
    const wrong = await program();
    const { jobs, bearer } = await authenticate(wrong);
    await wrong.post('/oauth/token', 'grant_type=password');
    const setting = { media_size: 'MS_A4', copies: '2', twoSided: 'long', colour: "it's" };
    const asked = { job_name: "Bob's", print_mode: 'Document', print_setting: setting };
    await wrong.post(jobs, JSON.stringify(asked), { ...bearer, ...JSON_TYPE });
    const right = JSON.stringify({ job_name: 'a', print_mode: 'document' });
    const job = JSON.parse(await wrong.post(jobs, right, { ...bearer, ...JSON_TYPE })) as {
      id: string;
      upload_uri: string;
    };
    await wrong.post(`${job.upload_uri}&File=1jpg`, 'x');
    await wrong.post(`${jobs}/${job.id}`, '', bearer);

    const text = report(wrong.input, plain);
    const lines = [...text.matchAll(/Correct: (curl .*)/g)].map(([, line = '']) => line);
    expect(
      lines.map((line) => /"[^"]*\/(token|jobs|print)[?"]|UPLOAD_URI/.exec(line)?.[1] ?? 'upload'),
    ).toEqual(['jobs', 'upload', 'print', 'token']);
    expect(lines[0]).toContain(
      `'{"job_name":"Bob'\\''s","print_mode":"document","print_setting":{"media_size":"ms_a4","media_type":"mt_plainpaper","borderless":false,"print_quality":"normal","source":"auto","color_mode":"color","2_sided":"long","copies":2}}'`,
    );
    expect(lines[1]).toContain('File=1.jpg');
    const [, legend = ''] = /In the curl lines, ([^]*?)\.\n/.exec(text) ?? [];
    const used = lines.flatMap((line) => [...line.matchAll(/\$([A-Z_]+)/g)].map(([, name]) => name));
    expect(new Set([...legend.matchAll(/[A-Z_]{4,}/g)].map(([name]) => name))).toEqual(new Set(used));

    const { host } = wrong;
    const again = JSON.parse(await wrong.post(jobs, right, { ...bearer, ...JSON_TYPE })) as typeof job;
    const statuses = await statusesOf(lines, {
      EPSON_CONNECT_API_BASE_URL: host.url,
      EPSON_CONNECT_API_CLIENT_ID: host.credentials.clientId,
      EPSON_CONNECT_API_CLIENT_SECRET: host.credentials.clientSecret,
      EPSON_CONNECT_API_PRINTER_EMAIL: host.credentials.printerEmail,
      TOKEN: bearer.Authorization.slice('Bearer '.length),
      DEVICE: jobs.split('/')[2] ?? '',
      JOB_ID: again.id,
      UPLOAD_URI: again.upload_uri,
      FILE: SAMPLE,
    });
    expect(statuses).toEqual(['201', '200', '200', '200']);
  });

  it('shows no token, no key, no secret, and no control character', async () => {
    const own = await program();
    const { jobs, bearer } = await authenticate(own);
    const asked = {
      job_name: 'a\u001b]0;x\u0007\u202e\u009b',
      print_mode: 'document',
      access_token: 'T0ken'.repeat(9),
    };
    const job = JSON.parse(await own.post(jobs, JSON.stringify(asked), { ...bearer, ...JSON_TYPE })) as {
      upload_uri: string;
    };
    await own.post(`${job.upload_uri}%26File=1.pdf`, 'x');
    await own.post(`${job.upload_uri}&Key=again`, 'x');
    await own.post(`/printers/x/jobs`, '{}', bearer);
    await own.post(jobs, '{"\u202ecopies":1,"job_name":"a","print_mode":"\u009bphoto"}', {
      ...bearer,
      ...JSON_TYPE,
    });
    const text = report(
      own.input,
      styleFor({ isTTY: true, columns: 80 }, { NO_COLOR: '1', LANG: 'C.UTF-8' }, 'linux'),
    );
    expect(text).toContain('✗');
    const key = new URL(job.upload_uri).searchParams.get('Key') ?? '';
    for (const secret of [
      key,
      bearer.Authorization.slice(7),
      own.host.credentials.clientSecret,
      'T0kenT0ken',
    ])
      expect(text).not.toContain(secret);
    // eslint-disable-next-line no-control-regex -- control characters are what it is about
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('counts mistakes and not remarks, and names jobs that stopped half-way', async () => {
    const own = await program();
    for (const file of ['1.pdf', '1.pdf', undefined]) {
      const { jobs, bearer } = await authenticate(own);
      const asked = JSON.stringify({ job_name: 'a', print_mode: 'document', sides: 2 });
      const job = JSON.parse(await own.post(jobs, asked, { ...bearer, ...JSON_TYPE })) as {
        id: string;
        upload_uri: string;
      };
      if (file === undefined) continue;
      await own.post(`${job.upload_uri}&File=${file}`, '%PDF-', { 'Content-Type': 'application/pdf' });
    }
    const text = report(own.input, plain);
    expect(Object.fromEntries(brokenRules(own.input))).toEqual({ 'unknown-member': 3 });
    expect(brokenRules({ ...own.input, allowed: new Set(['unknown-member']) }).size).toBe(0);
    own.input.summary.end();
    expect(Object.fromEntries(brokenRules(own.input))).toEqual({ 'unknown-member': 3, 'execute-missing': 2 });
    expect(report(own.input, plain)).toMatch(/ {2}FAIL execute {8}not called\n {9}execute-missing: /);
    expect(text).toContain('upload-type-undocumented (a remark), 2 times: ');
    expect(text).toContain('2 jobs were given a file and never executed: nothing of it was printed.');
    expect(text).toContain('One job was created and never given a file.');
    expect(text).toMatch(/ {2}odd {2}print setting {2}201\n {9}unknown-member: /);
    expect(text).toContain("\nepson-connect-mock: 'print?[2J' it ended with exit code 0\n");
  });

  it('corrects an execute that came too early by the upload, and one that came twice by no call', async () => {
    const own = await program();
    const { jobs, bearer } = await authenticate(own);
    const asked = JSON.stringify({ job_name: 'a', print_mode: 'document' });
    const job = JSON.parse(await own.post(jobs, asked, { ...bearer, ...JSON_TYPE })) as {
      id: string;
      upload_uri: string;
    };
    await own.post(`${jobs}/${job.id}/print`, '', bearer);
    const octets = { 'Content-Type': 'application/octet-stream' };
    await own.post(`${job.upload_uri}&File=1.pdf`, PDF, octets);
    await own.post(`${jobs}/${job.id}/print`, '', bearer);
    await own.post(`${jobs}/${job.id}/print`, '', bearer);
    own.input.summary.end();
    expect(Object.fromEntries(brokenRules(own.input))).toEqual({
      'execute-before-upload': 1,
      'execute-twice': 1,
    });
    const lines = [...report(own.input, plain).matchAll(/Correct: (curl .*)/g)].map(([, line]) => line);
    expect(lines).toEqual([
      `curl -sS -H 'Content-Type: application/octet-stream' --data-binary "@$FILE" "$UPLOAD_URI&File=1.pdf"`,
    ]);
  });

  it('does not blame the program for what was asked for, or for other hosts', async () => {
    const own = await program();
    own.host.control.faults.add({ operation: 'authenticate', code: 'server_error' });
    await own.post('/oauth2/auth/token?subject=printer', '');
    expect(report(own.input, plain)).toContain('fault (a remark): ');
    expect(brokenRules(own.input).size).toBe(0);
  });
});
