import { Clock, type MockHostOptions } from 'epson-connect-mock';
import request, { type Response, type Test } from 'supertest';
import { APP, Authorizing, REDIRECT_URI } from './authorization.js';
import { hintOf, PDF, send, type HeaderOverrides } from './client.js';

/** A method of HTTP, also one that no operation has. */
export type Method = 'get' | 'post' | 'put' | 'delete' | 'patch';

/** The two members that a new job must have. */
export const JOB = { jobName: 'SampleJob1', printMode: 'document' };

/** Settings with the six required members, which the default printer can do. */
export const SETTINGS = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'auto',
  colorMode: 'color',
};

/** The time at which the clocks of slow clients begin. */
export const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Writes a time as version 2 has it in a request. */
export const printDateTimeOf = (ms: number): string =>
  new Date(ms).toISOString().slice(0, 16).replace(/[-T:]/g, '');

/** The operations of version 2 as raw requests, so that a test can get each of them wrong. */
export class ClientV2 extends Authorizing {
  /** The access token that a code is exchanged for. */
  async accessToken(code: string): Promise<string> {
    return (await this.exchange(code).expect(200)).body.access_token;
  }

  /** A device token. @param printer its address; default: that of the first */
  deviceToken(printer?: string): Promise<string> {
    const asked = { redirect_uri: REDIRECT_URI, ...(printer === undefined ? {} : { printer }) };
    return this.accessToken(this.host.control.issueCode(asked).code);
  }

  /** The token of the app. */
  async application(): Promise<string> {
    return (await this.token({ grant_type: 'client_credentials' }).expect(200)).body.access_token;
  }

  /** A call with a token and the API key, on a path below `/api/2`. */
  call(token: string, method: Method, path: string, body?: unknown, headers: HeaderOverrides = {}): Test {
    const usual = {
      Authorization: `Bearer ${token}`,
      'x-api-key': APP.apiKey,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    };
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return send(request(this.host.app)[method](`/api/2${path}`), { ...usual, ...headers }, text);
  }

  createJob(token: string, body: unknown = JOB, headers: HeaderOverrides = {}): Test {
    return this.call(token, 'post', '/printing/jobs', body, headers);
  }

  /** A job. @param changes what is not as in `JOB` */
  async job(token: string, changes: object = {}): Promise<{ jobId: string; uploadUri: string }> {
    return (await this.createJob(token, { ...JOB, ...changes }).expect(201)).body;
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
    return send(request(this.host.app).post(pathname + search), { ...usual, ...headers }, bytes);
  }

  execute(token: string, jobId: string, body?: unknown, headers: HeaderOverrides = {}): Test {
    return this.call(token, 'post', `/printing/jobs/${jobId}/print`, body, headers);
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

  /** A job that was executed. */
  async executedJob(token: string, changes?: object, bytes?: Buffer | string): Promise<string> {
    const id = await this.uploadedJob(token, changes, bytes);
    await this.execute(token, id).expect(202);
    return id;
  }

  cancel(token: string, jobId: string, body?: unknown, headers: HeaderOverrides = {}): Test {
    return this.call(token, 'post', `/printing/jobs/${jobId}/cancel`, body, headers);
  }

  copy(token: string, fromJobId: string, more: object = {}): Test {
    return this.call(token, 'post', '/printing/jobs/copy', { fromJobId, ...more });
  }

  /** Asks for a job. */
  information(token: string, jobId: string): Test {
    return this.call(token, 'get', `/printing/jobs/${jobId}`);
  }

  async statusOf(token: string, jobId: string): Promise<string> {
    return (await this.information(token, jobId).expect(200)).body.status;
  }

  /** Creates a schedule. @param printDateTime default: in half an hour of a slow client's start */
  createSchedule(token: string, body: object = {}): Test {
    const right = { ...JOB, printDateTime: '202601020345', ...body };
    return this.call(token, 'post', '/scheduling/schedules', right);
  }

  /** A schedule that has its file. */
  async uploadedSchedule(
    token: string,
    body?: object,
    upload = (uploadUri: string): Test => this.upload(uploadUri),
  ): Promise<string> {
    const { scheduleJobId, uploadUri } = (await this.createSchedule(token, body).expect(201)).body;
    await upload(uploadUri).expect(200);
    return scheduleJobId;
  }

  /** A schedule that can be reserved now, whatever the time is. @param upload how its file is sent */
  scheduleSoon(token: string, upload?: (uploadUri: string) => Test): Promise<string> {
    const quarterMs = 15 * MINUTE_MS;
    const soonMs = Math.ceil(this.host.control.clock.now() / quarterMs + 2) * quarterMs;
    return this.uploadedSchedule(token, { printDateTime: printDateTimeOf(soonMs) }, upload);
  }

  /** A schedule that was reserved. */
  async reservedSchedule(token: string, body?: object): Promise<string> {
    const id = await this.uploadedSchedule(token, body);
    await this.reserve(token, id).expect(202);
    return id;
  }

  reserve(token: string, id: string, body?: unknown): Test {
    return this.call(token, 'post', `/scheduling/schedules/${id}/reserve`, body);
  }

  copySchedule(token: string, fromScheduleJobId: string, more: object = {}): Test {
    return this.call(token, 'post', '/scheduling/schedules/copy', { fromScheduleJobId, ...more });
  }

  schedule(token: string, id: string, method: 'get' | 'delete' = 'get'): Test {
    return this.call(token, method, `/scheduling/schedules/${id}`);
  }

  schedules(token: string): Test {
    return this.call(token, 'get', '/scheduling/schedules');
  }
}

/** A client of version 2 whose clock moves by hand only, with a device token. */
export async function slowClientV2(
  options: MockHostOptions = {},
): Promise<{ client: ClientV2; token: string; clock: Clock }> {
  const made = await newDevice({ clock: new Clock(() => START_MS), ...options });
  return { ...made, clock: made.client.host.control.clock };
}

/** A client of version 2 with a device token. */
export async function newDevice(options: MockHostOptions = {}): Promise<{ client: ClientV2; token: string }> {
  const client = new ClientV2(options);
  return { client, token: await client.deviceToken() };
}

/** The rule that an answer's hint names. */
export const ruleOf = (response: Response) => hintOf(response).split(':')[0];

/** Status, word and rule of an answer. */
export function outcomeOf(response: Response): [number, string | undefined, string | undefined] {
  return [response.status, response.body?.error ?? response.body?.message, ruleOf(response)];
}
