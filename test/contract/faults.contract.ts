import type { Fault, OperationId } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { newClient, type Client } from '../support/mock/client.js';
import type { Contract } from '../support/description/contract.js';

/** Every status of the description with each of its codes, as faults. */
type Refusal = Fault & { operation: OperationId; status: number };

function documentedRefusals(contract: Contract): Refusal[] {
  return [...contract.operations.values()].flatMap(({ operationId, responses }) =>
    Object.entries(responses).flatMap(([status, response]) => {
      if (Number(status) < 400) return [];
      const [media] = Object.values(response.content ?? {});
      const codes = media === undefined ? [undefined] : codesOf(media.schema ?? {}, Number(status));
      const operation = operationId as OperationId;
      return codes.map((code) => ({
        operation,
        status: Number(status),
        ...(code === undefined ? {} : { code }),
      }));
    }),
  );
}

/** The codes that a response's schema lists; the token operation's one list is told apart by its examples. */
function codesOf(schema: Record<string, unknown>, status: number): string[] {
  const { code, error } = schema['properties'] as Record<string, { anyOf?: { enum?: string[] }[] }>;
  const known = (code ?? error)?.anyOf?.find((branch) => branch.enum !== undefined)?.enum ?? [];
  if (code !== undefined) return known;
  const byStatus: Record<number, string[]> = {
    401: ['invalid_client'],
    405: ['invalid_request'],
    500: ['server_error'],
  };
  return byStatus[status] ?? known.filter((each) => !['invalid_client', 'server_error'].includes(each));
}

/** Calls an operation so that it succeeds. What leads to it is called first. */
async function call(client: Client, operation: string) {
  if (operation === 'authenticate') return client.token();
  const caller = await client.authenticate();
  switch (operation) {
    case 'createPrintJob':
      return client.createJob(caller);
    case 'uploadPrintFile':
      return client.upload((await client.job(caller)).upload_uri);
    case 'executePrint':
      return client.execute(caller, await client.uploadedJob(caller));
    case 'getPrintJob':
      return client.call(caller, 'get', `/jobs/${await client.executedJob(caller)}`);
    case 'cancelPrint':
      return client.call(caller, 'post', `/jobs/${await client.uploadedJob(caller)}/cancel`, {
        operated_by: 'user',
      });
    case 'getCapability':
      return client.call(caller, 'get', '/capability/document');
    case 'getDevice':
      return client.call(caller, 'get', '');
    case 'cancelAuthentication':
      return client.call(caller, 'delete', '');
    case 'setNotification':
      return client.call(caller, 'post', '/settings/notification', {
        notification: false,
        callback_uri: 'http://127.0.0.1/',
      });
    case 'listDestinations':
      return client.call(caller, 'get', '/destinations');
    case 'registerDestination':
      return client.call(caller, 'post', '/destinations', newDestination());
  }
  await client.call(caller, 'post', '/destinations', newDestination()).expect(201);
  const { body } = await client.call(caller, 'get', '/destinations').expect(200);
  const destination = body.destinations.at(-1);
  if (operation === 'updateDestination') return client.call(caller, 'put', '/destinations', destination);
  return client.call(caller, 'delete', '/destinations', { id: destination.id });
}

let registered = 0;
const newDestination = () => ({
  alias_name: `folder ${(registered += 1)}`,
  type: 'url',
  destination: 'http://127.0.0.1/scan',
});

/** Refusals on demand. */
export function describeFaults(contract: Contract): void {
  describe('faults', () => {
    it.each(
      documentedRefusals(contract).map(
        (fault) => [fault.operation, fault.status, fault.code ?? 'no code', fault] as const,
      ),
    )('let %s answer %i with %s, once', async (operation, status, _code, fault) => {
      const client = newClient({ faults: [fault] });
      // The calls that lead to the operation come first, and are not the operation itself.
      const response = await contract.check(operation, call(client, operation));
      expect(response.status).toBe(status);
      if (fault.code !== undefined) expect(Object.values(response.body)).toEqual([fault.code]);
      await contract.check(operation, call(client, operation));
      expect(contract.met.at(-1)?.status).toBeLessThan(300);
    });

    it('strike calls of the printer that they name, in whatever case it is written', async () => {
      const printers = ['Office@print.epsonconnect.com', 'photo@print.epsonconnect.com'];
      const client = newClient({
        printers,
        faults: [
          { operation: 'getDevice', printer: 'oFFice@Print.EpsonConnect.com', times: null, status: 503 },
        ],
      });
      for (const [printer, status] of [
        ['Office@print.epsonconnect.com', 503],
        ['office@print.epsonconnect.com', 503],
        ['photo@print.epsonconnect.com', 200],
      ] as const)
        expect((await client.call(await client.authenticate(printer), 'get', '')).status).toBe(status);
    });

    it('strike at the nth call, and as often as asked', async () => {
      const client = newClient({
        faults: [{ operation: 'authenticate', call: 2, times: 2, code: 'server_error' }],
      });
      const statuses = [];
      for (let count = 0; count < 4; count += 1)
        statuses.push((await contract.check('authenticate', client.token())).status);
      expect(statuses).toEqual([200, 500, 500, 200]);
    });

    it.each<[object, RegExp]>([
      [{ operation: 'print', status: 500 }, /operation is "print"; it must be one of authenticate, /],
      [
        { operation: 'executePrint', code: 'out_of_paper' },
        /executePrint must be one of .*405 command_not_allowed/,
      ],
      [
        { operation: 'uploadPrintFile', api_version: 1, status: 500 },
        /uploadPrintFile must be one of .*: 404, 413, 415$/,
      ],
      [{ operation: 'executePrint' }, /must be one of/],
      [{ operation: 'executePrint', status: 503, call: 0 }, /call is 0; it must be a whole number from 1 on/],
      [{ operation: 'executePrint', effect: 'hang' }, /effect is "hang"; it must be \{ "kind": "hang" \}/],
    ])('that no host could give are refused at the start: %j', (fault, message) => {
      expect(() => newClient({ faults: [fault as Fault] })).toThrow(message);
    });
  });
}
