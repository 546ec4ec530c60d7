import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { hintOf, newClient } from '../support/mock/client.js';
import {
  operationsOf,
  readDescription,
  type DescribedOperation,
} from '../support/description/description.js';

const OPERATIONS = [...operationsOf(readDescription('v1/openapi.yaml')).values()];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/** Paths on which a wrong method tells of another operation than the first of the path. */
const MEANT: Readonly<Record<string, string>> = {
  'POST /jobs/{job_id}': 'executePrint',
  'PUT /jobs/{job_id}': 'executePrint',
  'PATCH /jobs/{job_id}': 'executePrint',
  'DELETE /jobs/{job_id}': 'cancelPrint',
  'GET /jobs': 'getPrintJob',
  'DELETE /jobs': 'cancelPrint',
  'POST /printers/{device_id}': 'createPrintJob',
  'PATCH /destinations': 'updateDestination',
};

/** A call as the hints write it. */
const callOf = ({ method, path, operationId }: DescribedOperation) =>
  operationId === 'uploadPrintFile' ? 'POST to upload_uri' : `${method.toUpperCase()} ${path}`;

const operation = (id: string) =>
  OPERATIONS.find(({ operationId }) => operationId === id) ?? expect.fail(`there is no ${id}`);

const filled = (path: string) =>
  path
    .replace('{device_id}', '0'.repeat(32))
    .replace('{job_id}', '1'.repeat(32))
    .replace('{print_mode}', 'document')
    .replace('{container}', 'x');

const WRONG_METHODS = [...new Set(OPERATIONS.map(({ path }) => path))].flatMap((path) => {
  const own = OPERATIONS.filter((each) => each.path === path);
  const taken = own.map(({ method }) => method.toUpperCase());
  return METHODS.filter((method) => !taken.includes(method)).map((method) => {
    const known = Object.keys(MEANT).find((key) => isKey(key, method, path));
    const right = known === undefined ? own[0] : operation(MEANT[known] ?? '');
    return [method, path, callOf(right ?? expect.fail(path))] as const;
  });
});

function isKey(key: string, method: Method, path: string): boolean {
  const [of = '', end = ''] = key.split(' ');
  return of === method && path.endsWith(end);
}

/** Mistakes in a path. A change that leaves a path as it is makes no mistake. */
const PATH_MISTAKES: readonly [what: string, change: (path: string) => string][] = [
  ['without /api', (path) => path.replace(/^\/api/, '')],
  ['without the version', (path) => path.replace(/^\/api\/1/, '/api')],
  ['of version 2', (path) => path.replace(/^\/api\/1/, '/api/2')],
  ['without /printing', (path) => path.replace(/\/(?:printing|scanning)(?=\/)/, '')],
  [
    'below the other resource',
    (path) => path.replace(/printing|scanning/, (word) => (word === 'printing' ? 'scanning' : 'printing')),
  ],
  ['with the base twice', (path) => path.replace(/^\/api\/1/, '/api/1/api/1')],
  ['with a slash at the end', (path) => `${path}/`],
  ['with two slashes at the beginning', (path) => `/${path}`],
  ['in capitals', (path) => path.replace(/^\/api/, '/API')],
  ['in the singular', (path) => path.replace(/(printer|scanner|job|destination)s(?=\/|$)/g, '$1')],
  ['in the plural', (path) => path.replace(/(notification|token)$/, '$1s')],
  ['with another verb', (path) => path.replace(/\/print$/, '/execute')],
];

const WRONG_PATHS = OPERATIONS.filter(({ operationId }) => operationId !== 'uploadPrintFile').flatMap(
  (each) =>
    PATH_MISTAKES.map(
      ([what, change]) =>
        [each.operationId, what, each.method, change(filled(each.path)), callOf(each)] as const,
    ).filter(([, , , path]) => path !== filled(each.path)),
);

describe('a call with a wrong method', () => {
  it.each(WRONG_METHODS)('is told the right one: %s %s', async (method, path, right) => {
    const { host } = newClient();
    const answer = await request(host.app)[method.toLowerCase() as 'get'](filled(path));
    expect(answer.status).toBe(405);
    expect(hintOf(answer)).toContain(right);
  });
});

describe('a call with a wrong path', () => {
  it.each(WRONG_PATHS)('is told the right one: %s %s', async (_id, _what, method, path, right) => {
    const { host } = newClient();
    const answer = await request(host.app)[method as 'get'](path);
    expect(answer.status).toBe(404);
    expect(hintOf(answer)).toContain(right);
  });

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
    expect(hintOf(answer)).toMatch(/To change that destination, send PUT with its id/);
  });
});
