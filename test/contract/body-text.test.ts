import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { hintOf, newClient, PDF, type Client } from '../support/mock/client.js';

const MARK = Buffer.from('efbbbf', 'hex');
const SHIFT_JIS = Buffer.from('90bf8b818f91', 'hex');
const LATIN_1 = Buffer.from('M\u00fcller', 'latin1');
const job = (name: Buffer | string) =>
  Buffer.concat([Buffer.from('{"job_name":"'), Buffer.from(name), Buffer.from('","print_mode":"document"}')]);
const typed = (charset: string) => `application/json; charset=${charset}`;
const formOf = ({ host }: Client) =>
  Buffer.from(`grant_type=password&username=${encodeURIComponent(host.credentials.printerEmail)}&password=`);

async function create(body: Buffer, headers: Record<string, string> = {}, strict = false) {
  const client = newClient({ strict });
  const { token, deviceId } = await client.authenticate();
  const call = request(client.host.app).post(`/api/1/printing/printers/${deviceId}/jobs`);
  for (const [name, value] of Object.entries({
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    ...headers,
  }))
    call.set(name, value);
  const response = await call.serialize((sent) => sent as string).send(body);
  return { status: response.status, hint: hintOf(response), body: response.body as unknown, client };
}

describe('a JSON body that is not UTF-8', () => {
  it.each<[string, Buffer, string, RegExp]>([
    ['Shift_JIS, undeclared', job(SHIFT_JIS), 'application/json', /Shift_JIS.*charset=utf-8/],
    ['Shift_JIS, declared', job(SHIFT_JIS), typed('Shift_JIS'), /charset=shift_jis/i],
    ['ISO 8859-1, undeclared', job(LATIN_1), 'application/json', /ISO 8859-1.*charset=utf-8/],
    ['ISO 8859-1, declared', job(LATIN_1), typed('"ISO-8859-1"'), /charset=iso-8859-1/i],
    ['ISO 8859-1, declared as UTF-8', job(LATIN_1), typed('utf-8'), /ISO 8859-1/],
    ['UTF-8, declared as ISO 8859-1', job('Müller'), typed('iso-8859-1'), /charset=iso-8859-1/i],
  ])('is taken, and named: %s', async (_what, body, type, why) => {
    const { status, hint } = await create(body, { 'Content-Type': type });
    expect(status).toBe(201);
    expect(hint).toMatch(/^body-not-utf8: /);
    expect(hint).toMatch(why);
  });

  it.each([
    ['ASCII, declared as ISO 8859-1', job('a'), typed('ISO-8859-1')],
    ['UTF-8, undeclared', job('請求書'), 'application/json'],
    ['UTF-8, declared in quotes', job('請求書'), typed('"UTF-8"')],
    ['UTF-8, declared by its other name', job('請求書'), typed('utf8')],
    ['ASCII, declared', job('a'), typed('us-ascii')],
  ])('is not seen in %s', async (_what, body, type) => {
    expect(await create(body, { 'Content-Type': type })).toMatchObject({ status: 201, hint: '' });
  });

  it.each<[string, Buffer, Record<string, string>, RegExp]>([
    ['UTF-16', Buffer.from(job('a').toString(), 'utf16le'), { 'Content-Type': typed('utf-16') }, /UTF-16/],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${job('a').toString()}`, 'utf16le'), {}, /UTF-16/],
    ['gzip', gzipSync(job('a')), { 'Content-Encoding': 'gzip' }, /Content-Encoding: gzip/],
    ['gzip, undeclared', gzipSync(job('a')), {}, /gzip/],
    ['an encoding that is not its own', job('a'), { 'Content-Encoding': 'br' }, /Content-Encoding: br/],
  ])('is refused where nothing of it can be read, and named: %s', async (_what, body, headers, why) => {
    const { status, hint, body: answer } = await create(body, headers);
    expect([status, answer]).toEqual([400, { code: 'parse_error' }]);
    expect(hint).toMatch(/^body-unreadable: /);
    expect(hint).toMatch(why);
  });

  it('is taken with Content-Encoding: identity, which changes nothing', async () => {
    expect(await create(job('a'), { 'Content-Encoding': 'identity' })).toMatchObject({
      status: 201,
      hint: '',
    });
  });

  it('is refused by a strict mock', async () => {
    const { status, hint } = await create(job(LATIN_1), {}, true);
    expect([status, hint]).toEqual([400, expect.stringMatching(/^body-unreadable: .*strict/)]);
  });

  it('changes nothing of execute, whose body does not matter', async () => {
    const client = newClient();
    const caller = await client.authenticate();
    const id = await client.uploadedJob(caller);
    const packed = { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' };
    const path = `/api/1/printing/printers/${caller.deviceId}/jobs/${id}/print`;
    const call = request(client.host.app)
      .post(path)
      .set('Authorization', `Bearer ${caller.token}`)
      .set(packed);
    const response = await call.serialize((sent) => sent as string).send(gzipSync('{}'));
    expect([response.status, hintOf(response)]).toEqual([200, expect.stringMatching(/^body-ignored: /)]);
  });

  it('keeps an order of the control API from being carried out with spoiled names', async () => {
    const { app } = newClient().host;
    const response = await request(app)
      .post('/_mock/api/printers')
      .set('Content-Type', 'application/json')
      .serialize((sent) => sent as string)
      .send(Buffer.concat([Buffer.from('{"email":"a@b.test","name":"'), LATIN_1, Buffer.from('"}')]));
    expect(response.status).toBe(400);
    expect(response.body.message).toMatch(/ISO 8859-1/);
  });
});

describe('a byte order mark', () => {
  it('is named where it stands before JSON, which is read', async () => {
    const { status, hint } = await create(Buffer.concat([MARK, job('a')]));
    expect([status, hint]).toEqual([201, expect.stringMatching(/^byte-order-mark: .*EF BB BF/)]);
  });

  it('is named where it spoils the first name of a form', async () => {
    const client = newClient();
    const body = Buffer.concat([MARK, formOf(client)]);
    const response = await client.token(body.toString()).expect(400);
    expect(response.body).toEqual({ error: 'invalid_request' });
    expect(hintOf(response)).toMatch(/^token-body-unreadable: .*byte order mark/);
  });
});

describe('a packed form', () => {
  it('is named', async () => {
    const client = newClient();
    const response = await request(client.host.app)
      .post('/api/1/printing/oauth2/auth/token?subject=printer')
      .set({
        Authorization: client.basic,
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Encoding': 'gzip',
      })
      .serialize((sent) => sent as string)
      .send(gzipSync(formOf(client)));
    expect([response.status, response.body]).toEqual([400, { error: 'invalid_request' }]);
    expect(hintOf(response)).toMatch(/^token-body-unreadable: .*Content-Encoding: gzip/);
    expect(client.host.control.journal.read().at(-1)?.request.body_text).toBeNull();
  });
});

describe('an upload', () => {
  const upload = async (bytes: Buffer, headers: Record<string, string>) => {
    const client = newClient();
    const { upload_uri } = await client.job(await client.authenticate());
    const { pathname, search } = new URL(upload_uri);
    const call = request(client.host.app).post(`${pathname}${search}&File=1.pdf`);
    const all = { 'Content-Type': 'application/octet-stream', ...headers };
    const response = await call
      .set(all)
      .serialize((sent) => sent as string)
      .send(bytes);
    return [response.status, hintOf(response)];
  };

  it.each<[string, Buffer, Record<string, string>, RegExp]>([
    [
      'packed',
      gzipSync(PDF),
      { 'Content-Encoding': 'gzip' },
      /^upload-not-the-file: .*Content-Encoding: gzip/,
    ],
    ['packed, undeclared', gzipSync(PDF), {}, /^upload-not-the-file: The body is gzip/],
    [
      'of a part',
      PDF.subarray(0, 100),
      { 'Content-Range': `bytes 0-99/${PDF.length}` },
      /^upload-in-parts: .*Content-Range: bytes 0-99\/\d+.*in one/,
    ],
  ])('that is not the file is taken, and named: %s', async (_what, bytes, headers, why) => {
    const [status, hint] = await upload(bytes, headers);
    expect([status, hint]).toEqual([200, expect.stringMatching(why)]);
  });
});
