import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { hintOf, newClient } from '../support/mock/client.js';
import {
  operationsOf,
  readDescription,
  type DescribedOperation,
} from '../support/description/description.js';

const V1 = [...operationsOf(readDescription('v1/openapi.yaml')).values()];
const V2 = [...operationsOf(readDescription('v2/openapi.yaml')).values()];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/** Paths on which a wrong method tells of another operation than the first of the path. The first that fits counts. */
const MEANT_V1: Readonly<Record<string, string>> = {
  'POST /jobs/{job_id}': 'executePrint',
  'PUT /jobs/{job_id}': 'executePrint',
  'PATCH /jobs/{job_id}': 'executePrint',
  'DELETE /jobs/{job_id}': 'cancelPrint',
  'GET /jobs': 'getPrintJob',
  'DELETE /jobs': 'cancelPrint',
  'POST /printers/{device_id}': 'createPrintJob',
  'PATCH /destinations': 'updateDestination',
};
const MEANT_V2: Readonly<Record<string, string>> = {
  'POST /jobs/{jobId}': 'executePrint',
  'PUT /jobs/{jobId}': 'executePrint',
  'PATCH /jobs/{jobId}': 'executePrint',
  'DELETE /jobs/{jobId}': 'cancelPrint',
  'GET /printing/jobs': 'getPrintJob',
  'DELETE /printing/jobs': 'cancelPrint',
  'PUT /settings/notification': 'setNotification',
  'PATCH /settings/notification': 'setNotification',
  'DELETE /settings/notification': 'setNotification',
  'PUT /scheduling/schedules': 'createSchedule',
  'PATCH /scheduling/schedules': 'createSchedule',
  'DELETE /scheduling/schedules': 'deleteSchedule',
  'POST /schedules/{scheduleJobId}': 'reserveSchedule',
  'PUT /schedules/{scheduleJobId}': 'reserveSchedule',
  'PATCH /schedules/{scheduleJobId}': 'reserveSchedule',
  'PUT /scanning/destinations': 'updateDestination',
  'PATCH /scanning/destinations': 'updateDestination',
  'DELETE /scanning/destinations': 'deleteDestination',
  'GET /destinations/{destinationId}': 'listDestinations',
};

/** A call as the hints write it. */
function callOf({ method, path, operationId }: DescribedOperation): string {
  const uploadUri = V1.some((each) => each.path === path) ? 'upload_uri' : 'uploadUri';
  return /^upload/.test(operationId) ? `POST to ${uploadUri}` : `${method.toUpperCase()} ${path}`;
}

const operation = (id: string, of = V1) =>
  of.find(({ operationId }) => operationId === id) ?? expect.fail(`there is no ${id}`);

const filled = (path: string) =>
  path
    .replace(/\{(?:device_id|destinationId)\}/, '0'.repeat(32))
    .replace(/\{(?:job_id|jobId|scheduleJobId)\}/, '1'.repeat(32))
    .replace(/\{(?:print_mode|printMode)\}/, 'document')
    .replace('{container}', 'x');

const wrongMethods = (of: readonly DescribedOperation[], meant: Readonly<Record<string, string>>) =>
  [...new Set(of.map(({ path }) => path))].flatMap((path) => {
    const own = of.filter((each) => each.path === path);
    const taken = own.map(({ method }) => method.toUpperCase());
    return METHODS.filter((method) => !taken.includes(method)).map((method) => {
      const known = Object.keys(meant).find((key) => isKey(key, method, path));
      const right = known === undefined ? own[0] : operation(meant[known] ?? '', [...of]);
      return [method, path, callOf(right ?? expect.fail(path))] as const;
    });
  });

function isKey(key: string, method: Method, path: string): boolean {
  const [of = '', end = ''] = key.split(' ');
  return of === method && path.endsWith(end);
}

type PathMistake = readonly [what: string, change: (path: string) => string];

/** Mistakes in a path. A change that leaves a path as it is makes no mistake. */
const PATH_MISTAKES: readonly PathMistake[] = [
  ['without /api', (path) => path.replace(/^\/api/, '')],
  ['without /printing', (path) => path.replace(/\/(?:printing|scanning|scheduling)(?=\/)/, '')],
  [
    'below the other resource',
    (path) => path.replace(/printing|scanning/, (word) => (word === 'printing' ? 'scanning' : 'printing')),
  ],
  ['with the base twice', (path) => path.replace(/^\/api\/./, '$&$&')],
  ['with a slash at the end', (path) => `${path}/`],
  ['with two slashes at the beginning', (path) => `/${path}`],
  ['in capitals', (path) => path.replace(/^\/api/, '/API')],
  [
    'in the singular',
    (path) => path.replace(/(printer|scanner|job|destination|schedule|device)s(?=\/|$)/g, '$1'),
  ],
  ['in the plural', (path) => path.replace(/(notification|token)$/, '$1s')],
  ['with another verb', (path) => path.replace(/\/print$/, '/execute')],
];
const WITHOUT_VERSION: PathMistake = ['without the version', (path) => path.replace(/^\/api\/1/, '/api')];

