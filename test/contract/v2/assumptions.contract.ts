import { ASSUMPTIONS, Clock, type AssumptionName, type MockHostOptions } from 'epson-connect-mock';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { APP, basicOf } from '../../support/mock/authorization.js';
import { PDF } from '../../support/mock/client.js';
import { ClientV2, DAY_MS, newDevice, outcomeOf, START_MS } from '../../support/mock/client-v2.js';
import { withSettings } from './create-job.refusals.js';

/** Shows that a host behaves as one value of an assumption says. */
type Check = (contract: Contract, options: MockHostOptions) => Promise<void>;

type NameV2 = Extract<AssumptionName, `v2-${string}`>;
/** A check for each value of each assumption of version 2: a new value does not compile without one. */
type Checks = { readonly [N in NameV2]: Readonly<Record<(typeof ASSUMPTIONS)[N][number], Check>> };

const app = { grant_type: 'client_credentials' };
const encoded = APP.clientSecret.replaceAll('-', '%2D').replaceAll('_', '%5F');

/** Two refreshes with the same token, then one with the newest: whether that still stands. */
const reuse =
  (status: number): Check =>
  async (contract, options) => {
    const client = new ClientV2(options);
    const { refresh_token } = await client.tokens();
    const newest = (await client.refresh(refresh_token).expect(200)).body.refresh_token;
    await client.refresh(refresh_token).expect(400);
    expect((await contract.check('requestToken', client.refresh(newest))).status).toBe(status);
  };

const afterRefresh =
  (status: number): Check =>
  async (contract, options) => {
    const client = new ClientV2(options);
    const { access_token, refresh_token } = await client.tokens();
    await client.refresh(refresh_token).expect(200);
    const answer = client.call(access_token, 'get', '/printing/devices/info');
    expect((await contract.check('getDevice', answer)).status).toBe(status);
  };

const withoutKey =
  (status: number, body: object): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    for (const key of [null, 'x'.repeat(40)]) {
      const answer = await contract.check(
        'createPrintJob',
        client.createJob(token, {}, { 'x-api-key': key }),
      );
      expect([answer.status, answer.body]).toEqual([status, body]);
    }
  };

const executedTwice =
  (status: number): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice({ ...options, pace: 'instant' });
    const id = await client.executedJob(token);
    expect((await contract.check('executePrint', client.execute(token, id))).status).toBe(status);
    expect(client.host.control.jobs()).toMatchObject([{ id, status: 'completed', total_pages: 1 }]);
  };

const secondOfSchedule =
  (status: number, stored: number): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    const { uploadUri } = (await client.createSchedule(token).expect(201)).body;
    await client.upload(uploadUri).expect(200);
    const answer = await contract.check('uploadScheduleFile', client.upload(uploadUri, undefined, 'other'));
    expect(answer.status).toBe(status);
    expect(client.host.control.jobs()[0]?.document?.size_bytes).toBe(stored);
  };

/** A second file under another name, of a job and of a schedule. The description has no 415 for a schedule. */
const secondName =
  (ofJob: number, ofSchedule: number): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    const uris = [
      (await client.job(token)).uploadUri,
      (await client.createSchedule(token).expect(201)).body.uploadUri as string,
    ];
    const statuses = [];
    for (const [index, uri] of uris.entries()) {
      await client.upload(uri).expect(200);
      const answer = client.upload(uri, '&File=2.pdf');
      const isDescribed = index === 0 || ofSchedule !== 415;
      const operation = index === 0 ? 'uploadPrintFile' : 'uploadScheduleFile';
      statuses.push((await (isDescribed ? contract.check(operation, answer) : answer)).status);
    }
    expect(statuses).toEqual([ofJob, ofSchedule]);
  };

const ownName =
  (status: number): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    const id = await client.uploadedJob(token, {}, PDF, 'invoice.pdf');
    expect((await contract.check('executePrint', client.execute(token, id))).status).toBe(status);
  };

const encodedBasic =
  (status: number): Check =>
  async (contract, options) => {
    const client = new ClientV2(options);
    const headers = { Authorization: basicOf(APP.clientId, encoded) };
    expect((await contract.check('requestToken', client.token(app, headers))).status).toBe(status);
    await client.token(app).expect(200);
  };

const wrongVerifier =
  (status: number): Check =>
  async (contract, options) => {
    const client = new ClientV2(options);
    const code_challenge = createHash('sha256').update('v'.repeat(43)).digest('base64url');
    const code = await client.code({ code_challenge, code_challenge_method: 'S256' });
    const answer = client.exchange(code, { code_verifier: 'w'.repeat(43) });
    expect((await contract.check('requestToken', answer)).status).toBe(status);
  };

const codeLives =
  (seconds: number): Check =>
  async (contract, options) => {
    const client = new ClientV2({ ...options, clock: new Clock(() => START_MS) });
    for (const [ms, status] of [
      [seconds * 1000 - 1, 200],
      [seconds * 1000, 400],
    ] as const) {
      const code = await client.code();
      client.host.control.clock.advance(ms);
      expect((await contract.check('requestToken', client.exchange(code))).status).toBe(status);
    }
  };

