import type { RunningMockHost } from 'epson-connect-mock';
import { REDIRECT_URI } from './authorization.js';

type Headers = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, string>>;

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'Content-Type': 'application/json' };

export const basic = (id: string, secret: string): Headers => ({
  Authorization: `Basic ${btoa(`${id}:${secret}`)}`,
});
const bearer = (token = ''): Headers => ({ Authorization: `Bearer ${token}` });

/** A program that has the credentials and the tokens of both versions, and takes some of them for the others. */
export class ProgramOfBoth {
  readonly host: RunningMockHost;
  bearerV1: Headers = {};
  deviceId = '';
  device: Headers = {};
  application: Headers = {};

  constructor(host: RunningMockHost) {
    this.host = host;
    // A test may take a program apart.
    for (const name of ['call', 'form', 'json', 'authorize', 'executeNamed'] as const)
      Object.defineProperty(this, name, { value: this[name].bind(this) });
  }

  get v1() {
    const { clientId, clientSecret, printerEmail } = this.host.credentials;
    return {
      basic: basic(clientId, clientSecret),
      grant: { grant_type: 'password', username: printerEmail, password: '' },
      path: '/api/1/printing/oauth2/auth/token?subject=printer',
      printer: `/api/1/printing/printers/${this.deviceId}`,
    };
  }

  get v2() {
    const { clientId, clientSecret, apiKey } = this.host.credentialsV2;
    return { clientId, clientSecret, basic: basic(clientId, clientSecret), key: { 'x-api-key': apiKey } };
  }

  call(method: string, path: string, headers: Headers = {}, body?: string | object): Promise<Response> {
    const text = typeof body === 'object' ? JSON.stringify(body) : body;
    const url = path.startsWith('http') ? path : `${this.host.url}${path}`;
    return fetch(url, { method, headers, redirect: 'manual', ...(text === undefined ? {} : { body: text }) });
  }

  form(path: string, headers: Headers, fields: Fields): Promise<Response> {
    return this.call('POST', path, { ...FORM, ...headers }, String(new URLSearchParams(fields)));
  }

  json(path: string, headers: Headers, body: object): Promise<Response> {
    return this.call('POST', path, { ...JSON_TYPE, ...headers }, body);
  }

  authorize(redirectUri: string): Promise<Response> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: this.v2.clientId,
      redirect_uri: redirectUri,
      scope: 'device',
    });
    return this.call('GET', `/auth/authorize?${String(query)}`);
  }

  async code(): Promise<Fields> {
    const answer = await this.authorize(REDIRECT_URI);
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    return { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI };
  }

  async authenticate(): Promise<void> {
    const tokens = async (answer: Promise<Response>) => (await (await answer).json()) as Fields;
    const { v1, v2 } = this;
    const first = await tokens(this.form(v1.path, v1.basic, v1.grant));
    this.bearerV1 = bearer(first['access_token']);
    this.deviceId = first['subject_id'] ?? '';
    const second = await tokens(this.form('/auth/token', v2.basic, await this.code()));
    this.device = bearer(second['access_token']);
    const own = await tokens(this.form('/auth/token', v2.basic, { grant_type: 'client_credentials' }));
    this.application = bearer(own['access_token']);
  }

  /** A job of version 2 whose file has the name that the customer gave it. */
  async executeNamed(name: string): Promise<Response> {
    const headers = { ...this.device, ...this.v2.key };
    const created = (await (
      await this.json('/api/2/printing/jobs', headers, { jobName: 'a', printMode: 'document' })
    ).json()) as Fields;
    const octets = { 'Content-Type': 'application/octet-stream' };
    await this.call('POST', `${created['uploadUri']}&File=${name}`, octets, '%PDF-1.4\n');
    return this.call('POST', `/api/2/printing/jobs/${created['jobId']}/print`, headers);
  }
}
