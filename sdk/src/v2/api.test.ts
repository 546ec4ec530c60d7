import { describe, expect, it } from 'vitest';
import { outcomeOf, type ExecuteFailure, type ExecuteOutcome } from '../http/execute-answer.js';
import { operationAt } from '../http/operations.js';
import { api, noContent } from './api.js';
import { operations } from './operations.js';

const rows: [answer: string, ExecuteFailure | undefined, first: ExecuteOutcome, repeated: ExecuteOutcome][] =
  [
    ['the documented success', undefined, 'done', 'done'],
    ['a request that never left', { code: 'connection_failed', notSent: true }, 'repeat', 'repeat'],
    ['429 with a word', { status: 429, code: 'too_many' }, 'repeat', 'repeat'],
    ['429 without one', { status: 429, code: 'status_429' }, 'repeat', 'repeat'],
    ['the call limit of version 1', { status: 403, code: 'rate_limit_exceeded' }, 'look', 'look'],
    [
      'a stopped service, which is not documented',
      { status: 503, code: 'service_unavailable' },
      'look',
      'look',
    ],
    ['401 with a word', { status: 401, code: 'unauthorized' }, 'renew', 'look'],
    ['401 without one', { status: 401, code: 'status_401' }, 'look', 'look'],
    ['no printable file', { status: 400, code: 'invalid_print_data' }, 'refusal', 'look'],
    ['400 without a word', { status: 400, code: 'status_400' }, 'look', 'look'],
    ['a full queue', { status: 403, code: 'job_limit_exceeded' }, 'refusal', 'look'],
    ['a wrong state', { status: 403, code: 'operation_not_allowed' }, 'look', 'look'],
    ['a refused API key', { status: 403, code: 'api_key_refused' }, 'look', 'look'],
    ['no such device', { status: 404, code: 'device_not_found' }, 'refusal', 'look'],
    ['no such job', { status: 404, code: 'job_not_found' }, 'look', 'look'],
    ['a wrong method', { status: 405, code: 'method_not_allowed' }, 'look', 'look'],
    ['a failure', { status: 500, code: 'internal_server_error' }, 'look', 'look'],
    ['another success', { status: 200, code: 'bad_response' }, 'look', 'look'],
    ['a lost answer', { code: 'connection_failed', notSent: false }, 'look', 'look'],
  ];

describe('execute of version 2', () => {
  it.each(rows)('%s', (_, failure, first, repeated) => {
    const { words } = operations.executePrint;
    expect([outcomeOf(words, failure, true), outcomeOf(words, failure, false)]).toEqual([first, repeated]);
  });

  it.each([
    [202, {}, true],
    [202, undefined, true],
    [200, {}, false],
    [204, undefined, false],
    [202, { error: 'internal_server_error' }, false],
    [202, null, false],
    [202, [], false],
  ])('%j with %j is the success: %j', (status, body, isIt) => {
    expect(noContent(202)(body, status) === undefined).toBe(isIt);
  });
});

describe('reserve of version 2', () => {
  it.each([
    [403, 'schedule_limit_exceeded', 'refusal'],
    [403, 'command_not_allowed', 'look'],
    [404, 'schedule_not_found', 'look'],
    [400, 'invalid_print_data', 'refusal'],
  ])('%j %s: %s', (status, code, outcome) => {
    expect(outcomeOf(operations.reserveSchedule.words, { status, code }, true)).toBe(outcome);
  });
});

describe('a look at a job', () => {
  it.each([
    ['preparing', false],
    ['canceled', false],
    ['expired', false],
    ['reserved', true],
    ['pending', true],
    ['processing', true],
    ['media_empty', true],
    ['media_jam', true],
    ['marker_supply_empty', true],
    ['stopped_other', true],
    ['error_occurred', true],
    ['completed', true],
  ])('%s proves that it was executed: %j', (status, proves) => {
    expect(api.provesExecution({ status })).toBe(proves);
    expect(api.jobCheck({ status }, 200)).toBeUndefined();
  });

  it('does not take the status of a gateway for one of a job', () => {
    expect(api.jobCheck({ status: 'error', message: 'try later' }, 200)).toContain('status of a job');
    expect(api.jobCheck({ status: 'new_word', jobName: 'a' }, 200)).toBeUndefined();
  });
});

describe('the policies', () => {
  it.each([
    ['POST', '/api/2/printing/jobs', 'createPrintJob', 'always'],
    ['POST', '/api/2/printing/jobs/copy', 'copyPrintJob', 'always'],
    ['POST', '/api/2/printing/jobs/5d41/print', 'executePrint', 'execute'],
    ['POST', '/api/2/printing/jobs/5d41/cancel', 'cancelPrint', 'unprocessed'],
    ['GET', '/api/2/printing/jobs/5d41', 'getPrintJob', 'always'],
    ['GET', '/api/2/printing/capability/default', 'getDefaultSettings', 'always'],
    ['GET', '/api/2/printing/capability/photo', 'getCapability', 'always'],
    ['POST', '/api/2/scheduling/schedules/7d79/reserve', 'reserveSchedule', 'execute'],
    ['DELETE', '/api/2/scheduling/schedules/7d79', 'deleteSchedule', 'unprocessed'],
    ['POST', '/api/2/scanning/destinations', 'registerDestination', 'unprocessed'],
    ['PUT', '/api/2/scanning/destinations/9e10', 'updateDestination', 'always'],
    ['POST', '/api/2/printing/settings/notification', 'setNotification', 'always'],
    ['POST', '/api/2/other', undefined, 'unprocessed'],
  ])('%s %s is %s: %s', (method, path, id, repeat) => {
    expect(operationAt(api, method, `https://api.test${path}?a=b`)).toMatchObject({ id, repeat });
  });
});
