import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { createMockHost, type MockHostOptions } from 'epson-connect-mock';
import request, { type Response } from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { newFolder } from '../support/folder.js';
import { APP, basicOf, REDIRECT_URI, sentBack } from '../support/mock/authorization.js';
import { PDF } from '../support/mock/client.js';
import { ClientV2, SETTINGS } from '../support/mock/client-v2.js';
import { Contract } from '../support/description/contract.js';

/** Reproducible: a failing run names its seed and path. */
const RUNS = { numRuns: Number(process.env['RUNS'] ?? 300), seed: 20261129 };

/** Text as people and attackers write it: words of the API, broken encodings, control characters, emoji. */
const text = fc.oneof(
  fc.constantFrom('', 'device', 'code', 'document', 'ps_a4', '1.pdf', '1pdf', '%', '%zz', '%00', '../../x'),
  fc.constantFrom(
    '\u0000',
    '\r\nSet-Cookie: a=b',
    '🖨',
    'null',
    'true',
    '202601020400',
    '<script>',
    REDIRECT_URI,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const encoded = text.map((each) => encodeURIComponent(Buffer.from(each).toString()));

/** Parameters in any number, with values that are encoded rightly, wrongly, or not there. */
const parameters = (names: readonly string[]) =>
  fc
    .array(fc.tuple(fc.constantFrom(...names), fc.oneof(encoded, fc.constantFrom('%', '%zz', '=', '&'))), {
      maxLength: 10,
    })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));

const member = fc.oneof(
  text,
  ...[fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant([]), fc.constant({})],
);
const anyOf = (names: readonly string[], value: fc.Arbitrary<unknown> = member) =>
  fc.record(Object.fromEntries([...names, '__proto__x'].map((name) => [name, value])), { requiredKeys: [] });
const settings = anyOf([...Object.keys(SETTINGS), 'doubleSided', 'copies', 'collate', 'reverseOrder']);
const jobBody = (...more: string[]) =>
  fc.oneof(
    anyOf(['jobName', 'printMode', 'printSettings', ...more], fc.oneof(member, settings)).map((body) =>
      JSON.stringify(body),
    ),
    fc.json(),
    text,
  );

function newHost(options: MockHostOptions = {}) {
  const host = createMockHost({ consent: 'auto', ...options });
  onTestFinished(() => host.close());
  return host;
}

/** Expects an answer to be JSON or empty: a page is for people, on paths that programs do not call. */
function expectNoPage({ text: body = '', headers }: Response): void {
  expect(String(headers['content-type'] ?? 'application/json')).toMatch(/^application\/json/);
  if (body !== '') expect(() => JSON.parse(body) as unknown).not.toThrow();
}

