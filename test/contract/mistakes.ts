import request from 'supertest';
import { FULL_SETTING, MINIMAL_JOB, PDF, type Authenticated, type Client } from '../support/mock/client.js';
import { form, username } from '../support/http/forms.js';
import { MULTIPART, MULTIPART_TYPE } from '../support/http/multipart.js';
import { withSetting } from './create-job.refusals.js';

/** The client and the job of a mistake. */
export interface Scene {
  readonly client: Client;
  readonly caller: Authenticated;
  readonly job: { readonly id: string; readonly upload_uri: string };
}

const right = form({ grant_type: 'password', username, password: '' });

/** Mistakes of programs: the name, the rule that recognises it, the call, and the words that its hint must have. */
export const MISTAKES: [string, string, (scene: Scene) => PromiseLike<unknown>, RegExp][] = [
  [
    'no Authorization',
    'basic-missing',
    ({ client }) => client.token(right, { Authorization: null }),
    /Authorization: Basic/,
  ],
  [
    'Bearer for Basic',
    'basic-missing',
    ({ client }) => client.token(right, { Authorization: 'Bearer x' }),
    /Authorization is Bearer/,
  ],
  ['no subject', 'subject-wrong', ({ client }) => client.token(right, {}, ''), /\?subject=printer/],
  [
    'a wrong subject',
    'subject-wrong',
    ({ client }) => client.token(right, {}, '?subject=user'),
    /"user".*\?subject=printer/,
  ],
  [
    'JSON on the token path',
    'token-body-not-a-form',
    ({ client }) => client.token('{}', { 'Content-Type': 'application/json' }),
    /application\/x-www-form-urlencoded/,
  ],
  [
    'no grant_type',
    'grant-type-missing',
    ({ client }) => client.token(form({ username })),
    /grant_type=password/,
  ],
  [
    'an unknown grant_type',
    'grant-type-unknown',
    ({ client }) => client.token(form({ grant_type: 'magic' })),
    /"magic".*password.*refresh_token/,
  ],
  [
    'no job_name',
    'job-name-invalid',
    ({ client, caller }) => client.createJob(caller, { print_mode: 'document' }),
    /job_name is missing.*1 to 256/,
  ],
  [
    'an unknown print_mode',
    'print-mode-invalid',
    ({ client, caller }) => client.createJob(caller, { ...MINIMAL_JOB, print_mode: 'poster' }),
    /"poster".*document, photo/,
  ],
  [
    'no copies',
    'print-setting-invalid',
    ({ client, caller }) => client.createJob(caller, withSetting({ ...FULL_SETTING, copies: 0 })),
    /copies is 0.*1 to 99/,
  ],
  [
    'a job that is no JSON',
    'json-malformed',
    ({ client, caller }) => client.createJob(caller, '{job_name: 1}'),
    /not JSON/,
  ],
  [
    'a job as a form',
    'content-type-unsupported',
    ({ client, caller }) =>
      client.createJob(caller, 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }),
    /Content-Type: application\/json/,
  ],
  [
    'create without a bearer',
    'bearer-missing',
    ({ client, caller }) => client.createJob(caller, MINIMAL_JOB, { Authorization: null }),
    /Authorization: Bearer/,
  ],
  [
    'execute without a bearer',
    'bearer-missing',
    ({ client, caller, job }) => client.execute(caller, job.id, { Authorization: null }),
    /Authorization: Bearer/,
  ],
  [
    'an upload without File',
    'file-missing',
    ({ client, job }) => client.upload(job.upload_uri, ''),
    /&File=1\.<extension/,
  ],
  [
    'a multipart upload',
    'upload-multipart',
    ({ client, job }) => client.upload(job.upload_uri, '&File=1.pdf', MULTIPART, MULTIPART_TYPE),
    /--data-binary/,
  ],
  [
    'an empty upload',
    'empty-document',
    ({ client, job }) => client.upload(job.upload_uri, '&File=1.pdf', ''),
    /empty/,
  ],
  [
    'GET for POST',
    'token-method',
    ({ client }) => request(client.host.app).get('/api/1/printing/oauth2/auth/token'),
    /GET is not possible.*POST/,
  ],
  [
    'file= for File=',
    'file-missing',
    ({ client, job }) => client.upload(job.upload_uri, '&file=1.pdf'),
    /file instead of File/,
  ],
  [
    'a token that was never issued',
    'bearer-unknown',
    ({ client, caller }) => client.createJob({ ...caller, token: 'x'.repeat(64) }),
    /authenticate again/,
  ],
  [
    'an unknown upload key',
    'key-unknown',
    ({ client, job }) => client.upload(`${job.upload_uri}0`),
    /exactly as given/,
  ],
  [
    'print before upload',
    'execute-before-upload',
    ({ client, caller, job }) => client.execute(caller, job.id),
    /Upload it to upload_uri/,
  ],
  [
    'print of an unknown job',
    'job-unknown',
    ({ client, caller }) => client.execute(caller, '0'.repeat(32)),
    /id of the answer to print setting/,
  ],
  [
    'a job on a foreign printer',
    'device-foreign',
    ({ client, caller }) => client.createJob({ ...caller, deviceId: 'f'.repeat(32) }),
    /subject_id/,
  ],
  [
    'content that is not what its name says',
    'document-will-fail',
    async ({ client, caller }) => client.executedJob(caller, MINIMAL_JOB, PDF, '1.jpg'),
    /the name says jpg, the content is pdf/,
  ],

  [
    'two_sided',
    'two-sided-respelt',
    ({ client, caller }) => client.createJob(caller, withSetting({ ...FULL_SETTING, two_sided: 'long' })),
    /2_sided/,
  ],
  [
    'File without the dot',
    'file-name-wrong',
    ({ client, job }) => client.upload(job.upload_uri, '&File=1pdf'),
    /lacks the dot/,
  ],
  [
    "the file's own name",
    'file-name-wrong',
    ({ client, job }) => client.upload(job.upload_uri, '&File=invoice.pdf'),
    /1\.<extension/,
  ],
  ['/File=', 'key-unknown', ({ client, job }) => client.upload(job.upload_uri, '/File=1.pdf'), /\/File=/],
  ['?File=', 'key-unknown', ({ client, job }) => client.upload(job.upload_uri, '?File=1.pdf'), /\?File=/],
  [
    'Key twice',
    'key-repeated',
    ({ client, job }) => client.upload(job.upload_uri, '&Key=x&File=1.pdf'),
    /holds it already/,
  ],
  [
    'the print of base64',
    'document-will-fail',
    ({ client, caller }) => client.executedJob(caller, MINIMAL_JOB, PDF.toString('base64')),
    /content is base64 of a PDF/,
  ],
  [
    "the e-mail's local part as device ID",
    'device-foreign',
    ({ client, caller }) => client.createJob({ ...caller, deviceId: 'mock.printer' }),
    /e-mail address is not its device ID/,
  ],
  [
    'a private address as username',
    'printer-unknown',
    ({ client }) => client.token(form({ grant_type: 'password', username: 'me@example.com', password: '' })),
    /@print\.epsonconnect\.com/,
  ],
  [
    'job information before execute',
    'job-not-executed',
    ({ client, caller, job }) => client.call(caller, 'get', `/jobs/${job.id}`),
    /after execute/,
  ],
  [
    'execute without /print',
    'method-wrong',
    ({ client, caller, job }) => client.call(caller, 'post', `/jobs/${job.id}`),
    /\/print/,
  ],
  [
    'printer for printers',
    'path-unknown',
    ({ client }) => request(client.host.app).post('/api/1/printing/printer/x/jobs'),
    /plural/,
  ],
  [
    'notifications for notification',
    'path-unknown',
    ({ client, caller }) => client.call(caller, 'post', '/settings/notifications', {}),
    /singular/,
  ],
  [
    'a new authentication for every print',
    'authentication-repeated',
    async ({ client }) => {
      for (let count = 0; count < 6; count += 1) await client.authenticate();
    },
    /keep the token/,
  ],
  [
    'an expired token used again',
    'bearer-expired',
    ({ client, caller }) => {
      client.host.control.expireTokens();
      return client.createJob(caller);
    },
    /refresh token, or authenticate again/,
  ],
];
