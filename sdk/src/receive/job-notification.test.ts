import { describe, expect, it } from 'vitest';
import {
  jobStatusReasonValues,
  jobStatusValues,
  notifiedStatusReasonValues,
  notifiedStatusValues,
} from '../generated/epson-connect.js';
import {
  jobStatusValues as jobStatusValuesV2,
  notificationTypeValues,
} from '../generated/epson-connect-v2.js';
import { type JobNotification, NotificationError, parseJobNotification } from './index.js';

const JobStatus = { Status: 'Pending', StatusReason: 'JobQueued', UpdateDate: '2024/05/01 09:15:03' };
const Param = { JobId: '5d41402abc4b2a76b9719d911017c592', JobStatus };
const parsed = {
  api_version: 1,
  job_id: Param.JobId,
  status: 'pending',
  status_reason: 'job_queued',
  update_date: '2024/05/01 09:15:03',
  updatedAt: new Date('2024-05-01T09:15:03Z'),
};
const ParamV2 = {
  Type: 'ImmediatePrint',
  JobId: Param.JobId,
  JobStatus: 'media_empty',
  UpdateDate: '2027/05/03 14:31:09',
};
const parsedV2 = {
  api_version: 2,
  type: 'ImmediatePrint',
  jobId: Param.JobId,
  status: 'media_empty',
  updateDate: '2027/05/03 14:31:09',
  updatedAt: new Date('2027-05-03T14:31:09Z'),
};
const withStatus = (change: object) => ({ Param: { ...Param, JobStatus: { ...JobStatus, ...change } } });

describe('parseJobNotification', () => {
  it.each([
    ['objects', { Param }],
    ['arrays of one', { Param: [{ ...Param, JobStatus: [JobStatus] }] }],
    ['text', JSON.stringify({ Param })],
    ['words in snake_case', withStatus({ Status: 'pending', StatusReason: 'job_queued' })],
    ['more than it knows', { Param: { ...Param, PrinterId: 7 }, Version: 2 }],
  ])('reads %s', (_, body) => {
    expect(parseJobNotification(body)).toEqual(parsed);
  });

  it.each([
    ['objects', { Param: ParamV2 }],
    ['an array of one', { Param: [ParamV2] }],
    ['text', JSON.stringify({ Param: ParamV2 })],
    ['a word in PascalCase', { Param: { ...ParamV2, JobStatus: 'MediaEmpty' } }],
    ['more than it knows', { Param: { ...ParamV2, PrinterId: 7 }, Version: 3 }],
  ])('reads %s of version 2', (_, body) => {
    expect(parseJobNotification(body)).toEqual(parsedV2);
  });

  it('knows every status and every type of version 2, and passes on new ones', () => {
    const of = (change: object) => parseJobNotification({ Param: { ...ParamV2, ...change } });
    for (const status of [...jobStatusValuesV2, 'new_word'])
      expect(of({ JobStatus: status })).toEqual({ ...parsedV2, status });
    for (const type of [...notificationTypeValues, 'OtherPrint'])
      expect(of({ Type: type })).toEqual({ ...parsedV2, type });
  });

  it.each<[string, object]>([
    ['without a type', { Type: undefined }],
    ['with a type that is prose', { Type: '<b>' }],
    ['with a job ID that is a path', { JobId: '../1' }],
    ['with a status that is prose', { JobStatus: 'Paper out' }],
    ['with an empty status', { JobStatus: '' }],
    ['with the date of version 1 alone', { UpdateDate: undefined }],
  ])('refuses one of version 2 %s', (_, change) => {
    expect(() => parseJobNotification({ Param: { ...ParamV2, ...change } })).toThrow(NotificationError);
  });

  it('knows every status and every reason by both spellings', () => {
    const statuses = notifiedStatusValues.map(
      (Status) => parseJobNotification(withStatus({ Status })).status,
    );
    expect(statuses).toEqual(jobStatusValues);
    for (const words of [notifiedStatusReasonValues, jobStatusReasonValues]) {
      const reasons = words.map(
        (word) => (parseJobNotification(withStatus({ StatusReason: word })) as JobNotification).status_reason,
      );
      expect(reasons).toEqual(jobStatusReasonValues);
    }
  });

  it.each([
    ['', ''],
    [null, null],
    [undefined, null],
    ['SomethingNew2', 'something_new2'],
  ])('reads the reason %j as %j', (StatusReason, status_reason) => {
    expect(parseJobNotification(withStatus({ StatusReason }))).toMatchObject({ status_reason });
  });

  it('keeps a date that it cannot read as it is', () => {
    expect(parseJobNotification(withStatus({ UpdateDate: '99/99' }))).toMatchObject({
      update_date: '99/99',
      updatedAt: undefined,
    });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['no JSON', '<html>'],
    ['too much', `"${'x'.repeat(20_000)}"`],
    ['two at once', { Param: [Param, Param] }],
    ['no job', { Param: { JobStatus } }],
    ['a job ID that is a path', { Param: { ...Param, JobId: '../../1' } }],
    ['a status that is an object', withStatus({ Status: {} })],
    ['a status that is prose', withStatus({ Status: 'Pending <b>' })],
    ['a long status', withStatus({ Status: 'P'.repeat(65) })],
    ['a reason that is a number', withStatus({ StatusReason: 1 })],
    ['no date', withStatus({ UpdateDate: undefined })],
    ['a date that is prose', withStatus({ UpdateDate: 'yesterday' })],
    ['members that are inherited', Object.create({ Param })],
    ['members by way of __proto__', JSON.parse(`{"__proto__":${JSON.stringify({ Param })}}`)],
  ])('refuses %s and repeats nothing of it', (_, body) => {
    let error: unknown;
    try {
      parseJobNotification(body);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(NotificationError);
    expect(error).toMatchObject({ name: 'NotificationError', code: 'bad_notification' });
    expect((error as Error).message).toMatch(/^This is no job status notification: it is without a /);
  });
});
