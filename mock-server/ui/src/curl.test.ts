import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { startMockHost } from '../../src/index.js';
import type { Correction, Entry } from './api.js';
import { curlOf, pasteable } from './curl.js';

const SAMPLE = fileURLToPath(new URL('../../sample.pdf', import.meta.url));
const FORM = 'application/x-www-form-urlencoded';

/** Runs a line, and returns the status of the answer. */
async function run(line: string, env: Record<string, string | undefined>): Promise<number> {
  const shell = spawn('sh', ['-euc', `${line} -s -o /dev/null -w '%{http_code}'`], {
    env: { PATH: process.env['PATH'], FILE: SAMPLE, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([text(shell.stdout), once(shell, 'close')]);
  expect(code, line).toBe(0);
  return Number(output);
}

/** A host, and a call of it that returns the JSON of the answer. */
async function stage() {
  const host = await startMockHost({ consent: 'auto' });
  const call = async (path: string, headers: Record<string, string>, body?: BodyInit, method = 'POST') => {
    const url = path.startsWith('http') ? path : `${host.url}${path}`;
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    return JSON.parse((await response.text()) || '{}') as Record<string, string>;
  };
  const lastLine = () => curlOf(host.control.journal.read().at(-1) as Entry, host.url);
  return { host, call, lastLine };
}

interface Keys {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiKey?: string;
}

const basic = ({ clientId, clientSecret }: Keys) =>
  `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;

const keysOf = ({ clientId, clientSecret, apiKey }: Keys) => ({
  EPSON_CONNECT_API_CLIENT_ID: clientId,
  EPSON_CONNECT_API_CLIENT_SECRET: clientSecret,
  EPSON_CONNECT_API_KEY: apiKey,
});

describe('a call copied as curl', () => {
  it('is the same call in version 1, with variables for the secrets', async () => {
    const { host, call, lastLine } = await stage();
    await using _ = host;
    const { printerEmail } = host.credentials;
    const keys = keysOf(host.credentials);
    const tokenPath = '/api/1/printing/oauth2/auth/token?subject=printer';
    const grant = await call(
      tokenPath,
      { Authorization: basic(host.credentials), 'Content-Type': FORM },
      `grant_type=password&username=${encodeURIComponent(printerEmail)}&password=`,
    );
    expect(await run(lastLine(), keys)).toBe(200);
    const { access_token: TOKEN = '', refresh_token: REFRESH_TOKEN = '', subject_id = '' } = grant;
    await call(
      tokenPath,
      { Authorization: basic(host.credentials), 'Content-Type': FORM },
      `grant_type=refresh_token&refresh_token=${REFRESH_TOKEN}`,
    );
    expect(lastLine()).toContain('refresh_token=\'"$REFRESH_TOKEN"');
    expect(await run(lastLine(), { ...keys, REFRESH_TOKEN })).toBe(200);
    const jobs = `/api/1/printing/printers/${subject_id}/jobs`;
    const json = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
    const job = await call(
      jobs,
      json,
      JSON.stringify({ job_name: "it's größe 請求書", print_mode: 'document' }),
    );
    expect(await run(lastLine(), { TOKEN })).toBe(201);
    expect(host.control.jobs().map(({ job_name }) => job_name)).toEqual(
      Array.from({ length: 2 }, () => "it's größe 請求書"),
    );
    const { upload_uri: uri = '' } = job;
    await call(`${uri}&File=1.pdf`, {}, new Uint8Array([37, 80, 68, 70]));
    expect(lastLine()).toContain('--data-binary "@$FILE"');
    expect(await run(lastLine(), { UPLOAD_KEY: new URL(uri).searchParams.get('Key') ?? '' })).toBe(200);
    await call(`${jobs}/${job['id']}/print`, { Authorization: `Bearer ${TOKEN}` });
    expect(lastLine()).not.toContain(TOKEN);
    // It is executed already: the same call, and the answer of its second time.
    expect(await run(lastLine(), { TOKEN })).toBe(405);
    await call(`${jobs}/[a]{b}`, { Authorization: `Bearer ${TOKEN}` }, undefined, 'GET');
    expect(await run(lastLine(), { TOKEN })).toBe(404);
  });

  it('is the same call in version 2, with variables for the secrets', async () => {
    const { host, call, lastLine } = await stage();
    await using _ = host;
    const { redirectUri, ...app } = host.credentialsV2;
    const keys = keysOf(app);
    const { code: CODE } = host.control.issueCode();
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: CODE,
      redirect_uri: redirectUri,
    });
    const grant = await call(
      '/auth/token',
      { Authorization: basic(app), 'Content-Type': FORM },
      String(form),
    );
    const { access_token: TOKEN = '' } = grant;
    expect(TOKEN).not.toBe('');
    expect(await run(lastLine(), { ...keys, CODE: host.control.issueCode().code })).toBe(200);
    const device = {
      Authorization: `Bearer ${TOKEN}`,
      'x-api-key': app.apiKey,
      'Content-Type': 'application/json',
    };
    const job = await call(
      '/api/2/printing/jobs',
      device,
      JSON.stringify({ jobName: 'a', printMode: 'document' }),
    );
    expect(await run(lastLine(), { ...keys, TOKEN })).toBe(201);
    const { uploadUri = '' } = job;
    await call(`${uploadUri}&File=1.pdf`, { 'Content-Type': 'application/octet-stream' }, 'x');
    // The file is there already, so the key was right.
    expect(await run(lastLine(), { UPLOAD_KEY: new URL(uploadUri).searchParams.get('Key') ?? '' })).toBe(409);
    for (const secret of [TOKEN, app.apiKey])
      expect(
        JSON.stringify(host.control.journal.read().map((entry) => curlOf(entry, host.url))),
      ).not.toContain(secret);
  });
});

describe('a corrected call that is pasted', () => {
  it('works with nothing but the secrets', async () => {
    const { host, call } = await stage();
    await using _ = host;
    const correction = async (): Promise<Correction> => {
      const { sequence } = host.control.journal.read().at(-1) ?? { sequence: 0 };
      const answer = await fetch(`${host.url}/_mock/api/journal/${sequence}/correction`);
      return (await answer.json()) as Correction;
    };
    const { printerEmail, clientSecret } = host.credentials;
    const tokenPath = '/api/1/printing/oauth2/auth/token?subject=printer';
    const typed = { Authorization: basic(host.credentials), 'Content-Type': FORM };
    const grant = `grant_type=password&username=${encodeURIComponent(printerEmail)}`;
    await call(tokenPath, typed, `${grant.replace('password', 'PASSWORD')}&password=`);
    const EPSON_CONNECT_API_CLIENT_SECRET = clientSecret;
    expect(await run(pasteable(await correction()), { EPSON_CONNECT_API_CLIENT_SECRET })).toBe(200);
    const { access_token: TOKEN = '', subject_id = '' } = await call(tokenPath, typed, `${grant}&password=`);
    const jobs = `/api/1/printing/printers/${subject_id}/jobs`;
    const json = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
    const sent = { job_name: "it's größe", print_mode: 'Document' };
    await call(jobs, json, JSON.stringify(sent));
    expect(await run(pasteable(await correction()), { TOKEN })).toBe(201);
    expect(host.control.jobs()[0]).toMatchObject({ ...sent, print_mode: 'document' });
    const job = await call(jobs, json, JSON.stringify({ ...sent, print_mode: 'document' }));
    await call(`${job['upload_uri']}&File=1.pdf`, {}, 'a file');
    await call(`${jobs}/${job['id']}/print`, json, undefined, 'PUT');
    expect(await run(pasteable(await correction()), { TOKEN })).toBe(200);
  });
});
