import { describe, expect, it } from 'vitest';
import type { EpsonConnectOptions, Exchange, LogEntry } from '../index.js';
import { clientOnFakeHost } from '../test/client.js';
import { failures } from '../test/failing.js';
import { fakeClock, hurry } from '../test/fake-clock.js';
import {
  clientSecret,
  deviceId,
  jobId,
  json,
  rejection,
  token,
  uploadKey,
  uploadUri,
} from '../test/fake-host.js';
import '../test/settled.js';

const pdf = { data: new TextEncoder().encode('%PDF-1.4'), name: 'a.pdf' };
const jobs = '/api/1/printing/printers/{device_id}/jobs';

function watched(more: EpsonConnectOptions = {}) {
  const clock = fakeClock();
  const exchanges: Exchange[] = [];
  const lines: LogEntry[] = [];
  const made = clientOnFakeHost({
    clock,
    random: () => 0.5,
    onExchange: (exchange) => exchanges.push(exchange),
    logger: (line) => lines.push(line),
    ...more,
  });
  return { clock, exchanges, lines, ...made };
}

describe('onExchange', () => {
  it('is told of every step, by operation and path of the description', async () => {
    const { clock, epson, exchanges } = watched();
    await hurry(clock, epson.print(pdf));
    const told = { attempt: 1, durationMs: 0, method: 'POST' };
    expect(exchanges).toEqual([
      { ...told, operation: 'authenticate', path: '/api/1/printing/oauth2/auth/token', status: 200 },
      { ...told, operation: 'createPrintJob', path: jobs, status: 201 },
      {
        ...told,
        operation: 'uploadPrintFile',
        path: '/{container}/v1/storage/PostData',
        status: 200,
        job_id: jobId,
      },
      { ...told, operation: 'executePrint', path: `${jobs}/{job_id}/print`, status: 200, job_id: jobId },
    ]);
  });

  it('is told of failures, repeats and their reasons, and of what the host calls a request', async () => {
    const { clock, host, epson, exchanges } = watched({ retries: 2 });
    host
      .next('create', () => json(503, { code: 'service_unavailable' }, { 'x-request-id': 'r-17' }))
      .next('create', failures['a broken connection'])
      .next('create', () => json(401, { code: 'access_token_verification_failed' }));
    await hurry(clock, epson.createJob({ job_name: 'a' }));
    expect(
      exchanges
        .filter(({ operation }) => operation === 'createPrintJob')
        .map(({ status, error, attempt, retryReason, requestId }) => [
          status ?? error,
          attempt,
          retryReason,
          requestId,
        ]),
    ).toEqual([
      [503, 1, undefined, 'r-17'],
      ['connection_failed', 2, 'service_unavailable', undefined],
      [401, 3, 'connection_failed', undefined],
      [201, 3, 'status_401', undefined],
    ]);
  });

  it('knows what the plain client does, and names nothing that it does not know', async () => {
    const { clock, host, epson, exchanges } = watched();
    host.always('other', () => json(200, {}));
    const path = { device_id: deviceId, job_id: jobId };
    await hurry(
      clock,
      epson.api.GET('/api/1/printing/printers/{device_id}/jobs/{job_id}', { params: { path } }),
    );
    await hurry(clock, epson.api.GET('/elsewhere' as '/api/1/printing/printers/{device_id}', {} as never));
    expect(exchanges.slice(1)).toMatchObject([
      { operation: 'getPrintJob', method: 'GET', path: `${jobs}/{job_id}` },
      { method: 'GET', status: 200 },
    ]);
    expect(exchanges[2]).not.toHaveProperty('path');
  });
});

