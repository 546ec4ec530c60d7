import { describe, expect, it } from 'vitest';
import { Contract } from '../support/description/contract.js';
import { APP } from '../support/mock/authorization.js';
import { errorOf, newDevice } from '../support/mock/client-v2.js';
import { describeCreateJobV2 } from './create-job-v2.contract.js';
import { describeJobsV2 } from './jobs-v2.contract.js';
import { describeSchedulesV2 } from './schedules-v2.contract.js';
import { describeUploadV2 } from './upload-v2.contract.js';

// One file, so that the last test can tell what all the others met.
const contract = new Contract('v2/openapi.yaml');

describeCreateJobV2(contract);
describeUploadV2(contract);
describeJobsV2(contract);
describeSchedulesV2(contract);

const ID = '0'.repeat(32);
const OF_DEVICE = [
  ['createPrintJob', 'post', '/printing/jobs'],
  ['copyPrintJob', 'post', '/printing/jobs/copy'],
  ['executePrint', 'post', `/printing/jobs/${ID}/print`],
  ['cancelPrint', 'post', `/printing/jobs/${ID}/cancel`],
  ['getPrintJob', 'get', `/printing/jobs/${ID}`],
  ['listSchedules', 'get', '/scheduling/schedules'],
  ['createSchedule', 'post', '/scheduling/schedules'],
  ['copySchedule', 'post', '/scheduling/schedules/copy'],
  ['reserveSchedule', 'post', `/scheduling/schedules/${ID}/reserve`],
  ['getSchedule', 'get', `/scheduling/schedules/${ID}`],
  ['deleteSchedule', 'delete', `/scheduling/schedules/${ID}`],
] as const;

describe.each(OF_DEVICE)('%s', (operation, method, path) => {
  it('is refused without a token, with that of the app, and without the key', async () => {
    const { client, token } = await newDevice();
    const application = await client.token({ grant_type: 'client_credentials' });
    const check = (with_: string, headers = {}) =>
      contract.check(operation, client.call(with_, method, path, undefined, headers));
    expect(errorOf(await check('', { Authorization: null }))).toBe('401 unauthorized');
    expect(errorOf(await check(application))).toBe('401 unauthorized');
    const forbidden = await check(token, { 'x-api-key': null });
    expect([forbidden.status, forbidden.body]).toEqual([403, { message: 'Forbidden' }]);
    expect((await check(token, { 'x-api-key': APP.clientId })).status).toBe(403);
  });

  it('is refused with another method', async () => {
    const { client, token } = await newDevice();
    const refused = await contract.check(operation, client.call(token, 'put', path, {}));
    expect(errorOf(refused)).toBe('405 method_not_allowed');
  });
});

describe('coverage', () => {
  const operations = [...OF_DEVICE.map(([id]) => id), 'uploadPrintFile', 'uploadScheduleFile'];
  /**
   * Answers that only the gateway or a host in trouble gives, and those to a device that is gone or cannot print: of
   * these the mock has none, because a token is that of a printer.
   */
  const ELSEWHERE = [
    ...['429', '500', 'createPrintJob 404', 'createSchedule 404', 'listSchedules 404', 'listSchedules 400'],
    ...['getPrintJob 400', 'cancelPrint 400', 'getSchedule 400', 'deleteSchedule 400'],
  ];
  const documented = operations.flatMap((id) =>
    Object.keys(contract.operation(id).responses)
      .filter((status) => !ELSEWHERE.includes(status) && !ELSEWHERE.includes(`${id} ${status}`))
      .map((status) => [id, Number(status)] as const),
  );

  it.each(documented)('%s has been seen to answer %i', (id, status) => {
    expect(contract.met.filter((each) => each.operationId === id && each.status === status)).not.toEqual([]);
  });
});
