import { ASSUMPTIONS, Clock, type AssumptionName } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { MULTIPART, MULTIPART_TYPE } from '../../support/http/multipart.js';
import { PDF } from '../../support/mock/client.js';
import { DAY_MS, newDevice, outcomeOf, START_MS } from '../../support/mock/client-v2.js';
import {
  afterRefresh,
  codeLives,
  deviceSets,
  encodedBasic,
  reuse,
  withoutKey,
  wrongClient,
  wrongVerifier,
  type Check,
} from './assumptions.access.js';
import { withSettings } from './create-job.refusals.js';

type NameV2 = Extract<AssumptionName, `v2-${string}`>;
/** A check for each value of each assumption of version 2: a new value does not compile without one. */
type Checks = { readonly [N in NameV2]: Readonly<Record<(typeof ASSUMPTIONS)[N][number], Check>> };

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

/** A second file under another name, of a job and of a schedule. The description has no 415 for a schedule: it answers 413. */
const secondName =
  (ofJob: number): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    const uris = {
      uploadPrintFile: (await client.job(token)).uploadUri,
      uploadScheduleFile: (await client.createSchedule(token).expect(201)).body.uploadUri as string,
    };
    const statuses = [];
    for (const [operation, uri] of Object.entries(uris)) {
      await client.upload(uri).expect(200);
      statuses.push((await contract.check(operation, client.upload(uri, '&File=2.pdf'))).status);
    }
    expect(statuses).toEqual([ofJob, 413]);
  };

const ownName =
  (status: number): Check =>
  async (contract, options) => {
    const { client, token } = await newDevice(options);
    const id = await client.uploadedJob(token, {}, PDF, 'invoice.pdf');
    expect((await contract.check('executePrint', client.execute(token, id))).status).toBe(status);
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
  'v2-second-name': { 415: secondName(415), 413: secondName(413) },
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
      const check = checks[each[0]];
      expect(check).toBeDefined();
      await check?.(contract, {});
    });

    it('multipart is met as accept: the file is taken out of the form', async () => {
      const { client, token } = await newDevice({ assume: { multipart: 'accept' } });
      const { uploadUri } = await client.job(token);
      const answer = client.upload(uploadUri, undefined, MULTIPART, MULTIPART_TYPE);
      const { status } = await contract.check('uploadPrintFile', answer);
      expect([status, client.host.control.jobs()[0]?.document?.size_bytes]).toEqual([200, PDF.length]);
    });

    it('empty-upload is met as refuse', async () => {
      const { client, token } = await newDevice({ assume: { 'empty-upload': 'refuse' } });
      const { uploadUri } = await client.job(token);
      const refused = await contract.check('uploadPrintFile', client.upload(uploadUri, undefined, ''));
      expect([refused.status, client.host.control.jobs()[0]?.document]).toEqual([400, null]);
    });

    it('slow-storage is met: execute is refused while the file is being stored', async () => {
      const clock = new Clock(() => START_MS);
      const { client, token } = await newDevice({ clock, assume: { 'slow-storage': 1500 } });
      const id = await client.uploadedJob(token);
      clock.advance(1499);
      const refused = await contract.check('executePrint', client.execute(token, id));
      expect(outcomeOf(refused)).toEqual([400, 'invalid_print_data', 'execute-while-storing']);
      clock.advance(1);
      await contract.check('executePrint', client.execute(token, id).expect(202));
    });

    it('unprintable-pdf is met as completed', async () => {
      const assume = { 'unprintable-pdf': 'completed' };
      const { client, token } = await newDevice({ assume, pace: 'instant' });
      const id = await client.uploadedJob(token, {}, PDF.subarray(0, 200));
      await contract.check('executePrint', client.execute(token, id).expect(202));
      expect(await client.statusOf(token, id)).toBe('completed');
    });
  });
}
