import { expect, it } from 'vitest';
import { check, InvalidValue } from '../text/check.js';
import { SHAPES } from './state.js';

const JOB = {
  printer: 'mock.printer@print.epsonconnect.com',
  request: { job_name: 'job', print_mode: 'document' },
  uploadKey: 'ab'.repeat(40),
  createdAtMs: 1,
  status: 'pending_held',
  statusReason: 'job_incoming',
  updatedAtMs: 1,
  totalPages: 0,
};
const DOCUMENT = { sizeBytes: 1, sha256: 'a', name: '1.pdf', uploadedAtMs: 1 };

it('reads a job as it was written', () => {
  const document = { ...DOCUMENT, path: `printed/20261122T120000Z ${'a'.repeat(32)}/1.pdf` };
  expect(check(SHAPES.job, { ...JOB, document }, 'job')).toEqual({ ...JOB, document });
});

it.each(['../../etc/passwd', '/etc/passwd', 'incoming/../../x', 'printed/.hidden/1.pdf'])(
  'refuses a document that lies outside of the folder: %s',
  (path) => {
    expect(() => check(SHAPES.job, { ...JOB, document: { ...DOCUMENT, path } }, 'job')).toThrow(
      /job\.document\.path/,
    );
  },
);

it.each([
  ['status', 'printing'],
  ['createdAtMs', 'yesterday'],
  ['uploadKey', 'short'],
  ['request', null],
  ['totalPages', undefined],
])('refuses a job whose %s is %s', (name, value) => {
  expect(() => check(SHAPES.job, { ...JOB, [name]: value }, 'job')).toThrow(InvalidValue);
});
