import { describe, expect, it } from 'vitest';
import { adviceOn } from '../http/advice.js';
import { ConnectionError, DocumentError, RequestError, type ErrorDetails } from '../index.js';
import { errorOf, messageOf } from './words.js';

const of = (message: string, details: Partial<ErrorDetails> = {}) =>
  new RequestError(message, { code: 'a', ...details });

/** What only a program has: names of options and calls of methods. */
const OF_THE_SDK = /\b[a-z]+[A-Z]\w*|\w\(\)|_setting\b|\bjob_name\b|\bupload_uri\b|\balias_name\b/;

describe('the words of the command', () => {
  it.each([
    [
      'Check clientId and clientSecret.',
      'Check EPSON_CONNECT_API_CLIENT_ID and EPSON_CONNECT_API_CLIENT_SECRET.',
    ],
    [
      'The authenticate call failed: the host answered 400 invalid_grant. printerEmail is not what it is called',
      'Authentication failed: the host answered 400 invalid_grant. The printer address (--printer or EPSON_CONNECT_API_PRINTER_EMAIL) is not what it is called',
    ],
    ['Check printerEmail.', 'Check the printer address (--printer or EPSON_CONNECT_API_PRINTER_EMAIL).'],
    ['print_setting.copies has to be a whole number.', '--copies has to be a whole number.'],
    ['print_setting.media_size has to be text', '--media-size has to be text'],
    ['print_setting.2_sided has to be text', '--2-sided has to be text'],
    ['job_name has to be text of 1 to 256 characters', '--job-name has to be text of 1 to 256 characters'],
    ['job_id is not an ID: "..".', 'There is no job ID "..".'],
    [
      'baseUrl is http://example.com: only https: is safe, or a host named in allowInsecureHosts.',
      '--base-url (or EPSON_CONNECT_API_BASE_URL) is http://example.com: only https: is safe, or a host named in --allow-insecure-host.',
    ],
    ['Is baseUrl the host?', 'Is --base-url (or EPSON_CONNECT_API_BASE_URL) the host?'],
    [
      'Check print_setting against capability(), or b',
      'Check the settings against: epson-connect capability, or b',
    ],
    [
      'The jobs.waitFor call failed: the time set by deadlineMs is over.',
      'Asking for the job failed: there was no answer in time.',
    ],
    [
      'The upload call failed: the document has given no byte for 30000 ms (stallMs).',
      'The upload failed: the document has given no byte for 30 s.',
    ],
    ['The create call failed: a', 'Creating the job failed: a'],
    ['The destinations.register call failed: a', 'Registering the destination failed: a'],
    ['The future.thing call failed: a', 'The future.thing call failed: a'],
    ['See destinations.list().', 'See: epson-connect destinations.'],
    [
      'Job a was sent; whether it prints is unknown. The execute call failed: no answer (baseline). Look.',
      'Job a was sent; whether it prints is unknown. Executing the job failed: no answer (baseline). Look.',
    ],
  ])('say %j as %j', (said, words) => {
    expect(messageOf(of(said))).toBe(words);
  });

  it('have nothing of the SDK in any advice', () => {
    const codes =
      'invalid_request invalid_grant invalid_client validation_error invalid_resource forbidden rate_limit_exceeded printer_not_found job_not_found destination_not_found duplicate_alias maximum_number command_not_allowed printjob_too_many upload_key_not_valid file_too_large file_not_acceptable other';
    for (const code of codes.split(' ')) {
      const advice = adviceOn(code, 404, 'create', undefined);
      expect(advice).toEqual(expect.any(String));
      expect(messageOf(of(advice ?? ''))).not.toMatch(OF_THE_SDK);
    }
  });

  it('leave the hint of the mock as it is, for it is about the request', () => {
    const hint = 'In print_setting, job_name is wrong';
    expect(messageOf(of(`The create call failed: a. Hint: ${hint}`, { hint }))).toBe(
      `Creating the job failed: a. Hint: ${hint}`,
    );
  });

  it('tell of a file what is wrong with it, and no call of the system', () => {
    const cause = Object.assign(new Error("ENOENT: no such file or directory, stat 'a.pdf'"), {
      code: 'ENOENT',
    });
    const error = new DocumentError(`The file a.pdf cannot be read: ${cause.message}.`, { code: 'b', cause });
    expect(messageOf(error)).toBe('The file a.pdf cannot be read: there is no such file.');
  });

  it('are in the JSON of an error, with its facts', () => {
    const error = new ConnectionError(
      'The jobs.get call failed: no answer (a). Check baseUrl and the network.',
      {
        code: 'connection_failed',
        step: 'jobs.get',
        job_id: 'j',
      },
    );
    expect(errorOf(error)).toEqual({
      error: {
        name: 'ConnectionError',
        code: 'connection_failed',
        step: 'jobs.get',
        job_id: 'j',
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
