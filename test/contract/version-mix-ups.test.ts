import { startMockHost, type RunningMockHost } from 'epson-connect-mock';
import { describe, expect, it, onTestFinished } from 'vitest';
import { REDIRECT_URI } from '../support/mock/authorization.js';
import { hintOf } from '../support/mock/client.js';

type Headers = Readonly<Record<string, string>>;
type Fields = Readonly<Record<string, string>>;

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'Content-Type': 'application/json' };
const SECRET_V1 = 'S'.repeat(64);
const SECRET_V2 = `${'s'.repeat(84)}-_`;
const OF_V1 = { job_name: 'a', print_mode: 'document' };
const OF_V2 = { jobName: 'a', printMode: 'document' };
const SETTINGS_V1 = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
};
const SETTINGS_V2 = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'rear',
  colorMode: 'color',
};

/** A program that has the credentials and the tokens of both versions, and takes some of them for the others. */
class Program {
  readonly host: RunningMockHost;
  bearerV1: Headers = {};
  deviceId = '';
  device: Headers = {};
  application: Headers = {};

  constructor(host: RunningMockHost) {
    this.host = host;
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
    const created = (await (await this.json('/api/2/printing/jobs', headers, OF_V2)).json()) as Fields;
    const octets = { 'Content-Type': 'application/octet-stream' };
    await this.call('POST', `${created['uploadUri']}&File=${name}`, octets, '%PDF-1.4\n');
    return this.call('POST', `/api/2/printing/jobs/${created['jobId']}/print`, headers);
  }
}

const basic = (id: string, secret: string): Headers => ({
  Authorization: `Basic ${btoa(`${id}:${secret}`)}`,
});
const bearer = (token = ''): Headers => ({ Authorization: `Bearer ${token}` });

/** The mistake, the call, and the status, the rule and the remedy that the program is given. */
type MixUp = readonly [
  what: string,
  make: (program: Program) => Promise<Response>,
  status: number,
  rule: string,
  ...remedies: RegExp[],
];