describe('the logger', () => {
  it('is told at which level something happened, and how long a repeat is waited for', async () => {
    const { clock, host, epson, lines } = watched({ retries: 1 });
    host.next('create', failures["Epson's own service_unavailable"]);
    await hurry(clock, epson.createJob({ job_name: 'a' }));
    expect(lines.map(({ level, message, operation }) => `${level} ${operation} ${message}`)).toEqual([
      'debug authenticate answered',
      'warn createPrintJob answered',
      'info createPrintJob repeated',
      'debug createPrintJob answered',
    ]);
    expect(lines[2]).toMatchObject({ delayMs: 250, retryReason: 'service_unavailable', attempt: 1 });
  });

  it('is warned of a success that the mock explains', async () => {
    const { clock, host, epson, lines, exchanges } = watched();
    const hint = 'empty-document: The file is empty; you sent Bearer ' + token('access', 1);
    host.next('upload', () => new Response(null, { headers: { 'x-epson-mock-hint': hint } }));
    await hurry(clock, epson.print(pdf));
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      {
        message: 'answered',
        operation: 'uploadPrintFile',
        status: 200,
        hint: 'empty-document: The file is empty; you sent Bearer [redacted]',
      },
    ]);
    expect(exchanges.some((exchange) => 'hint' in exchange)).toBe(false);
  });

  it('may have methods, and need not have all of them', async () => {
    const warned: unknown[] = [];
    const logger = {
      told: warned,
      warn(message: string, fields: object) {
        this.told.push([message, fields]);
      },
    };
    const { clock, host, epson } = watched({ logger });
    host.next('create', failures['a refusal']);
    await hurry(clock, rejection(epson.createJob({ job_name: 'a' })));
    expect(warned).toEqual([
      ['epson-connect answered', expect.objectContaining({ operation: 'createPrintJob', status: 403 })],
    ]);
  });

  it('is told of an execution whose outcome stays unknown', async () => {
    const { clock, host, epson, lines } = watched();
    host.next('execute', failures['a broken connection']);
    await hurry(clock, rejection(epson.execute({ id: jobId })));
    expect(lines.at(-1)).toEqual({
      level: 'error',
      message: 'does not know whether the job prints',
      operation: 'executePrint',
      job_id: jobId,
    });
  });
});

describe('onResponse', () => {
  it('gets a copy of each answer of its call, before it is judged', async () => {
    const { clock, host, epson } = watched();
    host.next('create', () => json(400, { code: 'invalid_resource' }, { 'x-any': 'thing' }));
    const seen: Response[] = [];
    const onResponse = (response: Response) => seen.push(response);
    await hurry(clock, rejection(epson.createJob({ job_name: 'a', onResponse })));
    expect(seen).toHaveLength(1);
    expect([seen[0]?.status, seen[0]?.headers.get('x-any'), await seen[0]?.json()]).toEqual([
      400,
      'thing',
      { code: 'invalid_resource' },
    ]);
  });
});

describe('whoever watches', () => {
  it.each<[string, () => unknown]>([
    ['throws', () => expect.fail('of the hook')],
    ['rejects', () => Promise.reject(new Error('of the hook'))],
  ])('and %s changes nothing, and leaves no rejection behind', async (_, hook) => {
    const { clock, epson } = watched({ logger: hook, onExchange: hook });
    expect(await hurry(clock, epson.print(pdf, { onResponse: hook }))).toMatchObject({ id: jobId });
  });

  it('is told no secret', async () => {
    const { clock, host, epson, exchanges, lines } = watched({ retries: 1 });
    const secrets = [clientSecret, token('access', 1), token('refresh', 1), uploadKey];
    for (const step of ['authenticate', 'create', 'upload', 'execute'] as const)
      host.next(step, ({ url, text, headers }) =>
        json(
          500,
          { url, text, code: secrets[1] },
          { 'x-request-id': headers.get('authorization') ?? uploadUri },
        ),
      );
    await hurry(clock, rejection(epson.print(pdf)));
    const told = JSON.stringify([exchanges, lines]);
    expect(told).toContain('executePrint');
    for (const secret of secrets) expect(told).not.toContain(secret);
  });
});
