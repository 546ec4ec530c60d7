// Checked by `tsc -p test`: the types that people program against, and what they must refuse.
import type { Fault, JobView, MockHost, RunningMockHost } from 'epson-connect-mock';
import { createMockHost, startMockHost } from 'epson-connect-mock';
import type {
  Capability,
  components,
  Destination,
  EpsonConnect,
  EpsonConnectError,
  EpsonConnectOptions,
  Exchange,
  Fetch,
  JobFailedError,
  JobInformation,
  LogEntry,
  Logger,
  OperationId,
  PrintDocument,
  PrintJob,
  PrintSetting,
  Progress,
  TokenStore,
} from 'epson-connect-sdk';
import { isEpsonConnectError } from 'epson-connect-sdk';
import {
  printAll,
  type Ledger,
  type LedgerJob,
  type ManyDocument,
  type Opened,
} from 'epson-connect-sdk/many';
import { fileDocument, fileLedger, fileTokenStore, type FileLedger } from 'epson-connect-sdk/node';
import {
  parseJobNotification,
  type JobNotification,
  type JobNotificationV2,
} from 'epson-connect-sdk/receive';
import {
  completeSettings,
  fitSettings,
  type CapabilityV2,
  type PartialPrintSetting,
  type PartialPrintSettings,
  type PrintSettings,
  type SettingsFit,
} from 'epson-connect-sdk/settings';
import type { EpsonConnectV2, Schedule } from 'epson-connect-sdk/v2';
import { expectTypeOf } from 'vitest';

declare const epson: EpsonConnect;
declare const unknown: unknown;
declare const capability: Capability;
declare const capabilityV2: CapabilityV2;
declare const partial: PartialPrintSetting;
declare const partialV2: PartialPrintSettings;

expectTypeOf<EpsonConnect['print']>().returns.resolves.toEqualTypeOf<PrintJob>();
expectTypeOf<EpsonConnect['upload']>().returns.resolves.toBeVoid();
expectTypeOf<EpsonConnect['execute']>().returns.resolves.toBeVoid();
expectTypeOf<EpsonConnect['authenticate']>().returns.resolves.toEqualTypeOf<{ readonly device_id: string }>();
expectTypeOf(fileDocument).parameter(0).toEqualTypeOf<string | URL>();
expectTypeOf<Awaited<ReturnType<typeof fileDocument>>>().toExtend<PrintDocument>();

// Wire names are the API's own, and the values of the description are offered.
expectTypeOf<components['schemas']['PrintSetting']>().toExtend<PrintSetting>();
expectTypeOf<'ms_a4'>().toExtend<PrintSetting['media_size']>();
expectTypeOf<PrintSetting>().toHaveProperty('2_sided');
// @ts-expect-error the wire says 2_sided
void epson.print(new Blob([]), { print_setting: { two_sided: 'long' } });
void epson.print(new Blob([]), { allowUnknownSettings: true });
// @ts-expect-error copies is a member of print_setting
void epson.print(new Blob([]), { copies: 3 });
// @ts-expect-error a path is no document: use fileDocument
void epson.print('invoice.pdf');
// @ts-expect-error copies is a number
void epson.createJob({ job_name: 'a', print_mode: 'document', print_setting: { copies: '2' } });

// Operations beside printing: they return nothing if the host answers nothing.
expectTypeOf<EpsonConnect['jobs']['get']>().returns.resolves.toEqualTypeOf<JobInformation>();
expectTypeOf<EpsonConnect['jobs']['waitFor']>().returns.resolves.toEqualTypeOf<JobInformation>();
expectTypeOf<EpsonConnect['jobs']['cancel']>().returns.resolves.toBeVoid();
expectTypeOf<PrintJob>().toExtend<Parameters<EpsonConnect['jobs']['get']>[0]>();
expectTypeOf<EpsonConnect['destinations']['list']>().returns.resolves.toEqualTypeOf<Destination[]>();
expectTypeOf<EpsonConnect['destinations']['register']>().returns.resolves.toBeVoid();
expectTypeOf<EpsonConnect['notifications']['set']>().returns.resolves.toBeVoid();
expectTypeOf<EpsonConnect['capability']>().returns.resolves.toEqualTypeOf<Capability>();
expectTypeOf<EpsonConnect['cancelAuthentication']>().returns.resolves.toBeVoid();
expectTypeOf<JobInformation['startedAt']>().toEqualTypeOf<Date | undefined>();
expectTypeOf<'processing_stopped'>().toExtend<JobInformation['status']>();
expectTypeOf<JobFailedError['information']>().toEqualTypeOf<JobInformation>();
// The capability decides the version, and the settings have the words of the same one.
expectTypeOf(completeSettings(partial, capability)).toEqualTypeOf<PrintSetting>();
expectTypeOf(completeSettings(partialV2, capabilityV2)).toEqualTypeOf<PrintSettings>();
expectTypeOf(fitSettings(undefined, capability)).toEqualTypeOf<SettingsFit>();
expectTypeOf(fitSettings(undefined, capabilityV2)).toEqualTypeOf<SettingsFit>();
// @ts-expect-error the words of version 1 with a capability of version 2
completeSettings({ media_size: 'ms_a4' }, capabilityV2);
// @ts-expect-error the words of version 2 with a capability of version 1
completeSettings({ paperSize: 'ps_a4' }, capability);
expectTypeOf<EpsonConnectV2['capability']>().returns.resolves.toEqualTypeOf<CapabilityV2>();
expectTypeOf<EpsonConnectV2['defaultSettings']>().returns.resolves.toEqualTypeOf<PrintSettings>();
expectTypeOf<EpsonConnectV2['schedules']['create']>().returns.resolves.toEqualTypeOf<Schedule>();
expectTypeOf<EpsonConnectV2['schedules']['cancel']>().returns.resolves.toBeVoid();
expectTypeOf(parseJobNotification).parameter(0).toBeUnknown();
const notification = parseJobNotification(unknown);
expectTypeOf(notification.api_version).toEqualTypeOf<1 | 2>();
if (notification.api_version === 1) expectTypeOf(notification).toEqualTypeOf<JobNotification>();
else expectTypeOf(notification).toEqualTypeOf<JobNotificationV2>();
// @ts-expect-error the wire says notification, a boolean
void epson.notifications.set({ notification: 'true', callback_uri: 'https://client.example' });
// @ts-expect-error an update replaces all of a destination
void epson.destinations.update({ id: 'a', alias_name: 'b' });

