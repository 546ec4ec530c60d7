import { MAIL, type Mistake } from './mistake.js';

const strict = { strict: true };

/** Mistakes in the bodies of calls. */
export const BODY_MISTAKES: readonly Mistake[] = [
  [
    'content-type-unsupported',
    ({ create, bearer }) =>
      create({ job_name: 'a', print_mode: 'document' }, { ...bearer, 'Content-Type': 'text/plain' }),
  ],
  ['json-malformed', ({ create }) => create('{a')],
  [
    'body-not-utf8',
    ({ create, bearer }) =>
      create(
        { job_name: 'Müller', print_mode: 'document' },
        { ...bearer, 'Content-Type': 'application/json; charset=ISO-8859-1' },
      ),
  ],
  ['json-not-an-object', ({ create }) => create('[]')],
  ['member-not-described', ({ setting }) => setting({ two_sided: 'none' }), strict],
  [
    'body-not-described',
    async ({ upload, execute, bearer }) => {
      await upload();
      await execute(bearer, 'a=b');
    },
    strict,
  ],
  ['job-name-invalid', ({ create }) => create({ print_mode: 'document' })],
  ['print-mode-invalid', ({ create }) => create({ job_name: 'a', print_mode: 'poster' })],
  [
    'print-setting-not-an-object',
    ({ create }) => create({ job_name: 'a', print_mode: 'photo', print_setting: 1 }),
  ],
  ['print-setting-invalid', ({ setting }) => setting({ copies: 0 })],
  [
    'duplex-conflict',
    ({ setting }) => setting({ '2_sided': 'long', reverse_order: true }),
    { assume: { 'duplex-conflict': 'reject' } },
  ],
  ['setting-not-supported', ({ setting }) => setting({ media_size: 'ms_postcard' })],
  ['operated-by-invalid', ({ api, path }) => api('POST', `${path}/cancel`, { operated_by: 'me' })],
  ['capability-mode-unknown', ({ api, printer }) => api('GET', `${printer}/capability/poster`)],
  [
    'notification-invalid',
    ({ api, printer }) =>
      api('POST', `${printer}/settings/notification`, { callback_uri: 'https://example.com/printed' }),
  ],
  [
    'callback-uri-invalid',
    ({ api, printer }) =>
      api('POST', `${printer}/settings/notification`, {
        notification: true,
        callback_uri: 'ftp://example.com',
      }),
  ],
  ['destination-invalid', ({ api, destinations }) => api('POST', destinations, { ...MAIL, alias_name: '' })],
  [
    'destination-type-invalid',
    ({ api, destinations }) => api('POST', destinations, { ...MAIL, type: 'email' }),
  ],
  [
    'destination-unknown',
    ({ api, destinations }) => api('PUT', destinations, { ...MAIL, id: '0'.repeat(32) }),
  ],
  ['destination-unknown', ({ api, destinations }) => api('DELETE', destinations, { id: '0'.repeat(32) })],
  [
    'alias-taken',
    async ({ api, destinations }) => {
      await api('POST', destinations, MAIL);
      await api('POST', destinations, MAIL);
    },
  ],
  [
    'destinations-full',
    async ({ api, destinations }) => {
      for (let count = 0; count <= 100; count += 1)
        await api('POST', destinations, { ...MAIL, alias_name: `a${count}` });
    },
    { callsPerMinute: Number.POSITIVE_INFINITY },
  ],
  ['two-sided-respelt', ({ setting }) => setting({ two_sided: 'long' })],
  ['unknown-member', ({ setting }) => setting({ colour: 'color' })],
  [
    'unknown-member',
    async ({ api, destinations }) => api('POST', destinations, { ...MAIL, id: '0'.repeat(32) }),
  ],
  ['duplex-conflict-overridden', ({ setting }) => setting({ '2_sided': 'long', collate: false })],
  [
    'notification-as-text',
    ({ api, printer }) =>
      api('POST', `${printer}/settings/notification`, {
        notification: 'true',
        callback_uri: 'https://example.com/printed',
      }),
  ],
];
