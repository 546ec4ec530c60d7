import type { Fault, OperationId } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import type { Contract } from '../../support/description/contract.js';
import { documentedRefusals } from '../../support/description/refusals.js';
import { Client } from '../../support/mock/client.js';
import { ClientV2, newDevice } from '../../support/mock/client-v2.js';

const DESTINATIONS = '/scanning/destinations';
const NOTIFICATION = '/printing/settings/notification';
const FOLDER = { destination: 'https://example.com/scan' };

/** Calls an operation so that it succeeds. What leads to it is called first. */
async function call(client: ClientV2, operation: string) {
  if (operation === 'authorize') return client.ask();
  if (operation === 'requestToken') return client.token({ grant_type: 'client_credentials' });
  if (operation === 'getNotification') return client.call(await client.application(), 'get', NOTIFICATION);
  if (operation === 'setNotification')
    return client.call(await client.application(), 'post', NOTIFICATION, { notification: false });
  const token = await client.deviceToken();
  switch (operation) {
    case 'createPrintJob':
      return client.createJob(token);
    case 'uploadPrintFile':
      return client.upload((await client.job(token)).uploadUri);
    case 'executePrint':
      return client.execute(token, await client.uploadedJob(token));
    case 'getPrintJob':
      return client.information(token, (await client.job(token)).jobId);
    case 'cancelPrint':
      return client.cancel(token, (await client.job(token)).jobId);
    case 'copyPrintJob':
      return client.copy(token, await client.uploadedJob(token));
    case 'getDevice':
      return client.call(token, 'get', '/printing/devices/info');
    case 'getCapability':
      return client.call(token, 'get', '/printing/capability/photo');
    case 'getDefaultSettings':
      return client.call(token, 'get', '/printing/capability/default');
    case 'listSchedules':
      return client.schedules(token);
    case 'createSchedule':
      return client.createSchedule(token);
    case 'uploadScheduleFile':
      return client.upload((await client.createSchedule(token).expect(201)).body.uploadUri);
    case 'reserveSchedule':
      return client.reserve(token, await client.scheduleSoon(token));
    case 'getSchedule':
      return client.schedule(token, await client.scheduleSoon(token));
    case 'deleteSchedule':
      return client.schedule(token, await client.scheduleSoon(token), 'delete');
    case 'copySchedule':
      return client.copySchedule(token, await client.scheduleSoon(token));
    case 'listDestinations':
      return client.call(token, 'get', DESTINATIONS);
  }
  const { destinations } = (await client.call(token, 'get', DESTINATIONS).expect(200)).body;
  const folder = { ...FOLDER, aliasName: `Folder ${destinations.length}` };
  const register = () => client.call(token, 'post', DESTINATIONS, { ...folder, destinationService: 'url' });
  if (operation === 'registerDestination') return register();
  const path = `${DESTINATIONS}/${(await register().expect(201)).body.destinationId}`;
  if (operation === 'updateDestination') return client.call(token, 'put', path, folder);
  return client.call(token, 'delete', path);
}

/** Describes every documented refusal as a fault. */
export function describeFaults(contract: Contract): void {
  describe('faults', () => {
    it.each(documentedRefusals(contract))('let %s answer %i with %s, once', async (id, status, word) => {
      const operation = id as OperationId;
      const fault: Fault = {
        operation,
        api_version: 2,
        status,
        ...(word === undefined ? {} : { code: word }),
      };
      const client = new ClientV2({ faults: [fault] });
      const response = await contract.check(id, call(client, id));
      expect(response.status).toBe(status);
      if (word !== undefined) expect(contract.met.at(-1)).toMatchObject({ code: word, byFault: true });
      expect((await contract.check(id, call(client, id))).status).toBeLessThan(400);
    });

    it('strike the version that they name', async () => {
      const fault: Fault = { operation: 'getDevice', api_version: 2, times: null, status: 500 };
      const { client, token } = await newDevice({ faults: [fault] });
      const v1 = new Client(client.host);
      await v1.call(await v1.authenticate(), 'get', '').expect(200);
      const answer = client.call(token, 'get', '/printing/devices/info').expect(500);
      await contract.check('getDevice', answer);
    });

    it('cut a connection after execute took effect, and the job is printed once', async () => {
      const fault: Fault = { operation: 'executePrint', effect: { kind: 'drop_after' } };
      const { client, token } = await newDevice({ faults: [fault], pace: 'instant' });
      const id = await client.uploadedJob(token);
      await expect(client.execute(token, id)).rejects.toThrow();
      await contract.check('executePrint', client.execute(token, id).expect(403));
      expect(client.host.control.jobs()).toMatchObject([{ id, status: 'completed', total_pages: 1 }]);
    });
  });
}
