import { PDF } from '../report-scene.js';
import type { Mistake } from './mistake.js';

/** Mistakes in the steps of a job. */
export const JOB_MISTAKES: readonly Mistake[] = [
  ['job-unknown', ({ own, jobs, bearer }) => own.post(`${jobs}/${'0'.repeat(32)}/print`, '', bearer)],
  ['job-not-executed', ({ api, path }) => api('GET', path)],
  ['execute-before-upload', ({ execute }) => execute()],
  [
    'execute-while-storing',
    async ({ upload, execute }) => {
      await upload();
      await execute();
    },
    { assume: { 'slow-storage': 60_000 } },
  ],
  [
    'execute-twice',
    async ({ upload, execute }) => {
      await upload();
      await execute();
      await execute();
    },
  ],
  [
    'execute-after-end',
    async ({ upload, execute, api, path }) => {
      await upload();
      await api('POST', `${path}/cancel`, { operated_by: 'user' });
      await execute();
    },
  ],
  [
    'cancel-too-late',
    async ({ upload, execute, api, path }) => {
      await upload();
      await execute();
      await api('POST', `${path}/cancel`, { operated_by: 'user' });
    },
  ],
  ['upload-method', ({ own, upload_uri }) => own.call('PUT', `${upload_uri}&File=1.pdf`, 'x')],
  ['key-missing', ({ own, upload_uri }) => own.post(`${upload_uri.replace(/\?.*/, '')}?File=1.pdf`, 'x')],
  ['key-repeated', ({ upload }) => upload('&Key=x&File=1.pdf')],
  ['key-unknown', ({ upload }) => upload('?File=1.pdf')],
  [
    'key-spent',
    async ({ upload, execute }) => {
      await upload();
      await execute();
      await upload();
    },
  ],
  ['file-missing', ({ upload }) => upload('')],
  ['file-repeated', ({ upload }) => upload('&File=1.pdf&File=1.pdf')],
  ['file-name-wrong', ({ upload }) => upload('&File=1pdf')],
  ['type-not-printable', ({ upload }) => upload('&File=1.exe')],
  [
    'upload-multipart',
    ({ upload }) => upload('&File=1.pdf', '--x--', { 'Content-Type': 'multipart/form-data; boundary=x' }),
  ],
  [
    'upload-type-refused',
    ({ upload }) => upload('&File=1.pdf', 'x', { 'Content-Type': 'application/pdf' }),
    { assume: { 'upload-content-type': 'documented' } },
  ],
  ['upload-empty', ({ upload }) => upload('&File=1.pdf', ''), { assume: { 'empty-upload': 'refuse' } }],
  [
    'upload-second',
    async ({ upload }) => {
      await upload();
      await upload();
    },
    { assume: { 'second-upload': 'refuse' } },
  ],
  ['upload-too-large', ({ upload }) => upload(), { limitBytes: { document: 10 } }],
  [
    'second-upload-replaces',
    async ({ upload }) => {
      await upload();
      await upload();
    },
  ],
  ['empty-document', ({ upload }) => upload('&File=1.pdf', '')],
  [
    'upload-in-parts',
    ({ upload }) =>
      upload('&File=1.pdf', PDF.slice(100), {
        'Content-Type': 'application/octet-stream',
        'Content-Range': 'bytes 100-199/200',
      }),
  ],
  ['upload-not-the-file', ({ upload }) => upload('&File=1.pdf', '<!doctype html>')],
  [
    'multipart-unpacked',
    ({ upload }) =>
      upload(
        '&File=1.pdf',
        '--x\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n%PDF-\r\n--x--\r\n',
        { 'Content-Type': 'multipart/form-data; boundary=x' },
      ),
    { assume: { multipart: 'accept' } },
  ],
  [
    'document-will-fail',
    async ({ upload, execute }) => {
      await upload('&File=1.jpg');
      await execute();
    },
  ],
];
