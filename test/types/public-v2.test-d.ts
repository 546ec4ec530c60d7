// Checked by `tsc -p test`: the types of the door `/v2`, and what they must refuse.
import {
  JobFailedError,
  OutcomeUnknownError,
  isEpsonConnectError,
  type AuthorizationRequest,
  type EpsonConnectError,
  type EpsonConnectV2,
  type ExecutableJob,
  type JobInformation,
  type JobOutcome,
  type PrintJob,
  type PrintSettings,
  type Schedule,
  type ScheduleId,
  type ScheduleInformation,
} from 'epson-connect-sdk/v2';
import { printAll } from 'epson-connect-sdk/many';
import { expectTypeOf } from 'vitest';

// Version 2: the same promises under the names of its own.
declare const unknown: unknown;
declare const epsonV2: EpsonConnectV2;
expectTypeOf(epsonV2.print).returns.resolves.toEqualTypeOf<PrintJob>();
expectTypeOf<EpsonConnectV2['version']>().toEqualTypeOf<2>();
expectTypeOf(await epsonV2.authorizationUrl()).toEqualTypeOf<AuthorizationRequest>();
expectTypeOf<JobInformation['startedAt']>().toEqualTypeOf<Date | undefined>();
// The compiler finds every member of version 1 that is gone.
expectTypeOf<Extract<keyof JobInformation, `${string}_${string}`>>().toBeNever();
void epsonV2.print(new Blob(), { jobName: 'a', printMode: 'photo' });
// @ts-expect-error a name of version 1
void epsonV2.print(new Blob(), { job_name: 'a' });
// @ts-expect-error two of the six settings lack
void epsonV2.createJob({ jobName: 'a', printSettings: { paperSize: 'ps_a4', paperType: 'pt_plainpaper' } });
void epsonV2.jobs.copy('j1', { printSettings: { copies: 2 } });
void epsonV2.api.GET('/api/2/printing/jobs/{jobId}', { params: { path: { jobId: 'j1' } } });
// @ts-expect-error the authorization is not below the root of the API
void epsonV2.api.POST('/auth/token', {});
printAll(epsonV2, [{ id: 'a', document: new Blob(), jobName: 'b' }], { printMode: 'document' });
// @ts-expect-error an option of version 1
printAll(epsonV2, [], { print_mode: 'document' });

// Errors by the door of version 2: the same classes, which speak of jobs in its words.
expectTypeOf<EpsonConnectError['information']>().toEqualTypeOf<
  JobInformation | ScheduleInformation | undefined
>();
if (unknown instanceof JobFailedError) expectTypeOf(unknown.information).toEqualTypeOf<JobInformation>();
if (unknown instanceof OutcomeUnknownError) {
  expectTypeOf(unknown.job).toEqualTypeOf<ExecutableJob | ScheduleId>();
  if ('jobId' in unknown.job) void epsonV2.jobs.resume(unknown.job);
  // @ts-expect-error it may be a schedule
  void epsonV2.jobs.resume(unknown.job);
}
if (isEpsonConnectError(unknown)) expectTypeOf(unknown).toEqualTypeOf<EpsonConnectError>();
if (isEpsonConnectError(unknown, 'JobFailedError')) expectTypeOf(unknown.information.jobId).toBeString();
// @ts-expect-error there is no such class
isEpsonConnectError(unknown, 'PaperError');

// Version 2, as the rest of it is programmed against.
expectTypeOf<EpsonConnectV2['print']>().returns.resolves.toEqualTypeOf<PrintJob>();
expectTypeOf<EpsonConnectV2['upload']>().returns.resolves.toBeVoid();
expectTypeOf<EpsonConnectV2['execute']>().returns.resolves.toBeVoid();
expectTypeOf<EpsonConnectV2['jobs']['get']>().returns.resolves.toEqualTypeOf<JobInformation>();
expectTypeOf<EpsonConnectV2['jobs']['cancel']>().returns.resolves.toBeVoid();
expectTypeOf<EpsonConnectV2['jobs']['copy']>().returns.resolves.toEqualTypeOf<ExecutableJob>();
expectTypeOf<EpsonConnectV2['jobs']['resume']>().returns.resolves.toEqualTypeOf<JobOutcome>();
expectTypeOf<EpsonConnectV2['schedules']['list']>().returns.resolves.toEqualTypeOf<Schedule[]>();
expectTypeOf<EpsonConnectV2['notifications']['set']>().returns.resolves.toBeVoid();
expectTypeOf<'media_jam'>().toExtend<JobInformation['status']>();
expectTypeOf<'ps_a4'>().toExtend<PrintSettings['paperSize']>();
// @ts-expect-error the words of version 1
void epsonV2.print(new Blob([]), { print_setting: {} });
// @ts-expect-error doubleSided is a word, as the wire has it
void epsonV2.jobs.copy('a', { printSettings: { doubleSided: true } });
// @ts-expect-error a path is no document: use fileDocument
void epsonV2.print('invoice.pdf');
// @ts-expect-error the time of the print is required
void epsonV2.schedules.create(new Blob([]), {});
// @ts-expect-error the wire says callbackUri
void epsonV2.notifications.set({ notification: true, callback_uri: 'https://client.example' });
