import { existsSync, readFileSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { FULL_SETTING, hintOf, newClient, PDF } from '../support/mock/client.js';

const unescaped = (html: string) => html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

describe('POST /_mock/api/print', () => {
  it('runs all four steps and tells where the printed file lies', async () => {
    const client = newClient();
    client.host.control.clock.freeze();
    const { status, body } = await request(client.host.app)
      .post('/_mock/api/print')
      .field('job_name', 'Grüße')
      .field('print_setting', JSON.stringify(FULL_SETTING))
      .attach('file', PDF, 'Über uns.PDF');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      warnings: [],
      job: {
        job_name: 'Grüße',
        print_mode: 'document',
        print_setting: FULL_SETTING,
        document: { name: '1.pdf', size_bytes: PDF.length },
      },
    });
    expect(readFileSync(body.job.document.path)).toEqual(PDF);
    expect(client.host.control.jobs()).toEqual([body.job]);
  });

  it("takes the file's own name for the job where none is given, at its full length or 256 characters", async () => {
    const client = newClient();
    const { body } = await request(client.host.app)
      .post('/_mock/api/print')
      .attach('file', PDF, `${'ü'.repeat(300)}.pdf`);
    expect(body.job?.job_name).toBe('ü'.repeat(256));
  });

  it.each<[string, (test: request.Test) => request.Test, number, object]>([
    ['no file', (test) => test.field('job_name', 'a'), 415, { code: 'file-missing', step: 'create' }],
    [
      'a form that is none',
      (test) => test.set('Content-Type', 'multipart/form-data; boundary=x').send('nonsense'),
      400,
      { code: 'body-unreadable', step: 'upload' },
    ],
    [
      'a body that is no form',
      (test) => test.set('Content-Type', 'application/json').send('{}'),
      415,
      { code: 'file-missing' },
    ],
    [
      'a type that does not print',
      (test) => test.attach('file', PDF, 'a.txt'),
      415,
      { code: 'type-not-printable', step: 'upload', epson_code: null },
    ],
    [
      'a name without an extension',
      (test) => test.attach('file', PDF, 'README'),
      415,
      { code: 'type-not-printable', step: 'upload' },
    ],
    [
      'a wrong setting',
      (test) => test.field('print_setting', '{"copies":0}').attach('file', PDF, 'a.pdf'),
      400,
      { code: 'print-setting-invalid', step: 'create', epson_code: 'invalid_resource' },
    ],
    [
      'a setting that the printer cannot do',
      (test) =>
        test
          .field('print_setting', JSON.stringify({ ...FULL_SETTING, media_type: 'mt_hagaki' }))
          .attach('file', PDF, 'a.pdf'),
      400,
      { code: 'setting-not-supported', step: 'create', epson_code: 'invalid_resource' },
    ],
    [
      'a setting that is no JSON',
      (test) => test.field('print_setting', 'duplex').attach('file', PDF, 'a.pdf'),
      400,
      { code: 'json-malformed', step: 'create' },
    ],
    [
      'an unknown printer',
      (test) => test.field('printer', 'x@print.epsonconnect.com').attach('file', PDF, 'a.pdf'),
      400,
      { code: 'printer-unknown', step: 'authenticate', epson_code: 'invalid_grant' },
    ],
    [
      'a file that is too large',
      (test) => test.attach('file', Buffer.alloc(2000), 'a.pdf'),
      413,
      { code: 'upload-too-large', step: 'upload' },
    ],
    [
      'two files',
      (test) => test.attach('file', PDF, 'a.pdf').attach('file', PDF, 'b.pdf'),
      400,
      { code: 'body-unreadable' },
    ],
  ])('refuses %s with the step and the rule, and keeps nothing', async (_what, fill, status, body) => {
    const client = newClient({ limitBytes: { document: 1000 } });
    const response = await fill(request(client.host.app).post('/_mock/api/print'));
    expect(response.status).toBe(status);
    expect(response.body).toMatchObject({ ...body, message: expect.stringMatching(/./) });
    expect(client.host.control.jobs().every((job) => job.document === null)).toBe(true);
    await request(client.host.app).post('/_mock/api/print').attach('file', PDF, 'a.pdf').expect(201);
  });
});