describe('whatever is sent', () => {
  const contract = new Contract('v2/openapi.yaml');

  it('to authorize, nobody is led to a foreign address, and no header is added', async () => {
    const host = newHost();
    const names = ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce'];
    const right = `client_id=${APP.clientId}&redirect_uri=${encodeURIComponent(REDIRECT_URI)}`;
    const prefix = fc.constantFrom('', `${right}&`, `${right}&response_type=code&scope=device&`);
    const query = parameters([...names, 'code_challenge', 'code_challenge_method', 'show_dialog']);
    const met = new Set<number>();
    await fc.assert(
      fc.asyncProperty(prefix, query, async (before, after) => {
        const asked = request(host.app).get(`/auth/authorize?${before}${after}`);
        const answer = await contract.check('authorize', asked);
        met.add(answer.status);
        expect(answer.headers).not.toHaveProperty('set-cookie');
        if (answer.status === 302) expect(sentBack(answer).location.split('?')[0]).toBe(REDIRECT_URI);
        else expect(answer.text).not.toMatch(/<script/i);
      }),
      RUNS,
    );
    expect([...met].toSorted()).toEqual([302, 400]);
  });

  it('to the token operation, the answer is JSON that the description has', async () => {
    const host = newHost();
    const names = [
      'grant_type',
      'code',
      'redirect_uri',
      'refresh_token',
      'client_id',
      'scope',
      'code_verifier',
    ];
    const grant = fc.constantFrom('authorization_code', 'refresh_token', 'client_credentials', 'password');
    const form = fc.oneof(
      text,
      fc.json(),
      grant.map((type) => `grant_type=${type}`),
      fc.tuple(grant, parameters(names)).map(([type, rest]) => `grant_type=${type}&${rest}`),
    );
    const met = new Set<number>();
    const basic = fc.oneof(
      { weight: 4, arbitrary: fc.constant(basicOf(APP.clientId, APP.clientSecret)) },
      { weight: 1, arbitrary: fc.constantFrom('', 'Basic', 'Basic %', 'Basic YTpi', 'Bearer x', 'Basic é') },
    );
    const type = fc.oneof(
      { weight: 4, arbitrary: fc.constant('application/x-www-form-urlencoded') },
      { weight: 1, arbitrary: fc.constantFrom('application/json', 'text/plain', 'x') },
    );
    await fc.assert(
      fc.asyncProperty(form, basic, type, async (body, authorization, contentType) => {
        const asked = request(host.app).post('/auth/token').set('Content-Type', contentType);
        if (authorization !== '') asked.set('Authorization', authorization);
        const sent = asked.serialize((each) => each as string).send(Buffer.from(body) as unknown as string);
        const answer = await contract.check('requestToken', sent);
        met.add(answer.status);
        expectNoPage(answer);
        // A code or a refresh token cannot be guessed.
        if (answer.status === 200) expect(answer.body).not.toHaveProperty('refresh_token');
      }),
      RUNS,
    );
    expect([...met].toSorted()).toEqual([200, 400, 401]);
  });

  it.each([
    ['createPrintJob', '/printing/jobs', jobBody()],
    ['createSchedule', '/scheduling/schedules', jobBody('printDateTime')],
    ['copyPrintJob', '/printing/jobs/copy', jobBody('fromJobId')],
    ['copySchedule', '/scheduling/schedules/copy', jobBody('fromScheduleJobId', 'printDateTime')],
    [
      'registerDestination',
      '/scanning/destinations',
      anyOf(['aliasName', 'destinationService', 'destination']).map((body) => JSON.stringify(body)),
    ],
    [
      'setNotification',
      '/printing/settings/notification',
      anyOf(['notification', 'callbackUri']).map((body) => JSON.stringify(body)),
    ],
  ])('to %s, the answer is JSON that the description has', async (operation, path, bodies) => {
    const client = new ClientV2(newHost({ assume: { 'v2-notification-token': 'either' } }));
    const token = await client.deviceToken();
    const types = ['application/json', 'text/plain', 'application/json;charset=utf-8', ''];
    await fc.assert(
      fc.asyncProperty(bodies, fc.constantFrom(...types), async (body, type) => {
        const headers = { 'Content-Type': type === '' ? null : type };
        const answer = await contract.check(operation, client.call(token, 'post', path, body, headers));
        expect(answer.status).toBeLessThan(500);
        expectNoPage(answer);
      }),
      RUNS,
    );
  });

  it('to execute, it does not matter', async () => {
    const client = new ClientV2(newHost());
    const token = await client.deviceToken();
    const types = ['application/json', 'application/x-www-form-urlencoded', 'text/html', '', 'é'];
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.json()), fc.constantFrom(...types), async (body, type) => {
        const headers = { 'Content-Type': type === '' ? null : type };
        const id = await client.uploadedJob(token);
        const answer = await contract.check('executePrint', client.execute(token, id, body, headers));
        expect(answer.status).toBe(202);
      }),
      { ...RUNS, numRuns: Math.min(RUNS.numRuns, 100) },
    );
  });

  it.each(['data', 'schedule_data'])(
    'to /%s, the answer is a status alone, and what is stored is whole',
    async (path) => {
      const folder = newFolder();
      const host = newHost({ dataDir: folder, callsPerMinuteV2: Number.POSITIVE_INFINITY });
      const client = new ClientV2(host);
      const token = await client.deviceToken();
      const operation = path === 'data' ? 'uploadPrintFile' : 'uploadScheduleFile';
      const create = async () => {
        if (path === 'data') return client.job(token);
        const asked = { jobName: 'a', printMode: 'document', printDateTime: '203001010000' };
        const { body } = await client.call(token, 'post', '/scheduling/schedules', asked).expect(201);
        return { jobId: String(body.scheduleJobId), uploadUri: String(body.uploadUri) };
      };
      const types = ['application/octet-stream', 'application/pdf', 'text/plain', 'multipart/form-data', ''];
      const glue = fc.constantFrom('&File=', '&file=', '/File=', '&Key=a&File=', '&', '?File=');
      const bytes = fc.oneof(
        fc.constant(PDF),
        fc.uint8Array({ maxLength: 64 }).map((each) => Buffer.from(each)),
      );
      await fc.assert(
        fc.asyncProperty(
          encoded,
          glue,
          bytes,
          fc.constantFrom(...types),
          async (name, before, sent, type) => {
            const { jobId, uploadUri } = await create();
            const headers = { 'Content-Type': type === '' ? null : type };
            const answer = await contract.check(
              operation,
              client.upload(uploadUri, before + name, sent, headers),
            );
            expect([answer.status < 500, answer.text ?? '']).toEqual([true, '']);
            const document = host.control.jobs().find(({ id }) => id === jobId)?.document ?? null;
            expect(document !== null).toBe(answer.status === 200);
            if (document !== null) expect(readFileSync(document.path)).toEqual(sent);
          },
        ),
        RUNS,
      );
      const incoming = join(folder, 'incoming');
      const stored = host.control.jobs().filter(({ document }) => document !== null);
      expect(existsSync(incoming) ? readdirSync(incoming) : []).toHaveLength(stored.length);
    },
  );
});