const wrongClient =
  (status: number): Check =>
  async (contract, options) => {
    const answer = new ClientV2(options).token(app, { Authorization: basicOf(APP.clientId, 'x') });
    const { body, status: seen } = await contract.check('requestToken', answer);
    expect([seen, body]).toEqual([status, { error: 'invalid_client' }]);
  };

const deviceSets =
  (status: number): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    const path = '/printing/settings/notification';
    const set = client.call(token, 'post', path, { notification: false });
    const read = client.call(await client.application(), 'get', path).expect(200);
    expect((await contract.check('setNotification', set)).status).toBe(status);
    await contract.check('getNotification', read);
  };

const afterThreeDays =
  (status: number, word: object): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice({ ...options, clock: new Clock(() => START_MS) });
    const { jobId } = await client.job(token);
    client.host.control.clock.advance(3 * DAY_MS);
    const answer = client.information(await client.deviceToken(), jobId);
    const { body, status: seen } = await contract.check('getPrintJob', answer);
    expect(seen).toBe(status);
    expect(body).toMatchObject(word);
  };

const misfit =
  (outcome: readonly unknown[]): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice({ ...options, pace: 'instant' });
    const job = withSettings({ paperSize: 'ps_tabloid' });
    const created = await contract.check('createPrintJob', client.createJob(token, job));
    expect(outcomeOf(created).slice(0, 2)).toEqual(outcome);
    const nonsense = withSettings({ paperSize: 'a4' });
    await contract.check('createPrintJob', client.createJob(token, nonsense).expect(400));
  };

const startDate =
  (member: object): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    const { jobId } = await client.job(token);
    const { body } = await contract.check('getPrintJob', client.information(token, jobId));
    const { status: _, jobName: __, totalPages: ___, updateDate: ____, ...rest } = body;
    expect(rest).toEqual(member);
  };

const executeBody =
  (text: string): Check =>
  async (_contract, options) => {
    const { client, token } = await newDevice(options);
    const id = await client.scheduleSoon(token);
    const answers = [
      await client.execute(token, await client.uploadedJob(token)).expect(202),
      await client.reserve(token, id).expect(202),
    ];
    for (const { text: sent, headers } of answers) {
      expect(sent).toBe(text);
      expect(headers['content-type'] === undefined).toBe(text === '');
    }
  };

const CHECKS: Checks = {
  'v2-refresh-reuse': { refuse: reuse(200), 'revoke-all': reuse(400) },
  'v2-access-after-refresh': { kept: afterRefresh(200), ended: afterRefresh(401) },
  'v2-api-key': {
    forbidden: withoutKey(403, { message: 'Forbidden' }),
    unauthorized: withoutKey(401, { error: 'unauthorized' }),
  },
  'v2-execute-twice': { refuse: executedTwice(403), accept: executedTwice(202) },
  'v2-execute-body': { json: executeBody('{}'), empty: executeBody('') },
  'v2-schedule-second-upload': {
    replace: secondOfSchedule(200, 5),
    refuse: secondOfSchedule(413, PDF.length),
  },
  'v2-second-name': { 'by-path': secondName(415, 413), 415: secondName(415, 415), 413: secondName(413, 413) },
  'v2-file-name': { strict: ownName(400), any: ownName(202) },
  'v2-basic': { plain: encodedBasic(401), either: encodedBasic(200) },
  'v2-pkce': { checked: wrongVerifier(400), ignored: wrongVerifier(200) },
  'v2-code-seconds': { 300: codeLives(300), 60: codeLives(60), 600: codeLives(600) },
  'v2-invalid-client': { 401: wrongClient(401), 400: wrongClient(400) },
  'v2-notification-token': { application: deviceSets(401), either: deviceSets(204) },
  'v2-expired-job': {
    expired: afterThreeDays(200, { status: 'expired' }),
    job_not_found: afterThreeDays(404, { error: 'job_not_found' }),
  },
  'v2-settings': { checked: misfit([400, 'invalid_print_settings']), unchecked: misfit([201, undefined]) },
  'v2-start-date': {
    absent: startDate({}),
    null: startDate({ startDate: null }),
    empty: startDate({ startDate: '' }),
  },
};

/** Describes what Epson does not document, under every value for it. */
export function describeAssumptions(contract: Contract): void {
  describe('the assumption', () => {
    const values = Object.entries(ASSUMPTIONS).filter(([name]) => name.startsWith('v2-'));
    it.each(values.flatMap(([name, each]) => each.map((value) => [name, value] as const)))(
      '%s is met as %s',
      async (name, value) => {
        const check = (CHECKS[name as NameV2] as Readonly<Record<string, Check>>)[value];
        expect(check).toBeDefined();
        await check?.(contract, { assume: { [name]: value } });
      },
    );

    it.each(values)('%s has its first value unless told otherwise', async (name, each) => {
      const checks = CHECKS[name as NameV2] as Readonly<Record<string, Check>>;
      await checks[each[0]]?.(contract, {});
    });
  });
}