describe("the mock's own routes", () => {
  it('answer health to everyone', async () => {
    const { host } = newClient();
    const response = await request(host.app)
      .get('/_mock/health')
      .set('Host', 'evil.example')
      .set('Origin', 'https://evil.example');
    expect([response.status, response.body.status]).toEqual([200, 'ok']);
  });

  it.each([
    ['a foreign Origin', { Origin: 'https://evil.example' }, 'origin-foreign'],
    ['an Origin of another local port', { Origin: 'http://127.0.0.1:1' }, 'origin-foreign'],
    ['the Origin null', { Origin: 'null' }, 'origin-foreign'],
    ['an unknown Host', { Host: 'evil.example' }, 'host-unknown'],
    ['a Host that only begins like ours', { Host: '127.0.0.1.evil.example' }, 'host-unknown'],
  ])('refuse %s', async (_what, headers, code) => {
    const { host } = newClient();
    for (const test of [
      request(host.app).get('/_mock/docs/'),
      request(host.app).post('/_mock/api/print').attach('file', PDF, 'a.pdf'),
    ]) {
      const response = await test.set(headers);
      expect([response.status, response.body.code]).toEqual([403, code]);
    }
    expect(host.control.jobs()).toEqual([]);
  });

  it.each(['localhost:8380', '127.0.0.1', '[::1]:1'])('know the name %s, and its own pages', async (name) => {
    const { host } = newClient();
    const response = await request(host.app)
      .post('/_mock/api/print')
      .set({ Host: name, Origin: `http://${name}` })
      .attach('file', PDF, 'a.pdf');
    expect(response.status).toBe(201);
  });

  it('answer an unknown path with what there is', async () => {
    const response = await request(newClient().host.app).get('/_mock/nothing');
    expect([response.status, response.body.code]).toEqual([404, 'path-unknown']);
    expect(response.body.message).toContain('/_mock/docs/');
  });

  it('serve the inspector with a policy that lets it load its own files and nothing else', async () => {
    const { app } = newClient().host;
    await request(app).get('/_mock/ui').expect(301).expect('location', '/_mock/ui/');
    const page = await request(app)
      .get('/_mock/ui/')
      .expect(200)
      .expect('content-type', /^text\/html/);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'; base-uri 'none'/,
    );
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    const files = [...page.text.matchAll(/(?:src|href)="([\w.]+)"/g)].map(([, name = '']) => name);
    expect(files).toEqual(['icon.svg', 'style.css', 'main.js']);
    for (const name of [...files, 'events.js', 'pdf.worker.js', 'wasm/openjpeg_nowasm_fallback.js'])
      await request(app).get(`/_mock/ui/${name}`).expect(200).expect('x-content-type-options', 'nosniff');
    const { body } = await request(app).get('/_mock/ui/nothing.js').expect(404);
    expect(body.code).toBe('path-unknown');
    await request(app).get('/_mock/ui/../../package.json').expect(404);
  });

  it('serve a page on which every rule can be looked up', async () => {
    const { host } = newClient();
    const { text, headers } = await request(host.app).get('/_mock/docs/rules').expect(200);
    expect(headers['content-type']).toMatch(/^text\/html/);
    const { body } = await request(host.app).get('/_mock/api/rules').expect(200);
    for (const { id, summary, remedy } of body.rules as Record<'id' | 'summary' | 'remedy', string>[]) {
      const [, shown = ''] = text.split(`<dt id="${id}">`);
      const [entry] = unescaped(shown).split('</dd>');
      expect(entry).toContain(summary);
      expect(entry).toContain(`Remedy: ${remedy}`);
    }
  });

  it('serve the documentation as a page that may not ask anybody outside', async () => {
    const { app } = newClient().host;
    for (const [path, title] of [
      ['/_mock/docs/', 'Epson Connect API, version 1'],
      ['/_mock/docs/v2/', 'Epson Connect API, version 2'],
      ['/_mock/docs/control/', 'Control API of the mock host'],
    ] as const) {
      const response = await request(app).get(path);
      expect(response.status).toBe(200);
      expect(response.headers['content-type']).toMatch(/^text\/html/);
      expect(response.headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(response.text).toContain(`<title>${title}</title>`);
      expect(response.text).not.toMatch(
        /(?:src|href)="https?:\/\/(?!127\.0\.0\.1)[^"]*\.(?:js|css|png|svg|woff2?)/,
      );
      const all = /<nav[^>]*>(.*)<\/nav>/.exec(response.text)?.[1]?.matchAll(/href="([^"]+)"/g) ?? [];
      const links = [...all].map(([, href = '']) => href);
      expect(links).toHaveLength(8);
      expect(links).toContain('/_mock/ui/');
      for (const href of links) await request(app).get(href).expect(200);
    }
  });
});

describe('a host without a folder of its own', () => {
  it('removes what it stored when it closes', async () => {
    const client = newClient();
    await client.print();
    const path = client.host.control.jobs()[0]?.document?.path ?? '';
    expect(existsSync(path)).toBe(true);
    await client.host.close();
    expect(existsSync(path)).toBe(false);
  });

  it('forgets the oldest of more than 200 printed jobs, and of more than 1,000 that wait', async () => {
    const client = newClient({ callsPerMinute: Number.POSITIVE_INFINITY });
    const caller = await client.authenticate();
    const first = await client.job(caller);
    for (let count = 0; count < 20; count += 1)
      await Promise.all(Array.from({ length: 50 }, () => client.job(caller)));
    expect(client.host.control.jobs()).toHaveLength(1000);
    const response = await client.upload(first.upload_uri);
    expect([response.status, hintOf(response).split(':')[0]]).toEqual([404, 'key-unknown']);
  });
});
