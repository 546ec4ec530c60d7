// Checked by `tsc -p test`: the types that people program against, and what they must refuse.
import type { Fault, JobView, MockHost, RunningMockHost } from 'epson-connect-mock';
import { createMockHost, startMockHost } from 'epson-connect-mock';
import type {
  components,
  EpsonConnect,
  EpsonConnectError,
  PrintDocument,
  PrintJob,
  PrintSetting,
} from 'epson-connect-sdk';
import { isEpsonConnectError } from 'epson-connect-sdk';
import { fileDocument } from 'epson-connect-sdk/node';
import { expectTypeOf } from 'vitest';

declare const epson: EpsonConnect;
declare const unknown: unknown;

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
// @ts-expect-error a path is no document: use fileDocument
void epson.print('invoice.pdf');
// @ts-expect-error copies is a number
void epson.createJob({ job_name: 'a', print_mode: 'document', print_setting: { copies: '2' } });

if (isEpsonConnectError(unknown)) expectTypeOf(unknown).toEqualTypeOf<EpsonConnectError>();

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