if (isEpsonConnectError(unknown)) expectTypeOf(unknown).toEqualTypeOf<EpsonConnectError>();
if (isEpsonConnectError(unknown, 'RateLimitError'))
  expectTypeOf(unknown.retryAfterMs).toEqualTypeOf<number | undefined>();
// @ts-expect-error there is no such class
isEpsonConnectError(unknown, 'PaperError');

// Loggers and hooks: a console, a function, and nothing but the listed members.
expectTypeOf<Console>().toExtend<Logger>();
expectTypeOf<(entry: LogEntry) => void>().toExtend<Logger>();
expectTypeOf<keyof Exchange>().toEqualTypeOf<
  | 'operation'
  | 'method'
  | 'path'
  | 'status'
  | 'attempt'
  | 'durationMs'
  | 'job_id'
  | 'requestId'
  | 'retryReason'
  | 'error'
>();
expectTypeOf<NonNullable<Exchange['operation']>>().toEqualTypeOf<OperationId>();
void epson.print(new Blob([]), { retries: 0, onResponse: (response) => void response.status });

// Many documents: a result has a job or an error, and the test of one tells of the other.
for await (const { id, job, error } of printAll(epson, [{ id: 'a', document: new Blob([]) }])) {
  expectTypeOf(id).toBeString();
  if (job) expectTypeOf(job).toEqualTypeOf<LedgerJob>();
  if (job) expectTypeOf(error).toBeUndefined();
  else expectTypeOf(error).toBeUnknown();
}
for await (const { job, isRepeat } of printAll(epson, [{ id: 'a', document: new Blob([]) }])) {
  expectTypeOf(isRepeat).toEqualTypeOf<boolean | undefined>();
  if (job) expectTypeOf(isRepeat).toBeBoolean();
}
expectTypeOf<ManyDocument['document']>().toEqualTypeOf<Opened>();
expectTypeOf<AsyncIterable<ManyDocument>>().toExtend<Parameters<typeof printAll>[1]>();
void printAll(epson, [{ id: 'a', document: () => fileDocument('a.pdf'), job_name: 'b', deadlineMs: 1 }], {
  concurrency: 2,
  stopOnError: true,
  ledger: { get: () => undefined, record: () => Promise.resolve() },
  onProgress: (id, progress) =>
    expectTypeOf([id, progress] as const).toEqualTypeOf<readonly [string, Progress]>(),
});
// @ts-expect-error a document without an id of yours cannot be found again
void printAll(epson, [{ document: new Blob([]) }]);
// @ts-expect-error each document has a name of its own, all have none together
void printAll(epson, [], { job_name: 'a' });
expectTypeOf<PrintJob>().toExtend<LedgerJob>();
expectTypeOf(fileLedger).returns.resolves.toEqualTypeOf<FileLedger>();
expectTypeOf<FileLedger>().toExtend<Ledger & AsyncDisposable>();
expectTypeOf(fileTokenStore).returns.toEqualTypeOf<TokenStore>();
void fileTokenStore('tokens.json', { onDamaged: (problem) => expectTypeOf(problem).toBeString() });

// A runtime's fetch is one.
expectTypeOf<typeof fetch>().toExtend<Fetch>();
void epson.print({ stream: new Blob([]).stream(), name: 'a.pdf', sizeBytes: 0 }, { stallMs: 1_000 });
void epson.print({ stream: () => process.stdin, name: 'a.pdf' }, { beforeExecute: (job) => void job.id });
// @ts-expect-error a stream without a name has no type
void epson.print({ stream: new Blob([]).stream() });
// @ts-expect-error it is retries
expectTypeOf<{ maxRetries: number }>().toExtend<EpsonConnectOptions>();

// The plain client knows every operation of the description, and no other.
void epson.api.POST('/api/1/printing/printers/{device_id}/jobs', {
  params: { path: { device_id: 'a' } },
  body: { job_name: 'a', print_mode: 'document' },
});
// @ts-expect-error the path is plural
void epson.api.POST('/api/1/printing/printer/{device_id}/jobs', {});

expectTypeOf(startMockHost).returns.resolves.toEqualTypeOf<RunningMockHost>();
expectTypeOf(createMockHost).returns.toEqualTypeOf<MockHost>();
expectTypeOf<RunningMockHost>().toExtend<AsyncDisposable>();
expectTypeOf<RunningMockHost['credentials']>().toExtend<
  NonNullable<ConstructorParameters<typeof EpsonConnect>[0]>
>();
expectTypeOf<MockHost['control']['jobs']>().returns.toEqualTypeOf<JobView[]>();
expectTypeOf<'authenticate' | 'executePrint' | 'deleteDestination'>().toExtend<Fault['operation']>();
