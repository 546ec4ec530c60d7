import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { Contract } from '../support/description/contract.js';
import { controlClient } from '../support/mock/control-client.js';
import { describeSeeing } from './see.control.js';
import { describeSteering } from './steer.control.js';

// One file, so that the last tests can tell what all the others met.
const contract = new Contract('control/openapi.yaml');
const email = 'mock.printer@print.epsonconnect.com';

describeSteering(contract);
describeSeeing(contract);

describe('the control API', () => {
  it.each(
    [...contract.operations.values()]
      .map(
        ({ operationId, parameters }) =>
          [operationId, JSON.stringify(parameters ?? []).includes('client_id')] as const,
      )
      .filter(([id]) => id !== 'getHealth'),
  )('%s keeps foreign pages out, and knows its worlds', async (operationId, hasWorld) => {
    const { client, order } = controlClient(contract);
    const { path, method } = contract.operation(operationId);
    const url = path.replace(/\{\w+\}/g, 'x');
    const foreign = await contract.check(
      operationId,
      request(client.host.app)[method as 'post'](url).set('Origin', 'https://evil.example'),
    );
    expect(foreign.status).toBe(403);
    if (!hasWorld) return;
    const unknown = await order(operationId, { client_id: 'nobody', email: 'x', job_id: 'x', fault_id: 'x' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'client-unknown']);
  });

  it.each(
    [...contract.operations.values()]
      .map(
        ({ operationId, requestBody }) => [operationId, Object.keys(requestBody?.content ?? {})[0]] as const,
      )
      .filter(([, type]) => type === 'application/json'),
  )('%s refuses what is no JSON, or has strange members', async (operationId) => {
    const { client, order } = controlClient(contract);
    const job_id = await client.executedJob(await client.authenticate());
    const params = { job_id, email };
    expect((await order(operationId, params, '{')).body.code).toBe('json-malformed');
    expect((await order(operationId, params, { stranger: 1 })).body).toMatchObject({
      code: 'validation-failed',
      message: expect.stringContaining('stranger'),
    });
  });
});

describe('coverage of the control API', () => {
  it.each(
    [...contract.operations.values()].flatMap(({ operationId, responses }) =>
      Object.keys(responses)
        .filter((status) => status.startsWith('2'))
        .map((status) => [operationId, Number(status)] as const),
    ),
  )('%s has been seen to answer %i', (operationId, status) => {
    expect(contract.met.some((each) => each.operationId === operationId && each.status === status)).toBe(
      true,
    );
  });
});
