import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/folder.js';
import { binary, program, sample, watch, written } from './watched.js';
import { listen } from '../support/http/listen.js';

const CREDENTIALS = {
  EPSON_CONNECT_API_CLIENT_ID: 'Z1y2X3w4V5u6T7s8R9q0P1o2N3m4L5k6',
  EPSON_CONNECT_API_CLIENT_SECRET: 'Q'.repeat(61) + 'abc',
  EPSON_CONNECT_API_PRINTER_EMAIL: 'somebody@print.epsonconnect.com',
};

/** A program of Node as one argument. */
const node = (source: string) => ['node', '--input-type=module', '-e', source];

/** The program with each of the pieces of its source replaced. */
const altered = (from: string, to: string) =>
  node(`
    import { readFileSync } from 'node:fs';
    process.argv.splice(1, 0, 'job.mjs');
    process.argv[2] = ${JSON.stringify(sample)};
    const source = readFileSync(${JSON.stringify(program('job.mjs'))}, 'utf8').replace(${JSON.stringify(from)}, ${JSON.stringify(to)});
    await import('data:text/javascript,' + encodeURIComponent(source));
  `);

describe('epson-connect-mock run', () => {
  it('tells the exact mistake, its rule and a corrected curl line, and ends with 1', async () => {
    const { code, stderr, temporary } = await watch(altered('File=1.pdf', 'File=invoice.pdf'), {
      env: CREDENTIALS,
    });
    expect(stderr).toMatch(/ {2}FAIL upload {9}415\n {9}file-name-wrong: File is "invoice\.pdf"/);
    expect(stderr).toContain(
      `Correct: curl -sS -H 'Content-Type: application/octet-stream' --data-binary "@$FILE" "$UPLOAD_URI&File=1.pdf"`,
    );
    expect(stderr).toMatch(/ {2}FAIL execute {8}405\n {9}execute-before-upload: /);
    expect(stderr).toContain(
      '0 of 1 job executed; 2 rules were broken: file-name-wrong, execute-before-upload.',
    );
    expect(code).toBe(1);
    for (const secret of [CREDENTIALS.EPSON_CONNECT_API_CLIENT_SECRET, 'Bearer ey', 'Key=']) {
      expect(stderr).not.toContain(secret);
    }
    expect(stderr).not.toMatch(/[A-Za-z0-9]{40}/);
    expect(readdirSync(temporary).filter((name) => name.startsWith('epson-connect-mock-'))).toEqual([]);
  });

  it('shows no secret of the command line, and shows it as a shell takes it', async () => {
    const secret = CREDENTIALS.EPSON_CONNECT_API_CLIENT_SECRET;
    const words = [
      '-u',
      `${CREDENTIALS.EPSON_CONNECT_API_CLIENT_ID}:${secret}`,
      'x?client_secret=hunter4',
      secret,
    ];
    const { stderr } = await watch(['true', ...words, "it's"], { env: CREDENTIALS });
    expect(stderr).toContain(
      `epson-connect-mock: true -u '${CREDENTIALS.EPSON_CONNECT_API_CLIENT_ID}:***' 'x?client_secret=***' '***' 'it'\\''s' ended with exit code 0\n`,
    );
  });

  it('waits until everything that was executed has been handed on, and tells what failed', async () => {
    const command = 'echo "has $EPSON_MOCK_JOB_NAME"; exit 3';
    const flags = ['--on-print', command, '--pace', 'fast'];
    const { code, stderr } = await watch(['node', program('job.mjs'), sample], { flags, env: CREDENTIALS });
    expect(stderr).toMatch(/print [0-9a-f]{8}: has \S/);
    expect(stderr).toMatch(/print [0-9a-f]{8}: on print failed: exit code 3/);
    expect(stderr).toMatch(/ok {3}execute {8}200 {2}not printed, because on print failed/);
    expect(code, stderr).toBe(0);
  });

  it.each([
    ['printed', ''],
    ['cancelled', '\nawait post(`${jobs}/${job.id}/cancel`, bearer);'],
    ['failed', ''],
  ] as const)('names the place of a document when its job was printed: it was %s', async (how, more) => {
    const folder = newFolder();
    const execute = 'process.stdout.write(await post(`${jobs}/${job.id}/print`, bearer));';
    const words = how === 'failed' ? altered('1.pdf', '1.jpg') : altered(execute, execute + more);
    const flags = ['--data-dir', folder, '--allow', 'document-will-fail'];
    const { stderr } = await watch(words, { flags, env: CREDENTIALS });
    const [, detail] = /^ {2}ok {3}execute {8}200(?: {2}(.*))?$/m.exec(stderr) ?? [];
    const printed = existsSync(join(folder, 'printed')) ? readdirSync(join(folder, 'printed')) : [];
    expect(printed, stderr).toHaveLength(how === 'printed' ? 1 : 0);
    if (how === 'printed') expect(detail).toBe(join(folder, 'printed', printed[0] ?? '', '1.pdf'));
    else expect(detail).toBe(how === 'cancelled' ? 'cancelled' : undefined);
  });

  it('does not wait for a printer that is offline', async () => {
    const folder = newFolder();
    const config = join(folder, 'config.json');
    writeFileSync(
      config,
      JSON.stringify({ printers: [{ email: 'somebody@print.epsonconnect.com', online: false }] }),
    );
    const flags = ['--config', config, '--on-print', 'exit 3'];
    const { code, stderr } = await watch(['node', program('job.mjs'), sample], { flags, env: CREDENTIALS });
    expect(stderr).toContain('1 of 1 job executed; no rule was broken.');
    expect(stderr).not.toContain('on print failed');
    expect(code, stderr).toBe(0);
  });

  it('ends with 1 when a document was uploaded and never executed', async () => {
    const execute = 'process.stdout.write(await post(`${jobs}/${job.id}/print`, bearer));';
    const { code, stderr } = await watch(altered(execute, ''), { env: CREDENTIALS });
    expect(stderr).toContain('execute-missing');
    expect(code, stderr).toBe(1);
  });

  const asked = "print_mode: 'document' }";
  const onPostcard = `print_mode: 'photo', print_setting: { media_size: 'ms_postcard', media_type: 'mt_hagakiphoto', borderless: true, print_quality: 'high', source: 'rear', color_mode: 'mono', '2_sided': 'long' } }`;

  it('permits every setting that is documented, because nobody knows the printer', async () => {
    const { code, stderr } = await watch(altered(asked, onPostcard), { env: CREDENTIALS });
    expect(stderr).toContain('1 of 1 job executed; no rule was broken.');
    expect(code, stderr).toBe(0);
  });

  it('holds every printer to the capability that it is given', async () => {
    const flags = ['--capability', 'mono-laser'];
    const { code, stderr } = await watch(altered(asked, onPostcard), { flags, env: CREDENTIALS });
    expect(stderr).toMatch(
      /setting-not-supported: [^]*preset\s+mono-laser\s+of\s+the\s+mock[^]*--capability/,
    );
    expect(code, stderr).toBe(1);
  });

  it('lets the rules be broken that it is told to', async () => {
    const flags = ['--allow', 'file-name-wrong', '--allow=execute-before-upload'];
    const { code, stderr } = await watch(altered('File=1.pdf', 'File=invoice.pdf'), { flags });
    expect(stderr).toContain('file-name-wrong (allowed): ');
    expect(code, stderr).toBe(0);
  });

  it("tells when a program calls Epson's host by http, where its secret can be read on the way", async () => {
    const path = '/api/1/printing/oauth2/auth/token?subject=printer';
    const source = `
      import { request } from 'node:http';
      const { hostname: host, port } = new URL(process.env.http_proxy);
      request({ host, port, method: 'POST', path: 'http://api.epsonconnect.com${path}' }).end();
    `;
    const { code, stderr } = await watch(node(source), { flags: ['--allow', 'token-body-not-a-form'] });
    expect(stderr).toMatch(
      /\n {9}target-not-https: The address begins with http:\/\/api\.epsonconnect\.com: /,
    );
    expect(code, stderr).toBe(1);
  });

  it('passes on standard input, output and exit code, and says when nothing reached the mock', async () => {
    const { child, ended, stdout, stderr } = binary(['run', '--', 'sh', '-c', 'cat; echo own >&2; exit 7']);
    expect(await ended).toBe(7);
    expect(child.exitCode).toBe(7);
    expect(stdout()).toBe('');
    expect(stderr()).toMatch(
      /^own\n\nepson-connect-mock: .* ended with exit code 7\n\nNothing reached the mock: /,
    );
  });

  it('passes signals on, waits for the command, and tells what ended it', async () => {
    const obeys = `process.on('SIGTERM', () => { console.log('asked'); process.kill(process.pid, 'SIGKILL'); }); console.log('ready'); setInterval(() => {}, 1000);`;
    const watched = binary(['run', '--', 'node', '-e', obeys]);
    await written(watched, /^ready\n/);
    watched.child.kill('SIGTERM');
    expect(await watched.ended).toBe(128 + 9);
    expect(watched.stdout()).toBe('ready\nasked\n');
    expect(watched.stderr()).toContain('was ended by SIGKILL');
    expect(readdirSync(watched.temporary).filter((name) => name.startsWith('epson-connect-mock-'))).toEqual(
      [],
    );
  });

  it("leads Node's fetch by each of Epson's names", async () => {
    const source = `
      for (const name of ['auth', 'upload', 'dummy-api'])
        console.log((await fetch('https://' + name + '.epsonconnect.com/api/1/printing/printers/x')).status);
    `;
    const { stdout, stderr } = await watch(node(source), { flags: ['--allow', 'bearer-missing'] });
    expect(stdout, stderr).toBe('401\n401\n401\n');
  });

  it("authorizes a program of version 2 on Epson's own name, with credentials of the mock or any of its own", async () => {
    const source = `
      const env = (name) => process.env['EPSON_CONNECT_API_' + name];
      const query = new URLSearchParams({
        response_type: 'code', client_id: env('CLIENT_ID'), redirect_uri: env('REDIRECT_URI'), scope: 'device' });
      const back = await fetch('https://auth.epsonconnect.com/auth/authorize?' + query, { redirect: 'manual' });
      const code = new URL(back.headers.get('location')).searchParams.get('code');
      const answer = await fetch('https://auth.epsonconnect.com/auth/token', {
        method: 'POST',
        headers: { Authorization: 'Basic ' + btoa(env('CLIENT_ID') + ':' + env('CLIENT_SECRET')) },
        body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: env('REDIRECT_URI') }) });
      console.log(answer.status, (await answer.json()).scope, env('VERSION'), env('KEY').length, new URL(env('BASE_URL')).hostname);
    `;
    const flags = ['--api', '2'];
    const usual = await watch(node(source), { flags });
    expect(usual.stdout, usual.stderr).toBe('200 device 2 40 127.0.0.1\n');
    const env = {
      EPSON_CONNECT_API_CLIENT_ID: 'a'.repeat(32),
      EPSON_CONNECT_API_CLIENT_SECRET: 's-_'.repeat(28) + 'ss',
      EPSON_CONNECT_API_KEY: 'k'.repeat(40),
      EPSON_CONNECT_API_REDIRECT_URI: 'https://shop.example/callback',
    };
    const own = await watch(node(source), { flags, env });
    expect(own.stdout, own.stderr).toBe('200 device 2 40 127.0.0.1\n');
    // Without the flag, everything is as for version 1.
    const v1 = await watch(
      node('console.log(process.env.EPSON_CONNECT_API_KEY, process.env.EPSON_CONNECT_API_VERSION)'),
    );
    expect(v1.stdout).toBe('undefined undefined\n');
  });

  it('leads worker threads and child processes as well, and leaves other connections alone', async () => {
    const port = await listen(
      createServer((_request, response) => response.end('own')),
      'localhost',
    );
    const source = `
      const { Worker, isMainThread, parentPort } = require('node:worker_threads');
      const { execFileSync } = require('node:child_process');
      const url = 'https://api.epsonconnect.com/api/1/printing/printers/x';
      if (!isMainThread) fetch(url).then(({ status }) => parentPort.postMessage(status));
      else new Worker(__filename).once('message', async (status) => {
        const child = "fetch('" + url + "').then((answer) => console.log(answer.status))";
        console.log(status, String(execFileSync('node', ['-e', child])).trim());
        console.log(await (await fetch('http://localhost:${port}/')).text());
      });`;
    const file = join(newFolder(), 'own.cjs');
    writeFileSync(file, source);
    const { stdout, stderr } = await watch(['node', file], { flags: ['--allow', 'bearer-missing'] });
    expect(stdout, stderr).toBe('401 401\nown\n');
    expect(stderr).toMatch(
      /FAIL GET \/api\/1\/printing\/printers\/x {2}401\n {9}bearer-missing \(allowed\), 2 times: /,
    );
  });
});
