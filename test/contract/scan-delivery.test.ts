import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { newClient, PDF } from '../support/mock/client.js';
import { deadUrl, startReceiver } from '../support/http/receiver.js';

describe('the scan delivery', () => {
  it('posts the files as numbered parts to each destination of the type url, and tells of mail', async () => {
    const receiver = await startReceiver();
    const client = newClient();
    const caller = await client.authenticate();
    for (const [alias_name, type, destination] of [
      ['Folder', 'url', `${receiver.url}/scan`],
      ['Inbox', 'mail', 'me@example.com'],
      ['Nobody', 'url', await deadUrl()],
    ]) {
      await client.call(caller, 'post', '/destinations', { alias_name, type, destination }).expect(201);
    }
    const deliveries = await client.host.control.printer().scan([
      { name: 'scan 1.jpg', contentType: 'image/jpeg', bytes: new Uint8Array([0xff, 0xd8, 0xff]) },
      { name: 'scan"2.pdf', contentType: 'application/pdf', bytes: PDF },
    ]);
    expect(deliveries.map(({ alias_name, outcome }) => [alias_name, outcome])).toEqual([
      ['Folder', { status: 200 }],
      ['Inbox', 'not sent: the mock sends no mail'],
      ['Nobody', { failure: 'ECONNREFUSED' }],
    ]);
    const [{ path, headers, body } = { path: '', headers: {}, body: Buffer.alloc(0) }] = receiver.received;
    expect([path, headers['content-type']]).toEqual([
      '/scan',
      expect.stringMatching(/^multipart\/form-data; boundary=-+MultipartPost$/),
    ]);
    expect(body.toString('latin1')).toMatch(
      /^-+MultipartPost\r\nContent-Disposition: form-data; name="1"; filename="scan 1\.jpg"\r\nContent-Type: image\/jpeg\r\n\r\n\xff\xd8\xff\r\n-+MultipartPost\r\nContent-Disposition: form-data; name="2"; filename="scan_2\.pdf"\r\n[^]*-+MultipartPost--\r\n$/,
    );
    expect(body.includes(PDF)).toBe(true);
  });

  it('can be started over HTTP', async () => {
    const receiver = await startReceiver();
    const client = newClient();
    const caller = await client.authenticate();
    await client
      .call(caller, 'post', '/destinations', { alias_name: 'Folder', type: 'url', destination: receiver.url })
      .expect(201);
    const { body } = await request(client.host.app)
      .post('/_mock/api/scan')
      .attach('file', PDF, 'scan.pdf')
      .expect(200);
    expect(body.deliveries).toMatchObject([{ alias_name: 'Folder', outcome: { status: 200 } }]);
    expect(receiver.received[0]?.body.includes(PDF)).toBe(true);
    for (const [name, code] of [
      ['scan.txt', 'type-not-printable'],
      [undefined, 'file-missing'],
    ] as const) {
      const test = request(client.host.app).post('/_mock/api/scan');
      const refused = await (name === undefined ? test.field('a', 'b') : test.attach('file', PDF, name));
      expect([refused.status, refused.body.code]).toEqual([400, code]);
    }
  });
});
