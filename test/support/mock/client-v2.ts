import { createMockHost, type MockHost, type MockHostOptions } from 'epson-connect-mock';
import request, { type Response, type Test } from 'supertest';
import { onTestFinished } from 'vitest';
import { APP, basicOf, REDIRECT_URI, sentBack } from './authorization.js';
import { PDF, type HeaderOverrides } from './client.js';

/** The call of version 2 that a test gets wrong in one point, and the others right. */
export class ClientV2 {
  readonly host: MockHost;

  constructor(host: MockHost) {
    this.host = host;
  }

  /** A device token. The host must consent at once. */
  async deviceToken(): Promise<string> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: APP.clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'device',
    });
    const back = await request(this.host.app).get(`/auth/authorize?${query.toString()}`);
    const code = sentBack(back).parameters.get('code') ?? '';
    return this.token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI });
  }

  async token(form: Readonly<Record<string, string>>): Promise<string> {
    const { body } = await request(this.host.app)
      .post('/auth/token')
      .set('Authorization', basicOf(APP.clientId, APP.clientSecret))
      .type('form')
      .send(form)
      .expect(200);
    return body.access_token;
  }

  /** A call below `/api/2` with token and API key. @param body sent as JSON unless it is a text */
  call(
    token: string,
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: unknown,
    headers: HeaderOverrides = {},
  ): Test {
    const test = request(this.host.app)[method](`/api/2${path}`);
    const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
    const usual = { Authorization: `Bearer ${token}`, 'x-api-key': APP.apiKey, ...type };
    return sendBytes(
      test,
      { ...usual, ...headers },
      body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    );
  }

  /** @param suffix what is appended to the upload URI */
  upload(
    uploadUri: string,
    suffix = '&File=1.pdf',
    bytes: Buffer | string = PDF,
    headers: HeaderOverrides = {},
  ): Test {
    const { pathname, search } = new URL(uploadUri + suffix);
    const usual = { 'Content-Type': 'application/octet-stream' };
    return sendBytes(request(this.host.app).post(pathname + search), { ...usual, ...headers }, bytes);
  }

  async job(token: string, changes: object = {}): Promise<{ jobId: string; uploadUri: string }> {
    return (await this.call(token, 'post', '/printing/jobs', { ...JOB, ...changes }).expect(201)).body;
  }

  /** A job that has its file. */
  async uploadedJob(
    token: string,
    changes?: object,
    bytes?: Buffer | string,
    name = '1.pdf',
  ): Promise<string> {
    const { jobId, uploadUri } = await this.job(token, changes);
    await this.upload(uploadUri, `&File=${name}`, bytes).expect(200);
    return jobId;
  }

  execute(token: string, jobId: string, body?: unknown, headers?: HeaderOverrides): Test {
    return this.call(token, 'post', `/printing/jobs/${jobId}/print`, body, headers);
  }

  async executedJob(token: string, changes?: object): Promise<string> {
    const jobId = await this.uploadedJob(token, changes);
    await this.execute(token, jobId).expect(202);
    return jobId;
  }

  async statusOf(token: string, jobId: string): Promise<string> {
    return (await this.call(token, 'get', `/printing/jobs/${jobId}`).expect(200)).body.status;
  }
}

export const JOB = { jobName: 'SampleJob1', printMode: 'document' };

export const SETTINGS = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'auto',
  colorMode: 'color',
};

/** A client of a host of its own that consents at once, and a device token. The host goes when the test ends. */
export async function newDevice(
  options: MockHostOptions = {},
): Promise<{ readonly client: ClientV2; readonly token: string }> {
  const host = createMockHost({ consent: 'auto', ...options });
  onTestFinished(() => host.close());
  const client = new ClientV2(host);
  return { client, token: await client.deviceToken() };
}

/** The word of a refusal. */
export const errorOf = ({ status, body }: Response): string => `${status} ${body.error ?? ''}`.trim();

function sendBytes(test: Test, headers: HeaderOverrides, body: Buffer | string | undefined): Test {
  for (const [name, value] of Object.entries(headers)) if (value !== null) test.set(name, value);
  if (body === undefined) return test;
  if (headers['Transfer-Encoding'] === 'chunked') {
    if (body.length > 0) test.write(body);
    return test;
  }
  // As bytes, which are sent as they are; a text would get a content type where it has none.
  return test.serialize((sent) => sent as string).send(Buffer.from(body));
}
