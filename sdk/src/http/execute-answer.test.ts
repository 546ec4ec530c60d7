import { describe, expect, it } from 'vitest';
import { operations } from '../v1/operations.js';
import { isSettled, outcomeOf, type ExecuteFailure, type ExecuteOutcome } from './execute-answer.js';

const { words } = operations.executePrint;

const rows: [answer: string, ExecuteFailure | undefined, first: ExecuteOutcome, repeated: ExecuteOutcome][] =
  [
    ['the documented success', undefined, 'done', 'done'],
    ['a request that never left', { code: 'connection_failed', notSent: true }, 'repeat', 'repeat'],
    ["Epson's call limit", { status: 403, code: 'rate_limit_exceeded' }, 'repeat', 'repeat'],
    ['a stopped service', { status: 503, code: 'service_unavailable' }, 'repeat', 'repeat'],
    ['429 with a word', { status: 429, code: 'rate_limit_exceeded' }, 'repeat', 'repeat'],
    ['429 without one', { status: 429, code: 'status_429' }, 'repeat', 'repeat'],
    ['401 with a word', { status: 401, code: 'access_token_verification_failed' }, 'renew', 'look'],
    ['401 without one', { status: 401, code: 'status_401' }, 'look', 'look'],
    ['400 with a word', { status: 400, code: 'validation_error' }, 'refusal', 'look'],
    ['400 without one', { status: 400, code: 'status_400' }, 'look', 'look'],
    ['a full queue', { status: 403, code: 'printjob_too_many' }, 'refusal', 'look'],
    ['403 without a word', { status: 403, code: 'status_403' }, 'look', 'look'],
    ['no such printer', { status: 404, code: 'printer_not_found' }, 'refusal', 'look'],
    ['no such job', { status: 404, code: 'job_not_found' }, 'look', 'look'],
    ['no such path', { status: 404, code: 'not_found' }, 'look', 'look'],
    ['a wrong state', { status: 405, code: 'command_not_allowed' }, 'look', 'look'],
    ['a wrong content type', { status: 415, code: 'unsupported_media_type' }, 'refusal', 'look'],
    ['a word of another status', { status: 415, code: 'forbidden' }, 'look', 'look'],
    ['a limit under another status', { status: 400, code: 'rate_limit_exceeded' }, 'look', 'look'],
    ['a failure', { status: 500, code: 'internal_server_error' }, 'look', 'look'],
    ['503 of a gateway', { status: 503, code: 'status_503' }, 'look', 'look'],
    ['another success', { status: 200, code: 'bad_response' }, 'look', 'look'],
    ['a lost answer', { code: 'connection_failed', notSent: false }, 'look', 'look'],
    ['a time-out after sending', { code: 'timeout' }, 'look', 'look'],
  ];

describe('outcomeOf', () => {
  it.each(rows)('%s', (_, failure, first, repeated) => {
    expect([outcomeOf(words, failure, true), outcomeOf(words, failure, false)]).toEqual([first, repeated]);
  });
});

describe('isSettled', () => {
  it('is so of what the host, or a limit, has refused', () => {
    const settled = rows.flatMap(([answer, failure]) =>
      failure && isSettled(words, failure) ? [answer] : [],
    );
    expect(settled).toEqual([
      "Epson's call limit",
      'a stopped service',
      '429 with a word',
      '429 without one',
      '401 with a word',
      '400 with a word',
      'a full queue',
      'no such printer',
      'no such job',
      'no such path',
      'a wrong state',
      'a wrong content type',
    ]);
  });
});
