import { describe, expect, it } from 'vitest';
import { FULL_SETTING, hintOf, newClient, PDF } from '../support/mock/client.js';
import { Contract } from '../support/description/contract.js';
import { username } from '../support/http/forms.js';
import { withSetting } from './create-job.refusals.js';

const contract = new Contract();

describe('a strict mock', () => {
  it('refuses members that the description does not have', async () => {
    const client = newClient({ strict: true });
    const caller = await client.authenticate();
    for (const body of [
      { job_name: 'a', print_mode: 'document', copies: 2 },
      withSetting({ ...FULL_SETTING, two_sided: 'long' }),
    ]) {
      const response = await contract.check('createPrintJob', client.createJob(caller, body));
      expect([response.status, response.body]).toEqual([400, { code: 'validation_error' }]);
      expect(hintOf(response)).toMatch(/^member-not-described: .*strict/);
    }
    await contract.check('createPrintJob', client.createJob(caller, withSetting(FULL_SETTING)).expect(201));
  });

  it('refuses content types of uploads that are not documented', async () => {
    const client = newClient({ strict: true });
    const job = await client.job(await client.authenticate());
    await contract.check(
      'uploadPrintFile',
      client.upload(job.upload_uri, undefined, PDF, { 'Content-Type': 'application/pdf' }).expect(415),
    );
    await contract.check('uploadPrintFile', client.upload(job.upload_uri).expect(200));
  });

  it('refuses token parameters in the query, and a body of execute', async () => {
    const client = newClient({ strict: true });
    const query = `?subject=printer&grant_type=password&password=&username=${username}`;
    await contract.check('authenticate', client.token('', { 'Content-Type': null }, query).expect(400));
    const caller = await client.authenticate();
    const id = await client.uploadedJob(caller);
    await contract.check('executePrint', client.execute(caller, id, {}, '{"copies":2}').expect(400));
    await contract.check('executePrint', client.execute(caller, id, {}, '{}').expect(200));
  });
});