const CREDENTIALS: readonly MixUp[] = [
  [
    'the credentials of an app at the token operation of version 1',
    ({ form, v1, v2 }) => form(v1.path, v2.basic, v1.grant),
    401,
    'client-unknown',
    /an app of version 2/,
    /POST \/auth\/token/,
    /GET \/auth\/authorize/,
  ],
  [
    'an unknown secret of 86 characters at the token operation of version 1',
    ({ form, v1 }) => form(v1.path, basic('x'.repeat(32), SECRET_V2), v1.grant),
    401,
    'client-unknown',
    /86 characters, as many as that of an app of version 2/,
    /POST \/auth\/token/,
  ],
  [
    'a code at the token operation of version 1',
    async (program) => program.form(program.v1.path, program.v1.basic, await program.code()),
    400,
    'grant-type-unknown',
    /authorization_code.* version 2/,
    /POST \/auth\/token/,
  ],
  [
    'client_credentials at the token operation of version 1',
    ({ form, v1 }) => form(v1.path, v1.basic, { grant_type: 'client_credentials' }),
    400,
    'grant-type-unknown',
    /client_credentials.* version 2/,
    /POST \/auth\/token/,
  ],
  [
    'the client of version 1 at the token operation of version 2',
    ({ form, v1 }) => form('/auth/token', v1.basic, v1.grant),
    401,
    'app-unknown',
    /version 1/,
    /POST \/api\/1\/printing\/oauth2\/auth\/token\?subject=printer/,
  ],
  [
    'an unknown secret of 64 characters at the token operation of version 2',
    ({ form }) => form('/auth/token', basic('x'.repeat(32), SECRET_V1), { grant_type: 'client_credentials' }),
    401,
    'app-unknown',
    /64 characters.*version 1/,
    /POST \/api\/1\/printing\/oauth2\/auth\/token\?subject=printer/,
  ],
  [
    'the password grant in version 2',
    ({ form, v1, v2 }) => form('/auth/token', v2.basic, v1.grant),
    400,
    'grant-of-version-1',
    /GET \/auth\/authorize/,
    /authorization_code/,
  ],
  [
    'the password grant below /api/2/',
    ({ form, v1, v2 }) => form(v1.path.replace('/1/', '/2/'), v2.basic, v1.grant),
    404,
    'path-unknown',
    /POST \/auth\/token/,
    /GET \/auth\/authorize/,
  ],
  [
    'credentials in the form',
    ({ form, v2: { clientId, clientSecret } }) =>
      form(
        '/auth/token',
        {},
        { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
      ),
    401,
    'app-credentials-in-form',
    /Authorization: Basic base64/,
  ],
  [
    'localhost as the redirect URI',
    ({ authorize }) => authorize('http://localhost:8381/callback'),
    400,
    'redirect-uri-unregistered',
    /localhost is not accepted/,
    /127\.0\.0\.1/,
  ],
];

const TOKENS: readonly MixUp[] = [
  [
    'a token of version 2 in version 1',
    ({ json, v1, device }) => json(`${v1.printer}/jobs`, device, OF_V1),
    401,
    'bearer-other-version',
    /of version 2/,
    /\/api\/2\//,
    /x-api-key/,
  ],
  [
    'a token of version 1 in version 2',
    ({ json, bearerV1, v2 }) => json('/api/2/printing/jobs', { ...bearerV1, ...v2.key }, OF_V2),
    401,
    'bearer-other-version',
    /of version 1/,
    /\/auth\/token/,
    /\/api\/1\//,
  ],
  [
    'a token of version 1 in version 2, and no API key',
    ({ json, bearerV1 }) => json('/api/2/printing/jobs', bearerV1, OF_V2),
    401,
    'bearer-other-version',
    /of version 1/,
  ],
  [
    'the client ID as the API key',
    ({ json, device, v2 }) => json('/api/2/printing/jobs', { ...device, 'x-api-key': v2.clientId }, OF_V2),
    403,
    'api-key-wrong',
    /client ID/,
    /page of your app/,
  ],
  [
    'no API key',
    ({ json, device }) => json('/api/2/printing/jobs', device, OF_V2),
    403,
    'api-key-missing',
    /x-api-key/,
  ],
  [
    'the token of a printer for notifications',
    ({ json, device, v2 }) =>
      json('/api/2/printing/settings/notification', { ...device, ...v2.key }, { notification: false }),
    401,
    'bearer-of-other-kind',
    /grant_type=client_credentials/,
  ],
  [
    'the token of the app for a job',
    ({ json, application, v2 }) => json('/api/2/printing/jobs', { ...application, ...v2.key }, OF_V2),
    401,
    'bearer-of-other-kind',
    /code of a person/,
  ],
  [
    'Basic instead of the token',
    ({ json, v2 }) => json('/api/2/printing/jobs', { ...v2.basic, ...v2.key }, OF_V2),
    401,
    'bearer-missing',
    /token operation only/,
  ],
];

const CALLS: readonly MixUp[] = [
  [
    'a device ID in a path of version 2',
    ({ json, v1, v2, device }) =>
      json(`${v1.printer.replace('/1/', '/2/')}/jobs`, { ...device, ...v2.key }, OF_V2),
    404,
    'path-unknown',
    /no device ID/,
    /POST \/api\/2\/printing\/jobs\b/,
  ],
  [
    'a path of version 2 below /api/1/',
    ({ json, bearerV1 }) => json('/api/1/printing/jobs', bearerV1, OF_V1),
    404,
    'path-unknown',
    /\/api\/2\/printing\/jobs/,
    /POST \/api\/1\/printing\/printers\/\{device_id\}\/jobs/,
  ],
  [
    'the device of version 2 below /api/1/',
    ({ call, bearerV1 }) => call('GET', '/api/1/printing/devices/info', bearerV1),
    404,
    'path-unknown',
    /\/api\/2\/printing\/devices\/info/,
    /GET \/api\/1\/printing\/printers\/\{device_id\}/,
  ],
  [
    'schedules below /api/1/',
    ({ json, bearerV1 }) => json('/api/1/scheduling/schedules', bearerV1, OF_V1),
    404,
    'path-unknown',
    /Version 1 has no schedules/,
    /\/api\/2\/scheduling\/schedules/,
  ],
  [
    'destinations without a device below /api/1/',
    ({ call, bearerV1 }) => call('GET', '/api/1/scanning/destinations', bearerV1),
    404,
    'path-unknown',
    /\/api\/2\/scanning\/destinations/,
    /GET \/api\/1\/scanning\/scanners\/\{device_id\}\/destinations/,
  ],
  [
    'a body of version 1 in version 2',
    ({ json, device, v2 }) => json('/api/2/printing/jobs', { ...device, ...v2.key }, OF_V1),
    400,
    'job-name-invalid',
    /jobName is missing.*not job_name/,
  ],
  [
    'settings of version 1 in version 2',
    ({ json, device, v2 }) =>
      json('/api/2/printing/jobs', { ...device, ...v2.key }, { ...OF_V2, printSettings: SETTINGS_V1 }),
    400,
    'print-setting-invalid',
    /paperSize is missing.*not media_size/,
    /paperSource is missing.*not source/,
  ],
  [
    'words of version 1 in settings of version 2',
    ({ json, device, v2 }) =>
      json(
        '/api/2/printing/jobs',
        { ...device, ...v2.key },
        { ...OF_V2, printSettings: { ...SETTINGS_V2, paperSize: 'ms_a4', paperType: 'mt_plainpaper' } },
      ),
    400,
    'print-setting-invalid',
    /write "ps_a4"/,
    /write "pt_plainpaper"/,
  ],
  [
    'a boolean for doubleSided, as the capability has it',
    ({ json, device, v2 }) =>
      json(
        '/api/2/printing/jobs',
        { ...device, ...v2.key },
        { ...OF_V2, printSettings: { ...SETTINGS_V2, doubleSided: true } },
      ),
    400,
    'print-setting-invalid',
    /write "long" or "short"/,
  ],
  [
    'a body of version 2 in version 1',
    ({ json, v1, bearerV1 }) => json(`${v1.printer}/jobs`, bearerV1, OF_V2),
    400,
    'job-name-invalid',
    /job_name/,
  ],
  [
    "the customer's file name as File",
    ({ executeNamed }) => executeNamed('invoice.pdf'),
    400,
    'print-data-invalid',
    /invoice\.pdf/,
    /upload it as File=1\.pdf/,
  ],
];

const ROWS = [...CREDENTIALS, ...TOKENS, ...CALLS].map(
  ([what, make, status, rule, ...remedies]) => [what, make, status, rule, remedies] as const,
);

describe('a program that mixes up the versions of the API', () => {
  it.each(ROWS)('is told so, and what to do: %s', async (_what, make, status, rule, remedies) => {
    const host = await startMockHost({ consent: 'auto', pace: 'instant' });
    onTestFinished(() => host.close());
    const program = bound(new Program(host));
    await program.authenticate();
    const answer = await make(program);
    const hint = hintOf({ headers: Object.fromEntries(answer.headers) });
    expect([answer.status, hint.replace(/:.*/s, '')], hint).toEqual([status, rule]);
    for (const remedy of remedies) expect(hint).toMatch(remedy);
  });
});

/** Lets a row take a program apart. */
function bound(program: Program): Program {
  for (const name of ['call', 'form', 'json', 'authorize', 'executeNamed'] as const)
    Object.defineProperty(program, name, { value: program[name].bind(program) });
  return program;
}
