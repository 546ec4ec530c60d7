import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as errors from '../errors/index.js';
import type { Step } from '../errors/index.js';
import { fakeClock } from '../test/fake-clock.js';
import { api } from '../v1/api.js';
import { badFormat, refusal } from './classify-answer.js';
import type { Answer } from './transport.js';

function answer(
  step: Step | undefined,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): Answer {
  const call = { limits: {}, about: { ...(step && { step }), job_id: 'j1' } };
  return {
    api,
    call,
    clock: fakeClock(),
    status,
    ok: status >= 200 && status < 300,
    headers: new Headers(headers),
    text,
  };
}

const TOKEN = 'aB3'.repeat(22).slice(0, 64);
const coded = (code: string) => JSON.stringify({ code });
const oauth = (error: string) => JSON.stringify({ error });
const html = '<html><body>Bad Gateway</body></html>';

describe('refusal', () => {
  it.each<[Step, number, string, keyof typeof errors, string]>([
    ['authenticate', 400, oauth('invalid_grant'), 'AuthenticationError', 'invalid_grant'],
    ['authenticate', 400, oauth('invalid_request'), 'AuthenticationError', 'invalid_request'],
    ['authenticate', 400, oauth('unsupported_grant_type'), 'AuthenticationError', 'unsupported_grant_type'],
    ['authenticate', 401, oauth('invalid_client'), 'AuthenticationError', 'invalid_client'],
    ['authenticate', 500, oauth('server_error'), 'ServerError', 'server_error'],
    ['authenticate', 404, html, 'NotFoundError', 'status_404'],
    ['authenticate', 405, oauth('invalid_request'), 'RequestError', 'invalid_request'],
    ['create', 400, coded('parse_error'), 'RequestError', 'parse_error'],
    ['create', 400, coded('validation_error'), 'RequestError', 'validation_error'],
    ['create', 400, coded('invalid_resource'), 'RequestError', 'invalid_resource'],
    [
      'create',
      401,
      coded('client_authentication_error'),
      'AuthenticationError',
      'client_authentication_error',
    ],
    [
      'create',
      401,
      coded('access_token_verification_failed'),
      'AuthenticationError',
      'access_token_verification_failed',
    ],
    ['create', 403, coded('forbidden'), 'ForbiddenError', 'forbidden'],
    ['create', 403, coded('rate_limit_exceeded'), 'RateLimitError', 'rate_limit_exceeded'],
    ['create', 404, coded('not_found'), 'NotFoundError', 'not_found'],
    ['create', 404, coded('printer_not_found'), 'NotFoundError', 'printer_not_found'],
    ['create', 405, coded('method_not_allowed'), 'RequestError', 'method_not_allowed'],
    ['create', 415, coded('unsupported_media_type'), 'RequestError', 'unsupported_media_type'],
    ['create', 429, 'Too many requests', 'RateLimitError', 'status_429'],
    ['create', 500, '', 'ServerError', 'status_500'],
    ['create', 500, coded('internal_server_error'), 'ServerError', 'internal_server_error'],
    ['create', 502, html, 'ServerError', 'status_502'],
    ['create', 503, coded('service_unavailable'), 'ServerError', 'service_unavailable'],
    ['create', 302, '', 'ResponseFormatError', 'status_302'],
    ['create', 418, coded('a_new_word'), 'RequestError', 'a_new_word'],
    ['upload', 404, '', 'UploadError', 'upload_key_not_valid'],
    ['upload', 413, '', 'UploadError', 'file_too_large'],
    ['upload', 415, '', 'UploadError', 'file_not_acceptable'],
    ['upload', 400, html, 'UploadError', 'status_400'],
    ['upload', 409, '', 'UploadError', 'status_409'],
    ['upload', 500, '', 'ServerError', 'status_500'],
    ['execute', 403, coded('printjob_too_many'), 'ForbiddenError', 'printjob_too_many'],
    ['execute', 404, coded('job_not_found'), 'NotFoundError', 'job_not_found'],
    ['execute', 405, coded('command_not_allowed'), 'StateError', 'command_not_allowed'],
    ['execute', 409, '', 'StateError', 'status_409'],
  ])('makes of %s %i %s a %s', (step, status, text, name, code) => {
    const error = refusal(answer(step, status, text));
    expect(error.name).toBe(name);
    expect(error).toBeInstanceOf(errors[name]);
    expect(error).toMatchObject({ status, step, code, job_id: 'j1' });
    expect(error.message).toMatch(new RegExp(`^The ${step} call failed: the host answered ${status}`));
    expect(error.message).toMatch(/[.?]$/);
  });

  it('explains that invalid_grant is the address or the remote printing switch', () => {
    expect(refusal(answer('authenticate', 400, oauth('invalid_grant'))).message).toMatch(
      /printerEmail.*remote printing is off/,
    );
  });

  it('says what to do about each refusal of the upload', () => {
    expect(refusal(answer('upload', 404, '')).message).toContain('create a new job');
    expect(refusal(answer('upload', 413, '')).message).toMatch(/20 MB.*10 MB/);
    expect(refusal(answer('upload', 415, '')).message).toContain('matches its extension');
  });

  it('does not tell anybody to execute again after a 5xx, unless Epson says that the service is stopped', () => {
    expect(refusal(answer('execute', 502, html)).message).not.toContain('Try again');
    expect(refusal(answer('execute', 503, coded('service_unavailable'))).message).toContain('Try again');
    expect(refusal(answer('create', 502, html)).message).toContain('Try again');
  });

  it('tells how long the host wants to be left alone, and what it calls the request', () => {
    const headers = { 'retry-after': '7', 'x-request-id': '0d6f1b1e-5c5e-4bb1-9f0e-0b8a8d0d6f1b' };
    expect(refusal(answer('create', 429, '', headers))).toMatchObject({
      retryAfterMs: 7000,
      requestId: '0d6f1b1e-5c5e-4bb1-9f0e-0b8a8d0d6f1b',
    });
    const longer = { 'x-request-id': 'a1'.repeat(32) };
    expect(refusal(answer('create', 429, '', longer))).not.toHaveProperty('requestId');
  });

  it.each<[Step, number, string, string]>([
    ['authenticate', 429, '', 'Too many calls: wait. The host asks for 3600 s.'],
    ['create', 403, coded('rate_limit_exceeded'), 'in a minute: wait. The host asks for 3600 s.'],
    ['create', 503, coded('service_unavailable'), 'Try again later. The host asks for 3600 s.'],
  ])('says of %s %i %s how long the host asks to wait', (step, status, text, said) => {
    const { message } = refusal(answer(step, status, text, { 'retry-after': '3600' }));
    expect(message.endsWith(said)).toBe(true);
  });

  it.each<[Step, number, string, RegExp]>([
    ['create', 400, 'invalid_resource', /Check print_setting against capability\(\)\.$/],
    ['destinations.register', 400, 'invalid_resource', /invalid_resource\. Check type and destination\.$/],
    ['destinations.update', 400, 'invalid_resource', /invalid_resource\. Check type and destination\.$/],
    ['execute', 405, 'command_not_allowed', /A job is executed once, after its upload\.$/],
    ['jobs.cancel', 405, 'command_not_allowed', /allowed\. A job can be canceled until it prints\.$/],
  ])('advises on %s %i %s what concerns that operation', (step, status, code, advice) => {
    expect(refusal(answer(step, status, coded(code))).message).toMatch(advice);
  });

  it('shows the hint of the mock, decoded, in the message and as a field', () => {
    const hint = 'Use `2_sided` – not "two_sided".';
    const error = refusal(
      answer('create', 400, coded('invalid_resource'), {
        'x-epson-mock-hint': encodeURIComponent(hint),
      }),
    );
    expect(error.hint).toBe(hint);
    expect(error.message).toContain(`Hint: ${hint}`);
  });

  it('leaves paths and IDs in a hint, and takes credentials out', () => {
    const path = '/api/1/printing/printers/0123456789abcdef0123456789abcdef/jobs';
    const hint = `The host has no POST ${path}; you sent Bearer ${'aB3'.repeat(20)}.`;
    const said = refusal(answer('create', 404, '', { 'x-epson-mock-hint': encodeURIComponent(hint) }));
    expect(said.hint).toBe(`The host has no POST ${path}; you sent Bearer [redacted].`);
  });

  it.each([
    ['alone', TOKEN],
    ['in a sentence', `You sent ${TOKEN}, which is wrong.`],
    ['in a path', `/api/1/printing/${TOKEN}/jobs`],
    ['as a member', `{"access_token":"${TOKEN}"}`],
    ['as a parameter', `x?Key=${TOKEN}&a=b`],
    ['as base64', Buffer.from(`id:${TOKEN}`).toString('base64')],
    ['as base64 with slashes', `${'aB3/'.repeat(20)}==`],
    ['as hexadecimal digits', Buffer.from(TOKEN).toString('hex')],
    ['percent-encoded', TOKEN.replace(/./g, (one) => `%25${one.charCodeAt(0).toString(16)}`)],
    ['in parts, with dots', `${TOKEN}.${TOKEN}.${TOKEN}`],
    ['cut', TOKEN.slice(0, 24)],
    ['of 40 characters, as an API key', TOKEN.slice(0, 40)],
    ['of lower-case letters', 'abcdefgh'.repeat(8)],
  ])('takes a token out of the hint of any host: %s', (_, hint) => {
    const headers = { 'x-epson-mock-hint': hint.includes('%') ? hint : encodeURIComponent(hint) };
    const error = refusal(answer('create', 400, '', headers));
    expect(error.hint).toContain('[redacted]');
    expect(`${inspect(error)} ${JSON.stringify(error)}`).not.toMatch(/aB3|614233|YUIz|abcdefgh/);
  });

  it.each([
    'password-left-out: The form holds no password. It has to be there and empty: password=',
    'Known to this mock: mock.printer@print.epsonconnect.com.',
    'Sent to http://localhost:5173, see --cors http://localhost:5173 and access_token_verification_failed.',
    'print_setting.media_type is "mt_photopaper_glossy_extra".',
  ])('leaves a hint of the mock as it is: %s', (hint) => {
    const headers = { 'x-epson-mock-hint': encodeURIComponent(hint) };
    expect(refusal(answer('create', 400, '', headers)).hint).toBe(hint);
  });

  it('shows a hint that is not well encoded as it is', () => {
    expect(refusal(answer('create', 400, '', { 'x-epson-mock-hint': '100% wrong' })).hint).toBe('100% wrong');
  });

  it.each([
    ['prose', JSON.stringify({ code: 'No way, <b>Bearer</b>!' })],
    ['an object', JSON.stringify({ code: { a: 1 } })],
    ['nothing', 'null'],
    ['a number', '7'],
    ['a name that every object has', JSON.stringify({ code: 'constructor' })],
  ])('is not led astray by %s in the place of a code', (_, text) => {
    const error = refusal(answer('create', 400, text));
    expect(error).toBeInstanceOf(errors.RequestError);
    expect(error.message).toMatch(/^The create call failed: the host answered 400( constructor)?\.$/);
  });
});

describe('badFormat', () => {
  it('names the status, the problem and the question', () => {
    const error = badFormat(answer('create', 200, html), 'with something other than JSON');
    expect(error).toBeInstanceOf(errors.ResponseFormatError);
    expect(error).toMatchObject({
      status: 200,
      step: 'create',
      code: 'bad_response',
    });
    expect(error.message).toBe(
      'The create call failed: the host answered 200 but with something other than JSON. Check that baseUrl is the host.',
    );
  });
});
