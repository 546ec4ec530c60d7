import { readFileSync } from 'node:fs';
import { createMockHost, type MockHost, type MockHostOptions } from 'epson-connect-mock';
import request, { type Response, type Test } from 'supertest';
import { onTestFinished } from 'vitest';

/** Headers that replace the usual ones; `null` leaves one out. */
export type HeaderOverrides = Readonly<Record<string, string | null>>;

export interface Authenticated {
  readonly token: string;
  readonly refreshToken: string;
  readonly deviceId: string;
}

/** The four steps as raw requests, so that a test can get each of them wrong. */
export class Client {
  readonly host: MockHost;

  constructor(host: MockHost) {
    this.host = host;
  }

  get basic(): string {
    const { clientId, clientSecret } = this.host.credentials;
    return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  }

  /** The token operation, with a form that is right unless replaced. */
  token(form?: string, headers: HeaderOverrides = {}, query = '?subject=printer'): Test {
    const { printerEmail } = this.host.credentials;
    const right = `grant_type=password&username=${encodeURIComponent(printerEmail)}&password=`;
    const usual = {
      Authorization: this.basic,
      'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8',
    };
    return send(
      request(this.host.app).post(`/api/1/printing/oauth2/auth/token${query}`),
      { ...usual, ...headers },
      form ?? right,
    );
  }

  async authenticate(printerEmail = this.host.credentials.printerEmail): Promise<Authenticated> {
    const { body } = await this.token(
      `grant_type=password&username=${encodeURIComponent(printerEmail)}&password=`,
    ).expect(200);
    return { token: body.access_token, refreshToken: body.refresh_token, deviceId: body.subject_id };
  }

  createJob(
    { token, deviceId }: Authenticated,
    body: unknown = MINIMAL_JOB,
    headers: HeaderOverrides = {},
  ): Test {
    const usual = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json; charset=utf-8' };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return send(
      request(this.host.app).post(`/api/1/printing/printers/${deviceId}/jobs`),
      { ...usual, ...headers },
      text,
    );
  }

  async job(caller: Authenticated, body?: unknown): Promise<{ id: string; upload_uri: string }> {
    return (await this.createJob(caller, body).expect(201)).body;
  }

  /** @param suffix what is appended to the upload URI */
  upload(
    uploadUri: string,
    suffix = '&File=1.pdf',
    bytes: Buffer | string = PDF,
    headers: HeaderOverrides = {},
  ): Test {
    const { pathname, search } = new URL(uploadUri + suffix);
    return send(
      request(this.host.app).post(pathname + search),
      { 'Content-Type': 'application/octet-stream', ...headers },
      bytes,
    );
  }

  execute(
    { token, deviceId }: Authenticated,
    jobId: string,
    headers: HeaderOverrides = {},
    body?: string,
  ): Test {
    const test = request(this.host.app).post(`/api/1/printing/printers/${deviceId}/jobs/${jobId}/print`);
    return send(test, { Authorization: `Bearer ${token}`, ...headers }, body);
  }

  /** A job that has its file. */
  async uploadedJob(
    caller: Authenticated,
    body?: unknown,
    bytes: Buffer | string = PDF,
    name = '1.pdf',
  ): Promise<string> {
    const job = await this.job(caller, body);
    await this.upload(job.upload_uri, `&File=${name}`, bytes).expect(200);
    return job.id;
  }

  /** A job that was executed. */
  async executedJob(
    caller: Authenticated,
    body?: unknown,
    bytes?: Buffer | string,
    name?: string,
  ): Promise<string> {
    const id = await this.uploadedJob(caller, body, bytes, name);
    await this.execute(caller, id).expect(200);
    return id;
  }

  /** A call with an access token, on a path below the device's. */
  call(
    { token, deviceId }: Authenticated,
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: unknown,
    headers: HeaderOverrides = {},
  ): Test {
    const root = path.startsWith('/destinations') ? '/api/1/scanning/scanners' : '/api/1/printing/printers';
    const test = request(this.host.app)[method](`${root}/${deviceId}${path}`);
    const type = body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return send(test, { Authorization: `Bearer ${token}`, ...type, ...headers }, text);
  }

  /** Returns the job information of a job. */
  async information(caller: Authenticated, jobId: string): Promise<Record<string, unknown>> {
    return (await this.call(caller, 'get', `/jobs/${jobId}`).expect(200)).body;
  }

  /** All four steps; the answer to the last. */
  async print(bytes: Buffer = PDF, body?: unknown): Promise<Response> {
    const caller = await this.authenticate();
    const job = await this.job(caller, body);
    await this.upload(job.upload_uri, undefined, bytes).expect(200);
    return this.execute(caller, job.id).expect(200);
  }
}

export const MINIMAL_JOB = { job_name: 'SampleJob1', print_mode: 'document' };

export const FULL_SETTING = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
};

/** A small document of one page. */
export const PDF = readFileSync(new URL('../../../openapi/examples/sample.pdf', import.meta.url));

/** A client of a host of its own, which goes when the test ends. */
export function newClient(options: MockHostOptions = {}): Client {
  const host = createMockHost(options);
  onTestFinished(() => host.close());
  return new Client(host);
}

/** Sets the headers of a request, and sends its body as it is. */
export function send(test: Test, headers: HeaderOverrides, body?: Buffer | string): Test {
  for (const [name, value] of Object.entries(headers)) if (value !== null) test.set(name, value);
  if (body === undefined) return test;
  if (headers['Transfer-Encoding'] === 'chunked') {
    if (body.length > 0) test.write(body);
    return test;
  }
  // As bytes, which are sent as they are; a text would get a content type where it has none.
  return test.serialize((sent) => sent as string).send(Buffer.from(body));
}

/** The hint of an answer, decoded. */
export function hintOf({ headers }: { readonly headers: Readonly<NodeJS.Dict<string | string[]>> }): string {
  return decodeURIComponent(String(headers['x-epson-mock-hint'] ?? ''));
}
