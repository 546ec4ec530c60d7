import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { aboutJob } from './index.js';
import * as door from '../index.js';
import {
  AuthenticationError,
  EpsonConnectError,
  isEpsonConnectError,
  ResponseFormatError,
} from '../index.js';

const classes = Object.entries(door).filter(
  ([, value]) => typeof value === 'function' && value.prototype instanceof Error,
) as [string, new (message: string, details: door.ErrorDetails) => EpsonConnectError][];

describe('errors', () => {
  it('the door exports exactly these values', () => {
    expect(Object.keys(door).sort()).toEqual([
      'AuthenticationError',
      'ConfigurationError',
      'ConnectionError',
      'DocumentError',
      'EpsonConnect',
      'EpsonConnectError',
      'ForbiddenError',
      'JobFailedError',
      'NotFoundError',
      'OutcomeUnknownError',
      'RateLimitError',
      'ReauthorizationRequiredError',
      'RequestError',
      'ResponseFormatError',
      'ServerError',
      'SettingError',
      'StateError',
      'TimeoutError',
      'UploadError',
      'isEpsonConnectError',
      'memoryTokenStore',
      'systemClock',
    ]);
  });

  it.each(classes)('%s is of the family and bears its own name', (name, Class) => {
    const error = new Class('It failed.', { code: 'some_code', step: 'upload', job_id: 'j1', status: 500 });
    expect(error).toBeInstanceOf(EpsonConnectError);
    expect(error.name).toBe(name);
    expect(String(error)).toBe(`${name}: It failed.`);
    expect(inspect(error)).toContain(`${name}: It failed.`);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name,
      message: 'It failed.',
      code: 'some_code',
      step: 'upload',
      job_id: 'j1',
      status: 500,
    });
  });

  it('leaves out what is not known', () => {
    const error = new EpsonConnectError('It failed.', {
      code: 'some_code',
      status: undefined,
      hint: undefined,
    });
    expect(Object.keys(error)).toEqual(['code']);
    expect('cause' in error).toBe(false);
  });

  it('recognises an error of another copy of the package by its brand', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('epson-connect-sdk.error')]: true });
    expect(isEpsonConnectError(foreign)).toBe(true);
    expect(isEpsonConnectError(new EpsonConnectError('x', { code: 'y' }))).toBe(true);
    for (const other of [new Error('x'), undefined, null, 'text', 7, {}])
      expect(isEpsonConnectError(other)).toBe(false);
  });

  it('tells classes apart by name, also between copies of the package', () => {
    const foreign = Object.assign(new Error('x'), {
      [Symbol.for('epson-connect-sdk.error')]: true,
      name: 'RateLimitError',
      retryAfterMs: 5,
    }) as unknown;
    expect(foreign instanceof EpsonConnectError).toBe(false);
    expect(isEpsonConnectError(foreign, 'RateLimitError') && foreign.retryAfterMs).toBe(5);
    expect(isEpsonConnectError(foreign, 'EpsonConnectError')).toBe(true);
    expect(isEpsonConnectError(foreign, 'ServerError')).toBe(false);
    expect(isEpsonConnectError(Object.assign(new Error('x'), { name: 'ServerError' }), 'ServerError')).toBe(
      false,
    );
    for (const [name, Class] of classes)
      expect(isEpsonConnectError(new Class('x', { code: 'y' }), name as keyof door.ErrorFamily)).toBe(true);
  });

  it('names the job in a copy, and leaves the shared error as it is', () => {
    const cause = new Error('before');
    const shared = new AuthenticationError('No.', {
      code: 'invalid_grant',
      status: 400,
      step: 'authenticate',
      cause,
    });
    const copy = aboutJob(shared, 'j1') as AuthenticationError;
    expect(copy).toBeInstanceOf(AuthenticationError);
    expect(copy).toMatchObject({
      message: 'No.',
      code: 'invalid_grant',
      status: 400,
      step: 'authenticate',
      job_id: 'j1',
      cause,
    });
    expect(shared.job_id).toBeUndefined();
  });

  it('names no job where there is none, where one is named, and on errors of others', () => {
    const named = new ResponseFormatError('x', { code: 'y', job_id: 'j0' });
    const other = new Error('x');
    expect(aboutJob(named, 'j1')).toBe(named);
    expect(aboutJob(other, 'j1')).toBe(other);
    expect(aboutJob(named, undefined)).toBe(named);
  });
});
