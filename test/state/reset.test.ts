import { Clock, type MockHostOptions } from 'epson-connect-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Contract } from '../support/description/contract.js';
import { startReceiver } from '../support/http/receiver.js';
import { controlClient, type ControlClient } from '../support/mock/control-client.js';
import { ORDERS, type Given } from './orders.js';

const contract = new Contract('control/openapi.yaml');
const PACES = ['instant', 'fast', 'real'] as const;
const SEED = { operation: 'cancelPrint', code: 'service_unavailable' } as const;

beforeEach(() => {
  // The time of the system, which passes by hand; sockets have timers of their own.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.UTC(2026, 0, 1) });
});
afterEach(() => void vi.useRealTimers());

const host = (options: MockHostOptions) =>
  controlClient(contract, { clock: new Clock(), faults: [SEED], ...options });

/**
 * Everything that the control API tells of a host. What is drawn at random is left out, and the number of the next exchange:
 * a reader that goes on reading after a reset takes none of them for one that it knows.
 */
async function stateOf({ order }: ControlClient): Promise<Record<string, unknown>> {
  // Those that answer once: a stream has no end.
  const asked = [...contract.operations.values()].filter(
    ({ method, path, responses }) =>
      method === 'get' &&
      !path.includes('{') &&
      responses['200']?.content?.['application/json'] !== undefined,
  );
  const state: Record<string, unknown> = {};
  for (const { operationId } of asked) {
    const { text } = await order(operationId);
    state[operationId] = JSON.parse(
      text
        .replace(/"device_id":"[0-9a-f]{32}"/g, '"device_id":"drawn"')
        .replace(/"first":\d+/, '"first":"next"'),
    );
  }
  return state;
}

/** Prints on each, and tells what has become of the jobs after every half second. */
async function coursesOf(...stages: ControlClient[]): Promise<string[][]> {
  for (const { client } of stages) await client.print();
  const courses = stages.map((): string[] => []);
  for (let halves = 0; halves < 30; halves += 1) {
    for (const [index, { client }] of stages.entries()) {
      const jobs = client.host.control
        .jobs()
        .map(({ id: _id, device_id: _device, document: _document, ...job }) => job);
      courses[index]?.push(JSON.stringify(jobs));
    }
    await vi.advanceTimersByTimeAsync(500);
  }
  return courses;
}

/** Lets a client leave behind all that one can, sends the order, and lets some time pass after each. */
async function liveThrough(stage: ControlClient, { send }: Given, callback_uri: string): Promise<void> {
  const { client, order } = stage;
  const caller = await client.authenticate();
  const setting = { notification: true, callback_uri };
  await client.call(caller, 'post', '/settings/notification', setting).expect(200);
  const destination = { alias_name: 'a', type: 'mail', destination: 'a@client.example' };
  await client.call(caller, 'post', '/destinations', destination).expect(201);
  await client.job(caller);
  await client.uploadedJob(caller);
  const { body: fault } = await order('addFault', {}, { call: 100, effect: { kind: 'hang' } });
  const jobId = await client.executedJob(caller);
  await vi.advanceTimersByTimeAsync(100);
  await send({ ...stage, contract, jobId, faultId: fault.id as string });
  await vi.advanceTimersByTimeAsync(100);
}

const named = ({ operationId, body }: Given) => `${operationId} ${JSON.stringify(body ?? {})}`;

describe.each(PACES)('at the pace %s, a reset', (pace) => {
  it.each(ORDERS.map((given) => [named(given), given] as const))(
    'makes a host what it is at the start, and lets it print: after %s',
    async (_name, given) => {
      const receiver = await startReceiver((_request, response) => response.writeHead(503).end());
      let attempts = 0;
      const used = host({ pace, onNotification: () => (attempts += 1) });
      await liveThrough(used, given, receiver.url);
      await used.order('resetWorld');
      attempts = 0;
      const fresh = host({ pace });
      if (given.isLasting === true) await given.send({ ...fresh, contract, jobId: '', faultId: '' });
      expect(await stateOf(used)).toEqual(await stateOf(fresh));
      const [printed, expected] = await coursesOf(used, fresh);
      expect(printed).toEqual(expected);
      expect(printed?.at(-1)).toContain('"completed"');
      // Nobody is told of what is over, nor of what the new world prints.
      await used.client.host.control.settled();
      expect(attempts).toBe(0);
    },
  );
});

describe('the orders that a reset is tested after', () => {
  const changing = [...contract.operations.values()].filter(({ method }) => method !== 'get');

  it('are all that the description has', () => {
    expect([...new Set(ORDERS.map(({ operationId }) => operationId))].sort()).toEqual(
      changing.map(({ operationId }) => operationId).sort(),
    );
  });

  it.each(
    changing.flatMap(({ operationId, requestBody }) => {
      const { schema } = requestBody?.content?.['application/json'] ?? {};
      return Object.keys(schema?.['properties'] ?? {}).map((member) => [operationId, member]);
    }),
  )('%s: have the member %s', (operationId, member) => {
    const bodies = ORDERS.filter((given) => given.operationId === operationId).map(({ body }) => body ?? {});
    expect(bodies.some((body) => Object.hasOwn(body, member ?? ''))).toBe(true);
  });
});
