import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { PDF } from '../../support/mock/client.js';
import type { ClientV2 } from '../../support/mock/client-v2.js';
import { DAY_MS, outcomeOf, SETTINGS, slowClientV2 } from '../../support/mock/client-v2.js';
import { withSettings } from './create-job.refusals.js';

const INVALID_DATA = [400, 'invalid_print_data'];

/** Describes copies of jobs. */
export function describeCopy(contract: Contract): void {
  const copy = (client: ClientV2, token: string, id: string, more?: object) =>
    contract.check('copyPrintJob', client.copy(token, id, more));

  describe('copyPrintJob', () => {
    it('makes a job with the same file, name and settings, which is executed at once', async () => {
      const { client, token, clock } = await slowClientV2();
      const id = await client.uploadedJob(token, withSettings({ copies: 2 }));
      const { status, body } = await copy(client, token, id);
      expect([status, Object.keys(body)]).toEqual([201, ['jobId']]);
      expect(body.jobId).not.toBe(id);
      await client.execute(token, body.jobId).expect(202);
      clock.advance(2000);
      const { body: information } = await client.information(token, body.jobId).expect(200);
      expect(information).toMatchObject({ status: 'completed', jobName: 'SampleJob1', totalPages: 2 });
      const [source, made] = client.host.control.jobs();
      expect(source).toMatchObject({ status: 'preparing' });
      expect(made).toMatchObject({ print_setting: source?.print_setting, print_mode: source?.print_mode });
      expect(made?.document).toMatchObject({ sha256: source?.document?.sha256, size_bytes: PDF.length });
      await client.execute(token, id).expect(202);
    });

    it('replaces the settings that it names, and keeps the others', async () => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedJob(token, withSettings({ copies: 2, doubleSided: 'long' }));
      const more = { jobName: 'again', printSettings: { copies: 3, colorMode: 'mono' } };
      const { jobId } = (await copy(client, token, id, more)).body;
      const made = client.host.control.jobs().at(-1);
      expect(made).toMatchObject({ id: jobId, job_name: 'again' });
      expect(made?.print_setting).toEqual({ ...SETTINGS, copies: 3, doubleSided: 'long', colorMode: 'mono' });
    });

    it('adds to the default settings where the original has none', async () => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedJob(token);
      await copy(client, token, id, { printSettings: { paperSource: 'rear' } });
      const made = client.host.control.jobs().at(-1);
      expect(made?.print_setting).toMatchObject({ paperSize: 'ps_a4', paperSource: 'rear', copies: 1 });
    });

    it.each([
      ['executed', 0],
      ['printing', 1000],
      ['printed', 3000],
    ])('copies a job that is %s', async (_what, ms) => {
      const { client, token, clock } = await slowClientV2();
      const id = await client.executedJob(token);
      clock.advance(ms);
      await client.host.control.settled();
      const { status, body } = await copy(client, token, id);
      expect(status).toBe(201);
      await client.execute(token, body.jobId).expect(202);
    });

    it('copies a job that was canceled, and a copy', async () => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedJob(token);
      await client.cancel(token, id).expect(204);
      const { body } = await copy(client, token, id);
      expect((await copy(client, token, body.jobId)).status).toBe(201);
    });

    it('refuses a job without a file, and one that has expired', async () => {
      const { client, token, clock } = await slowClientV2();
      const { jobId } = await client.job(token);
      expect(outcomeOf(await copy(client, token, jobId)).slice(0, 2)).toEqual(INVALID_DATA);
      const id = await client.uploadedJob(token);
      clock.advance(3 * DAY_MS);
      expect(outcomeOf(await copy(client, await client.deviceToken(), id)).slice(0, 2)).toEqual(INVALID_DATA);
    });

    it.each<[object, string, string]>([
      [{ fromJobId: undefined }, 'invalid_resource', 'copy-source-missing'],
      [{ fromJobId: 7 }, 'invalid_resource', 'copy-source-missing'],
      [{ fromJobId: '' }, 'invalid_resource', 'copy-source-missing'],
      [{ jobName: '' }, 'invalid_resource', 'job-name-invalid'],
      [{ jobName: null }, 'invalid_resource', 'job-name-invalid'],
      [{ printSettings: [] }, 'invalid_resource', 'print-setting-not-an-object'],
      [{ printSettings: { copies: 0 } }, 'invalid_print_settings', 'print-setting-invalid'],
      [{ printSettings: { paperSize: 'ps_tabloid' } }, 'invalid_print_settings', 'setting-not-supported'],
    ])('refuses %j', async (more, word, rule) => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedJob(token);
      expect(outcomeOf(await copy(client, token, id, more))).toEqual([400, word, rule]);
      expect(client.host.control.jobs()).toHaveLength(1);
    });

    it('refuses unknown IDs, and those of schedules', async () => {
      const { client, token } = await slowClientV2();
      const unknown = [404, 'job_not_found', 'job-unknown'];
      expect(outcomeOf(await copy(client, token, '0'.repeat(32)))).toEqual(unknown);
      expect(outcomeOf(await copy(client, token, await client.uploadedSchedule(token)))).toEqual(unknown);
    });

    it('warns of a print mode, which a copy has from its original', async () => {
      const { client, token } = await slowClientV2();
      const id = await client.uploadedJob(token);
      const answer = await copy(client, token, id, { printMode: 'photo' });
      expect([answer.status, outcomeOf(answer)[2]]).toEqual([201, 'unknown-member']);
    });
  });
}
