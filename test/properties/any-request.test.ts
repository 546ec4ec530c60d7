import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { startMockHost } from 'epson-connect-mock';
import { describe, expect, it } from 'vitest';
import { Client, FULL_SETTING, PDF } from '../support/mock/client.js';
import { Contract } from '../support/description/contract.js';

/** Reproducible: a failing run names its seed and path. */
const RUNS = { numRuns: 300, seed: 20261122 };

/** Text as people and attackers write it: words of the API, broken encodings, control characters, emoji. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    'document',
    'photo',
    'ms_a4',
    '1.pdf',
    '1pdf',
    '%',
    '%zz',
    '%00',
    '../../x',
    '\u0000',
    '🖨',
    'null',
    'true',
    '2',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const encoded = text.map((each) => encodeURIComponent(Buffer.from(each).toString()));

const member = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
);
const setting = fc.record(
  Object.fromEntries(
    [
      ...Object.keys(FULL_SETTING),
      '2_sided',
      'copies',
      'collate',
      'reverse_order',
      'two_sided',
      '__proto__x',
    ].map((name) => [name, member]),
  ),
  { requiredKeys: [] },
);
const jobBody = fc.oneof(
  fc
    .record(
      { job_name: member, print_mode: member, print_setting: fc.oneof(member, setting) },
      { requiredKeys: [] },
    )
    .map((body) => JSON.stringify(body)),
  fc.json(),
  text,
);

describe('whatever is sent', () => {
  const contract = new Contract();

  it('to print setting, the answer is one that the description has', async () => {
    await using host = await startMockHost({ callsPerMinute: Number.POSITIVE_INFINITY });
    const client = new Client(host);
    const caller = await client.authenticate();
    await fc.assert(
      fc.asyncProperty(
        jobBody,
        fc.constantFrom('application/json', 'text/plain', 'application/json;charset=utf-8'),
        async (body, type) => {
          const { status } = await contract.check(
            'createPrintJob',
            client.createJob(caller, body, { 'Content-Type': type }),
          );
          expect([201, 400, 415]).toContain(status);
        },
      ),
      RUNS,
    );
  });

  it('to the token operation, the answer is one that the description has', async () => {
    await using host = await startMockHost({ callsPerMinute: Number.POSITIVE_INFINITY });
    const client = new Client(host);
    const form = fc.oneof(
      text,
      fc
        .dictionary(fc.constantFrom('grant_type', 'username', 'password', 'refresh_token'), encoded)
        .map((fields) =>
          Object.entries(fields)
            .map(([name, value]) => `${name}=${value}`)
            .join('&'),
        ),
    );
    await fc.assert(
      fc.asyncProperty(
        form,
        fc.constantFrom(undefined, 'Basic YTpi', 'Basic', 'Bearer x'),
        async (body, authorization) => {
          const headers = authorization === undefined ? {} : { Authorization: authorization };
          const { status } = await contract.check('authenticate', client.token(body, headers));
          expect(status).not.toBe(500);
        },
      ),
      RUNS,
    );
  });

  it('to the storage path, the answer is a status alone, and only the right name stores a file', async () => {
    await using host = await startMockHost({ callsPerMinute: Number.POSITIVE_INFINITY });
    const client = new Client(host);
    const caller = await client.authenticate();
    await fc.assert(
      fc.asyncProperty(
        encoded,
        fc.constantFrom('&File=', '&file=', '/File=', '&Key=a&File=', '&'),
        async (name, glue) => {
          const job = await client.job(caller);
          const { status } = await contract.check(
            'uploadPrintFile',
            client.upload(job.upload_uri, glue + name, PDF),
          );
          const isRight = glue === '&File=' && name === '1.pdf';
          expect(status === 200).toBe(isRight);
          expect(host.control.jobs().find(({ id }) => id === job.id)?.document !== null).toBe(isRight);
        },
      ),
      RUNS,
    );
  });

  it('on a socket, what comes back is HTTP, JSON or nothing, never a 5xx, and the next call works', async () => {
    await using host = await startMockHost({ callsPerMinute: Number.POSITIVE_INFINITY });
    const client = new Client(host);
    const target = fc.oneof(
      fc.webPath().map((path) => path || '/'),
      encoded.map((each) => `/api/1/printing/printers/${each}/jobs`),
      encoded.map((each) => `/${each}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD', 'BREW'),
        target,
        text,
        async (method, path, body) => {
          const socket = connect(host.port, '127.0.0.1');
          const bytes = Buffer.from(body);
          socket.end(
            Buffer.concat([
              Buffer.from(
                `${method} ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`,
              ),
              bytes,
            ]),
          );
          let answer = '';
          socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
          await once(socket, 'close');
          expect(answer).toMatch(/^HTTP\/1\.1 [1-4]\d\d /);
          expect(answer).not.toMatch(/<html/i);
          const [, content = ''] = answer.split('\r\n\r\n');
          if (content !== '' && method !== 'HEAD')
            expect(Object.keys(JSON.parse(content))[0]).toMatch(/^(code|error|status)$/);
        },
      ),
      RUNS,
    );
    await client.print();
  });
});
