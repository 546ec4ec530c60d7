import { readFileSync } from 'node:fs';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { readDescription } from '../support/description/description.js';
import { Contract } from '../support/description/contract.js';
import { controlClient } from '../support/mock/control-client.js';
import { describeAuthorizing } from './authorize.control.js';
import { describeCorrecting } from './correction.control.js';
import { describeEvents } from './events.control.js';
import { describeForms } from './forms.control.js';
import { describeHistory } from './history.control.js';
import { describeJobPages } from './job-pages.control.js';
import { describeJobsV2 } from './jobs-v2.control.js';
import { describeOutages } from './outages.control.js';
import { describePeople } from './people.control.js';
import { describeSeeing } from './see.control.js';
import { describeSteering } from './steer.control.js';

// One file, so that the last tests can tell what all the others met.
const contract = new Contract('control/openapi.yaml');
const email = 'mock.printer@print.epsonconnect.com';

interface Described {
  readonly components: {
    readonly schemas: {
      readonly FaultEffect: {
        readonly oneOf: readonly { readonly properties: { readonly kind: { readonly const: string } } }[];
      };
    };
  };
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: {
    readonly enum?: readonly string[];
    readonly minimum?: number;
    readonly maximum?: number;
    readonly pattern?: string;
  };
}

describeSteering(contract);
describeSeeing(contract);
describePeople(contract);
describeAuthorizing(contract);
describeJobsV2(contract);
describeJobPages(contract);
describeEvents(contract);
describeCorrecting(contract);
describeHistory(contract);
describeForms(contract);
describeOutages(contract);

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
    const unknown = await order(operationId, {
      client_id: 'nobody',
      email: 'x',
      job_id: 'x',
      fault_id: 'x',
      sequence: '1',
    });
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
    const inPath = (name: string) => contract.operation(operationId).path.includes(`{${name}}`);
    const params = Object.fromEntries(Object.entries({ job_id, email }).filter(([name]) => inPath(name)));
    expect((await order(operationId, params, '{')).body.code).toBe('json-malformed');
    expect((await order(operationId, params, { stranger: 1 })).body).toMatchObject({
      code: 'validation-failed',
      message: expect.stringContaining('stranger'),
    });
  });
});

describe('the query of a call of the control API', () => {
  const parameters = [...contract.operations.values()].flatMap(({ operationId, parameters: all = [] }) =>
    (all as unknown as Parameter[])
      .filter((parameter) => parameter.in === 'query')
      .map((parameter) => [operationId, parameter.name, parameter.schema] as const),
  );

  it.each(parameters.filter(([, , { enum: words }]) => words !== undefined))(
    '%s refuses a %s that is none of its words, and names them',
    async (operationId, name, { enum: words = [] }) => {
      const { order } = controlClient(contract);
      const [first = ''] = words;
      const { status, body } = await order(operationId, { [name]: `${first}x` });
      expect([status, body.code]).toEqual([400, 'validation-failed']);
      expect(body.message).toBe(
        `${name} is "${first}x"; it must be one of ${words.join(', ')}; did you mean ${first}?`,
      );
    },
  );

  it.each(
    parameters.flatMap(([operationId, name, { minimum, maximum, pattern }]) =>
      [
        ...(minimum === undefined ? [] : [`${minimum - 1}`, `${minimum}.5`, 'many', '']),
        ...(maximum === undefined ? [] : [`${maximum + 1}`]),
        ...(pattern === undefined ? [] : ['xyz']),
        ...(name === 'rule' ? ['execute-twic'] : []),
      ].map((value) => [operationId, name, value] as const),
    ),
  )('%s refuses a %s of %j', async (operationId, name, value) => {
    const { order } = controlClient(contract);
    const { status, body } = await order(operationId, { [name]: value });
    expect([status, body.code]).toEqual([400, 'validation-failed']);
    expect(body.message).toMatch(new RegExp(`^${name} is "?${value}"?; it must be `));
  });

  it('is refused with a parameter that no call has, and with a printer that does not exist', async () => {
    const { order } = controlClient(contract);
    expect((await order('listJobs', { state: 'completed' })).body.message).toContain(
      'unknown parameter "state"; did you mean status?',
    );
    expect((await order('resetWorld', { all: 'true' })).status).toBe(400);
    expect((await order('listJobs', { printer: 'mok@print.epsonconnect.com' })).status).toBe(404);
    expect((await order('listJobs', { printer: email.toUpperCase() })).status).toBe(200);
  });
});

describe('a path of the control API', () => {
  const operations = [...contract.operations.values()];
  const methodsOf = (path: string) =>
    operations.filter((each) => each.path === path).map(({ method }) => method);

  it.each([...new Set(operations.map(({ path }) => path))].map((path) => [path, methodsOf(path)] as const))(
    '%s refuses every method but %j',
    async (path, methods) => {
      const { client } = controlClient(contract);
      const allow = methods.flatMap((method) =>
        method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()],
      );
      const others = (['get', 'put', 'post', 'delete', 'patch'] as const).filter(
        (each) => !methods.includes(each),
      );
      for (const method of others) {
        const { status, headers, body } = await request(client.host.app)[method](
          path.replace(/\{\w+\}/g, 'x'),
        );
        expect([status, body.code]).toEqual([405, 'method-wrong']);
        expect(headers['allow']?.split(', ').toSorted()).toEqual(allow.toSorted());
        expect(body.message).toContain('this path accepts ');
      }
    },
  );
});

describe('the table of faults in the guide', () => {
  const guide = readFileSync(new URL('../../mock-server/guides/control-api.md', import.meta.url), 'utf8');
  const [, table = ''] = /<!-- faults -->\s*([^]*?)\n\n/.exec(guide) ?? [];
  const rows = table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|').map((cell) => cell.trim()));
  const { oneOf } = (readDescription('control/openapi.yaml') as unknown as Described).components.schemas
    .FaultEffect;
  const kinds = oneOf.map(({ properties: { kind, ...others } }) => [
    kind.const,
    Object.keys(others).toSorted(),
  ]);

  it('lists every kind with its members', () => {
    const listed = rows.map(([, kind = '', members = '']) => [
      kind.slice(1, -1),
      [...members.matchAll(/`(\w+)`/g)].map(([, name = '']) => name).toSorted(),
    ]);
    expect(listed).toEqual(kinds);
  });

  it.each(rows.map(([, kind = '', , , example = '']) => [kind.slice(1, -1), example.slice(1, -1)] as const))(
    'has an example of %s that is accepted: %s',
    async (kind, example) => {
      const { order } = controlClient(contract);
      const { status, body } = await order('addFault', {}, example);
      expect([status, body.effect?.kind]).toEqual([201, kind]);
    },
  );

  it('is what a word in place of an effect is led to', async () => {
    const { order } = controlClient(contract);
    const { body } = await order('addFault', {}, { effect: 'drop_before' });
    expect(body.message).toBe('effect is "drop_before"; it must be { "kind": "drop_before" }');
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