const wrongPaths = (of: readonly DescribedOperation[], mistakes: readonly PathMistake[]) =>
  of
    .filter(({ operationId }) => !/^upload/.test(operationId))
    .flatMap((each) =>
      mistakes
        .map(
          ([what, change]) =>
            [each.operationId, what, each.method, change(filled(each.path)), callOf(each)] as const,
        )
        .filter(([, , , path]) => path !== filled(each.path)),
    );

/** The calls of a program of version 1 in which only the number was changed, with the right ones of version 2. */
const ONLY_THE_NUMBER = V1.filter(({ path }) => path.startsWith('/api/1/')).map((each) => {
  const right = {
    authenticate: callOf(operation('requestToken', V2)),
    cancelAuthentication: 'Version 2 has no operation that ends the tokens of a printer.',
  }[each.operationId];
  const call = right ?? callOf(operation(each.operationId, V2));
  return [each.operationId, each.method, filled(each.path).replace('/api/1/', '/api/2/'), call] as const;
});

describe('a call with a wrong method', () => {
  it.each([...wrongMethods(V1, MEANT_V1), ...wrongMethods(V2, MEANT_V2)])(
    'is told the right one: %s %s',
    async (method, path, right) => {
      const { host } = newClient();
      const answer = await request(host.app)[method.toLowerCase() as 'get'](filled(path));
      expect(answer.status).toBe(405);
      expect(hintOf(answer)).toContain(right);
    },
  );
});

describe('a call with a wrong path', () => {
  it.each([...wrongPaths(V1, [...PATH_MISTAKES, WITHOUT_VERSION]), ...wrongPaths(V2, PATH_MISTAKES)])(
    'is told the right one: %s %s',
    async (_id, _what, method, path, right) => {
      const { host } = newClient();
      const answer = await request(host.app)[method as 'get'](path);
      expect(answer.status).toBe(404);
      expect(hintOf(answer)).toContain(right);
    },
  );

  it.each(ONLY_THE_NUMBER)(
    'is told the right one of version 2 where only the number was changed: %s',
    async (_id, method, path, right) => {
      const { host } = newClient();
      const answer = await request(host.app)[method as 'get'](path);
      expect(answer.status).toBe(404);
      expect(hintOf(answer)).toContain(right);
      expect(hintOf(answer)).toMatch(/no device ID|no password grant/);
    },
  );

  it('is told that scans begin at the device, and what a program does instead', async () => {
    const { host } = newClient();
    const answer = await request(host.app).post(filled('/api/1/scanning/scanners/{device_id}/scans'));
    expect(answer.status).toBe(404);
    expect(hintOf(answer)).toMatch(/starts at the device/);
    expect(hintOf(answer)).toContain(callOf(operation('registerDestination')));
  });

  it.each([
    ['put', 'updateDestination'],
    ['patch', 'updateDestination'],
    ['post', 'updateDestination'],
    ['delete', 'deleteDestination'],
    ['get', 'listDestinations'],
  ] as const)('is told that the ID of a destination stands in the body: %s', async (method, id) => {
    const { host } = newClient();
    const path = filled(`/api/1/scanning/scanners/{device_id}/destinations/${'2'.repeat(32)}`);
    const answer = await request(host.app)[method](path);
    expect(answer.status).toBe(404);
    expect(hintOf(answer)).toContain(callOf(operation(id)));
  });
});

describe('a destination that is changed by POST', () => {
  const FOLDER = { alias_name: 'Folder', type: 'url', destination: 'https://example.com/scan' };
  const PUT = callOf(operation('updateDestination'));

  it('becomes a second one, and the hint names PUT', async () => {
    const client = newClient();
    const caller = await client.authenticate();
    await client.call(caller, 'post', '/destinations', FOLDER).expect(201);
    const { body } = await client.call(caller, 'get', '/destinations');
    const [{ id }] = body.destinations as [{ id: string }];
    const changed = { ...FOLDER, id, alias_name: 'Archive' };
    await client.call(caller, 'post', '/destinations', changed).expect(201);
    const after = await client.call(caller, 'get', '/destinations');
    expect(after.body.destinations).toHaveLength(2);
    const [warned] = client.host.control.journal.read({ rule: 'unknown-member' });
    expect(warned?.warnings.map(({ hint }) => hint)).toEqual([expect.stringContaining(PUT)]);
  });

  it('is refused where the name stays, and the hint names PUT', async () => {
    const client = newClient();
    const caller = await client.authenticate();
    await client.call(caller, 'post', '/destinations', FOLDER).expect(201);
    const answer = await client.call(caller, 'post', '/destinations', {
      ...FOLDER,
      destination: 'https://example.com/b',
    });
    expect([answer.status, answer.body]).toEqual([400, { code: 'duplicate_alias' }]);
    expect(hintOf(answer)).toMatch(/To change that destination, send PUT with its ID/);
  });
});
