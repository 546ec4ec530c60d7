import { describe, expect, it } from 'vitest';
import { adviceOn } from '../http/advice.js';
import { api } from '../v1/api.js';
import { settingError } from '../errors/index.js';
import { callError } from '../http/limits.js';
import { unsafeUrl } from '../http/origin.js';
import {
  ConnectionError,
  DocumentError,
  OutcomeUnknownError,
  RequestError,
  type ErrorDetails,
  type Step,
} from '../index.js';
import { errorOf, messageOf } from './messages.js';

/** An error as the SDK makes it for a call. */
const failed = (step: Step, problem: string, advice?: string, details: Partial<ErrorDetails> = {}) =>
  callError(RequestError, { limits: {}, about: { step } }, problem, advice, { code: 'a', ...details });

/** Names of options and calls of methods, which only a program has. */
const OF_THE_SDK = /\b[a-z]+[A-Z]\w*|\w\(\)|_setting\b|\bjob_name\b|\bupload_uri\b|\balias_name\b/;

describe('the words of the command', () => {
  it.each<[Error, string]>([
    [
      failed('authenticate', 'the host answered 401 invalid_client', 'x', { code: 'invalid_client' }),
      'Authentication failed: the host answered 401 invalid_client. Check EPSON_CONNECT_API_CLIENT_ID and EPSON_CONNECT_API_CLIENT_SECRET.',
    ],
    [
      failed('authenticate', 'the host answered 400 invalid_grant', 'x', { code: 'invalid_grant' }),
      'Authentication failed: the host answered 400 invalid_grant. The printer address (--printer or EPSON_CONNECT_API_PRINTER_EMAIL) is not what Epson Connect calls the printer, its owner has switched remote printing off, or the printer was removed.',
    ],
    [settingError('print_setting.copies', 'must be a whole number'), '--copies must be a whole number.'],
    [settingError('print_setting.media_size', 'must be text'), '--media-size must be text.'],
    [settingError('print_setting.2_sided', 'must be text'), '--2-sided must be text.'],
    [settingError('job_name', 'must be text'), '--job-name must be text.'],
    [settingError('job_id', 'is not an ID: ".."'), '".." is not a job ID.'],
    [
      unsafeUrl('baseUrl', 'is http://example.com: only https: is safe', { code: 'invalid_configuration' }),
      '--base-url (or EPSON_CONNECT_API_BASE_URL) is http://example.com: only https: is safe. Use https, or name the host with --allow-insecure-host.',
    ],
    [
      failed('create', 'the host answered 200 but without an id', 'Check that baseUrl is the host.', {
        code: 'bad_response',
      }),
      'Creating the job failed: the host answered 200 but without an id. Check that --base-url (or EPSON_CONNECT_API_BASE_URL) is the host.',
    ],
    [
      failed('jobs.waitFor', 'the time set by deadlineMs is over', undefined, { code: 'deadline' }),
      'Asking for the job failed: there was no answer in time.',
    ],
    [
      failed('upload', 'the document has given no byte for 30000 ms (stallMs)', 'Nothing is printed.', {
        code: 'stalled',
      }),
      'The upload failed: no data was sent for too long. Nothing is printed.',
    ],
    [failed('destinations.register', 'a'), 'Registering the destination failed: a.'],
    [failed('future.thing' as Step, 'a'), 'The future.thing call failed: a.'],
    [
      failed('jobs.get', 'the host answered 404 job_not_found', 'A job is known.', { code: 'job_not_found' }),
      'Asking for the job failed: the host knows no such job (404 job_not_found). A job is known.',
    ],
  ])('say %s', (error, words) => {
    expect(messageOf(error)).toBe(words);
    expect(words).not.toMatch(OF_THE_SDK);
  });

  it('say what an unknown outcome comes from as they say that', () => {
    const cause = failed('execute', 'no answer (baseline)', 'Check baseUrl.', { code: 'status_404' });
    const error = new OutcomeUnknownError(
      `Job a was sent; whether it prints is unknown. ${cause.message} Look.`,
      {
        code: 'outcome_unknown',
        step: 'execute',
        job: { id: 'a' },
        cause,
      },
    );
    expect(messageOf(error)).toBe(
      'Job a was sent; whether it prints is unknown. Executing the job failed: no answer (baseline). Check --base-url (or EPSON_CONNECT_API_BASE_URL). Look.',
    );
  });

  it('have nothing of the SDK in any advice', () => {
    const codes =
      'invalid_request invalid_grant invalid_client validation_error invalid_resource forbidden rate_limit_exceeded printer_not_found job_not_found destination_not_found duplicate_alias maximum_number command_not_allowed printjob_too_many upload_key_not_valid file_too_large file_not_acceptable status_404';
    for (const code of codes.split(' ')) {
      for (const step of ['authenticate', 'create', 'jobs.cancel', 'destinations.update'] as const) {
        const advice = adviceOn(api, code, 404, step, undefined);
        expect(advice).toEqual(expect.any(String));
        expect(messageOf(failed(step, 'a', advice, { code }))).not.toMatch(OF_THE_SDK);
      }
    }
  });

  it('leave the hint of the mock as it is, for it is about the request', () => {
    const hint = 'In print_setting, job_name is wrong';
    expect(messageOf(failed('create', 'a', undefined, { hint }))).toBe(
      `Creating the job failed: a. Hint: ${hint}`,
    );
  });

  it('tell of a file what is wrong with it, and no call of the system', () => {
    const cause = Object.assign(new Error("ENOENT: no such file or directory, stat 'a.pdf'"), {
      code: 'ENOENT',
    });
    const [subject, problem] = ['The file a.pdf', `cannot be read: ${cause.message}`];
    const error = new DocumentError(`${subject} ${problem}.`, { subject, problem, code: 'b', cause });
    expect(messageOf(error)).toBe('The file a.pdf cannot be read: there is no such file.');
  });

  it('are in the JSON of an error, with its facts', () => {
    const call = { limits: {}, about: { step: 'jobs.get', job_id: 'j' } } as const;
    const details = { code: 'connection_failed', notSent: true };
    const error = callError(
      ConnectionError,
      call,
      'no answer (a)',
      'Check baseUrl and the network.',
      details,
    );
    expect(errorOf(error)).toEqual({
      error: {
        name: 'ConnectionError',
        code: 'connection_failed',
        step: 'jobs.get',
        job_id: 'j',
        notSent: true,
        message:
          'Asking for the job failed: no answer (a). Check --base-url (or EPSON_CONNECT_API_BASE_URL) and the network.',
      },
    });
    expect(errorOf(new TypeError('a baseUrl'))).toEqual({
      error: { name: 'TypeError', message: 'a baseUrl' },
    });
    expect(errorOf(undefined)).toEqual({});
  });
});
