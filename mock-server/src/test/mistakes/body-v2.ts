import { JOB_V2, MAIL_V2 } from '../report-scene-v2.js';
import type { MistakeV2 } from './mistake.js';

const strict = { strict: true };
const NOTIFICATION = '/printing/settings/notification';

/** Mistakes in the bodies of calls of version 2. */
export const BODY_MISTAKES_V2: readonly MistakeV2[] = [
  [
    'content-type-unsupported',
    ({ json, device }) => json('/printing/jobs', JOB_V2, { ...device, 'Content-Type': 'text/plain' }),
  ],
  ['json-malformed', ({ json }) => json('/printing/jobs', '{a')],
  ['json-not-an-object', ({ json }) => json('/printing/jobs', '[]')],
  ['member-not-described', ({ setting }) => setting({ colour: 'color' }), strict],
  [
    'body-not-described',
    async ({ send, execute, device }) => {
      await send();
      await execute(device, 'a=b');
    },
    strict,
  ],
  ['job-name-invalid', ({ json }) => json('/printing/jobs', { job_name: 'a', print_mode: 'document' })],
  ['print-mode-invalid', ({ json }) => json('/printing/jobs', { ...JOB_V2, printMode: 'Photo' })],
  [
    'print-setting-not-an-object',
    ({ json }) => json('/printing/jobs', { ...JOB_V2, printSettings: 'default' }),
  ],
  [
    'print-setting-invalid',
    ({ json }) =>
      json('/printing/jobs', {
        ...JOB_V2,
        printSettings: { media_size: 'ms_a4', media_type: 'mt_plainpaper', source: 'auto', '2_sided': true },
      }),
  ],
  ['print-setting-invalid', ({ setting }) => setting({ doubleSided: 'long_edge' })],
  ['setting-not-supported', ({ setting }) => setting({ paperSize: 'ps_postcard', borderless: true })],
  [
    'print-setting-invalid',
    ({ json, jobId }) =>
      json('/printing/jobs/copy', { fromJobId: jobId, printSettings: { paperSize: 'ms_a4' } }),
  ],
  ['copy-source-missing', ({ json }) => json('/printing/jobs/copy', { jobName: 'again' })],
  ['unknown-member', ({ setting }) => setting({ twoSided: 'long' })],
  ['capability-mode-unknown', ({ call, device }) => call('GET', '/api/2/printing/capability/poster', device)],
  [
    'notification-invalid',
    async ({ json, key, applicationToken }) => {
      const app = { ...key, Authorization: `Bearer ${await applicationToken()}` };
      await json(NOTIFICATION, { notification: 'true' }, app);
    },
  ],
  [
    'notification-without-uri',
    async ({ json, key, applicationToken }) => {
      const app = { ...key, Authorization: `Bearer ${await applicationToken()}` };
      await json(NOTIFICATION, { notification: true }, app);
    },
  ],
  [
    'callback-uri-invalid',
    async ({ json, key, applicationToken }) => {
      const app = { ...key, Authorization: `Bearer ${await applicationToken()}` };
      await json(NOTIFICATION, { notification: true, callbackUri: 'ftp://example.com' }, app);
    },
  ],
  [
    'destination-invalid',
    ({ json }) => json('/scanning/destinations', { ...MAIL_V2, aliasName: 'a'.repeat(21) }),
  ],
  [
    'destination-type-invalid',
    ({ json }) => json('/scanning/destinations', { ...MAIL_V2, destinationService: 'email' }),
  ],
  [
    'destination-unknown',
    ({ call, device }) => call('DELETE', `/api/2/scanning/destinations/${'0'.repeat(32)}`, device),
  ],
  [
    'alias-taken',
    async ({ json }) => {
      await json('/scanning/destinations', MAIL_V2);
      await json('/scanning/destinations', MAIL_V2);
    },
  ],
  [
    'destinations-full',
    async ({ json }) => {
      for (let count = 0; count <= 100; count += 1)
        await json('/scanning/destinations', { ...MAIL_V2, aliasName: `a${count}` });
    },
  ],
];
