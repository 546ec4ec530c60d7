import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { createMockHost } from 'epson-connect-mock';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { Client } from '../support/mock/client.js';
import { operationsOf, readDescription } from '../support/description/description.js';

const operations = operationsOf(readDescription('v1/openapi.yaml'));
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

const MAIL = [
  'a@b.example',
  'scans+a@print.test',
  'a b@c.example',
  '@c.example',
  'a@',
  'a@b@c.example',
  'plain text',
];
const URLS = [
  'https://client.example/jobs',
  'http://127.0.0.1:3000',
  'HTTPS://client.example',
  'https:///client.example',
  'https:client.example',
  'ftp://client.example/jobs',
  'client.example/jobs',
  '//client.example/jobs',
];

/** Tells for each body what the description says of it, and the status of the mock. */
async function verdicts(operationId: string, path: (device: string) => string, bodies: readonly object[]) {
  const schema = operations.get(operationId)?.requestBody?.content?.['application/json']?.schema;
  const isValid = ajv.compile(schema as object);
  await using host = createMockHost();
  const { deviceId, token } = await new Client(host).authenticate();
  const answers: [body: string, isValid: boolean, status: number][] = [];
  for (const body of bodies) {
    const { status } = await request(host.app)
      .post(path(deviceId))
      .set('Authorization', `Bearer ${token}`)
      .send(body);
    answers.push([JSON.stringify(body), isValid(body), status]);
  }
  return answers;
}

describe('the form of what a client names is the same in the description and in the mock:', () => {
  it('callback_uri', async () => {
    const bodies = [...URLS, ...MAIL].map((callback_uri) => ({ notification: true, callback_uri }));
    const path = (device: string) => `/api/1/printing/printers/${device}/settings/notification`;
    const answers = await verdicts('setNotification', path, bodies);
    expect(answers.map(([body, , status]) => [body, status === 200, status])).toEqual(answers);
    expect(answers.filter(([, isValid]) => isValid)).toHaveLength(3);
  });

  it('destination', async () => {
    const of = (type: string) => (destination: string, at: number) => ({
      alias_name: `${type} ${at}`,
      type,
      destination,
    });
    const path = (device: string) => `/api/1/scanning/scanners/${device}/destinations`;
    const bodies = [...URLS.map(of('url')), ...MAIL.map(of('mail'))];
    const answers = await verdicts('registerDestination', path, bodies);
    expect(answers.map(([body, , status]) => [body, status === 201, status])).toEqual(answers);
    expect(answers.filter(([, isValid]) => isValid)).toHaveLength(5);
  });
});
