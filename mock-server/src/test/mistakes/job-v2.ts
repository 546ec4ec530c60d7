import { daysAhead, JOB_V2 } from '../report-scene-v2.js';
import { PDF } from '../report-scene.js';
import type { MistakeV2 } from './mistake.js';

const DAY_MS = 24 * 60 * 60_000;

/** Mistakes in the steps of jobs and schedules of version 2. */
export const JOB_MISTAKES_V2: readonly MistakeV2[] = [
  ['job-unknown', ({ call, device }) => call('POST', `/api/2/printing/jobs/${'0'.repeat(32)}/print`, device)],
  ['execute-before-upload', ({ execute }) => execute()],
  [
    'execute-while-storing',
    async ({ send, execute }) => {
      await send();
      await execute();
    },
    { assume: { 'slow-storage': 60_000 } },
  ],
  [
    'execute-twice',
    async ({ send, execute }) => {
      await send();
      await execute();
      await execute();
    },
  ],
  [
    'execute-after-end',
    async ({ send, execute, call, device, jobId }) => {
      await send();
      await call('POST', `/api/2/printing/jobs/${jobId}/cancel`, device);
      await execute();
    },
  ],
  [
    'cancel-too-late',
    async ({ send, execute, call, device, jobId }) => {
      await send();
      await execute();
      await call('POST', `/api/2/printing/jobs/${jobId}/cancel`, device);
    },
  ],
  [
    'print-data-invalid',
    async ({ send, execute }) => {
      await send('&File=invoice.pdf');
      await execute();
    },
  ],
  [
    'job-expired',
    async ({ own, exchange, key, call, jobId }) => {
      own.host.control.clock.advance(4 * DAY_MS);
      const { access_token } = JSON.parse(await exchange()) as Record<string, string>;
      const device = { ...key, Authorization: `Bearer ${access_token}` };
      await call('GET', `/api/2/printing/jobs/${jobId}`, device);
    },
    { assume: { 'v2-expired-job': 'job_not_found' } },
  ],

  ['upload-method', ({ call, uploadUri }) => call('PUT', `${uploadUri}&File=1.pdf`, {}, 'x')],
  ['key-missing', ({ call, uploadUri }) => call('POST', uploadUri.replace(/\?.*/, '?File=1.pdf'), {}, 'x')],
  ['key-repeated', ({ send }) => send('&Key=x&File=1.pdf')],
  ['key-unknown', ({ send }) => send('?File=1.pdf')],
  [
    'key-spent',
    async ({ send, execute }) => {
      await send();
      await execute();
      await send();
    },
  ],
  ['file-missing', ({ send }) => send('')],
  ['file-repeated', ({ send }) => send('&File=1.pdf&File=1.pdf')],
  ['file-name-not-printed', ({ send }) => send('&File=invoice.png')],
  [
    'upload-multipart',
    ({ send }) => send('&File=1.pdf', '--x--', { 'Content-Type': 'multipart/form-data; boundary=x' }),
  ],
  [
    'upload-type-refused',
    ({ send }) => send('&File=1.pdf', 'x', { 'Content-Type': 'application/x-pdf' }),
    { assume: { 'upload-content-type': 'documented' } },
  ],
  ['upload-type-missing', ({ send }) => send('&File=1.pdf', PDF, { 'Content-Type': '' })],
  [
    'upload-of-an-object',
    ({ send }) => send('&File=1.pdf', '[object Object]', { 'Content-Type': 'text/plain' }),
  ],
  ['upload-empty', ({ send }) => send('&File=1.pdf', ''), { assume: { 'empty-upload': 'refuse' } }],
  [
    'upload-second',
    async ({ send }) => {
      await send();
      await send();
    },
  ],
  [
    'upload-second-name',
    async ({ send }) => {
      await send();
      await send('&File=2.pdf');
    },
  ],
  ['upload-too-large', ({ send }) => send(), { limitBytes: { v2: 10 } }],

  [
    'schedule-unknown',
    ({ call, device }) => call('GET', `/api/2/scheduling/schedules/${'0'.repeat(32)}`, device),
  ],
  [
    'schedule-time-invalid',
    ({ json }) => json('/scheduling/schedules', { ...JOB_V2, printDateTime: '2026-01-31T10:07:00Z' }),
  ],
  [
    'schedule-time-invalid',
    ({ json }) =>
      json('/scheduling/schedules', { ...JOB_V2, printDateTime: daysAhead(2).replace(/\d\d$/, '07') }),
  ],
  [
    'schedule-time-out-of-range',
    async ({ newSchedule, upload, reserve }) => {
      const { scheduleJobId, uploadUri } = await newSchedule(undefined, daysAhead(20));
      await upload(uploadUri);
      await reserve(scheduleJobId);
    },
  ],
  ['execute-before-upload', async ({ newSchedule, reserve }) => reserve((await newSchedule()).scheduleJobId)],
  [
    'print-data-invalid',
    async ({ newSchedule, upload, reserve }) => {
      const { scheduleJobId, uploadUri } = await newSchedule();
      await upload(uploadUri, '&File=invoice.pdf');
      await reserve(scheduleJobId);
    },
  ],
  [
    'schedule-reserved-twice',
    async ({ newSchedule, upload, reserve }) => {
      const { scheduleJobId, uploadUri } = await newSchedule();
      await upload(uploadUri);
      await reserve(scheduleJobId);
      await reserve(scheduleJobId);
    },
  ],
  [
    'upload-too-many',
    async ({ newSchedule, upload }) => {
      const { uploadUri } = await newSchedule();
      await upload(uploadUri);
      await upload(uploadUri, '&File=2.pdf');
    },
  ],
  [
    'schedule-delete-too-late',
    async ({ own, newSchedule, upload, reserve, exchange, key, call }) => {
      const { scheduleJobId, uploadUri } = await newSchedule();
      await upload(uploadUri);
      await reserve(scheduleJobId);
      own.host.control.clock.advance(2 * DAY_MS);
      const { access_token } = JSON.parse(await exchange()) as Record<string, string>;
      const device = { ...key, Authorization: `Bearer ${access_token}` };
      await call('DELETE', `/api/2/scheduling/schedules/${scheduleJobId}`, device);
    },
  ],
];
