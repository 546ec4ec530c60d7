import type { AssumptionOptions, OperationId } from 'epson-connect-mock';
import { EpsonConnect, type EpsonConnectOptions, type PrintDocument } from 'epson-connect-sdk';
import { EpsonConnectV2, memoryTokenStore } from 'epson-connect-sdk/v2';
import { connect } from '../mock/journey-v2.js';
import type { Dice, PlannedPrint } from './faulted-plan.js';
import type { VirtualTime } from './virtual-time.js';

/** A job as an error names it, or its JSON. */
type KnownJob = Readonly<Record<string, unknown>>;

/** A client in the hands of the faulted prints. */
export interface FaultedClient {
  /** Prints, and returns the ID of the job. */
  print(document: PrintDocument, print: PlannedPrint, signal?: AbortSignal): Promise<string>;
  /** Makes the printer reachable again after its tokens were lost, as a person would. */
  reconnect(): Promise<void>;
  resume(job: KnownJob): Promise<{ readonly executed: boolean }>;
  execute(job: KnownJob): Promise<void>;
}

/** A version of the API, as faulted prints meet it. */
export interface FaultedVersion {
  readonly apiVersion: 1 | 2;
  /** The calls that a fault may be for. */
  readonly steps: readonly OperationId[];
  /** Refusals of a call, each a status and a word. */
  readonly refusalsOf: (step: OperationId) => readonly string[];
  /** Assumptions in which hosts may differ. */
  readonly hosts: readonly AssumptionOptions[];
  /** True if a request may outlive its caller: a refresh whose token works once is never given up. */
  readonly mayOutliveCaller: boolean;
  /** Error that executing a job ends with when the host never got its file. */
  readonly refusedWithoutFile: RegExp;
  readonly settingOf: (print: PlannedPrint) => object | undefined;
  /** Makes a client that can print; what it needs for that meets no fault. */
  readonly clientOf: (
    time: VirtualTime,
    options: EpsonConnectOptions,
    given?: Dice,
  ) => Promise<FaultedClient>;
}

const CALL_REFUSALS_V1 = [
  '400 validation_error',
  '401 access_token_verification_failed',
  '403 forbidden',
  '403 rate_limit_exceeded',
  '405 method_not_allowed',
  '500 internal_server_error',
  '503 service_unavailable',
];
const REFUSALS_V1: Partial<Record<OperationId, readonly string[]>> = {
  authenticate: ['500', '400 invalid_grant', '401 invalid_client'],
  uploadPrintFile: ['404', '413', '415'],
};

const V1: FaultedVersion = {
  apiVersion: 1,
  steps: ['authenticate', 'createPrintJob', 'uploadPrintFile', 'executePrint', 'getPrintJob'],
  refusalsOf: (step) => REFUSALS_V1[step] ?? CALL_REFUSALS_V1,
  hosts: [
    {},
    { 'job-info-before-execute': 'pending_held', 'refresh-rotation': 'on' },
    { 'wrong-device': 'printer_not_found', 'device-id-after-cancel': 'same' },
    { 'job-info-before-execute': 'pending_held', 'second-upload': 'refuse' },
  ],
  mayOutliveCaller: false,
  // A job without its file is refused with a word that proves nothing where the host does not know the job.
  refusedWithoutFile: /^(StateError|OutcomeUnknownError)$/,
  settingOf({ setting }) {
    if (!setting) return undefined;
    const { size, quality, color, copies } = setting;
    return {
      media_size: `ms_${size}`,
      media_type: 'mt_plainpaper',
      borderless: false,
      print_quality: quality,
      source: 'auto',
      color_mode: color,
      copies,
    };
  },
  async clientOf({ host, url }, options) {
    const epson = new EpsonConnect({ ...host.credentials, baseUrl: url, ...options });
    type Job = Parameters<typeof epson.execute>[0];
    return {
      async print(document, print, signal) {
        const print_setting = V1.settingOf(print) as NonNullable<
          Parameters<typeof epson.print>[1]
        >['print_setting'];
        const { name: job_name, options } = print;
        return (await epson.print(document, { job_name, print_setting, signal, ...options })).id;
      },
      reconnect: async () => {},
      resume: (job) => epson.jobs.resume(job as unknown as Job),
      execute: (job) => epson.execute(job as unknown as Job),
    };
  },
};

const CALL_REFUSALS_V2 = [
  '400 invalid_resource',
  '401 unauthorized',
  '403 Forbidden',
  '404 device_not_found',
  '405 method_not_allowed',
  '429 Too Many Requests',
  '500 internal_server_error',
];
const REFUSALS_V2: Partial<Record<OperationId, readonly string[]>> = {
  requestToken: ['500 server_error', '400 invalid_grant', '401 invalid_client'],
  uploadPrintFile: ['404', '409', '413', '415', '500'],
  executePrint: [
    ...CALL_REFUSALS_V2,
    '400 invalid_print_data',
    '403 job_limit_exceeded',
    '403 operation_not_allowed',
    '404 job_not_found',
  ],
  getPrintJob: [...CALL_REFUSALS_V2, '404 job_not_found'],
};

const V2: FaultedVersion = {
  apiVersion: 2,
  steps: ['requestToken', 'createPrintJob', 'uploadPrintFile', 'executePrint', 'getPrintJob'],
  refusalsOf: (step) => REFUSALS_V2[step] ?? CALL_REFUSALS_V2,
  hosts: [
    {},
    { 'v2-refresh-reuse': 'revoke-all', 'v2-execute-body': 'empty', 'v2-start-date': 'null' },
    { 'v2-execute-twice': 'accept', 'v2-access-after-refresh': 'ended', 'v2-start-date': 'empty' },
    { 'v2-api-key': 'unauthorized', 'v2-invalid-client': '400' },
  ],
  mayOutliveCaller: true,
  // Here the word proves that nothing is printed.
  refusedWithoutFile: /^RequestError$/,
  settingOf({ setting }) {
    if (!setting) return undefined;
    const { size, quality, color, copies } = setting;
    return {
      paperSize: `ps_${size}`,
      paperType: 'pt_plainpaper',
      borderless: false,
      printQuality: quality,
      paperSource: 'auto',
      colorMode: color,
      copies,
    };
  },
  async clientOf(time, options, given) {
    const { host, url } = time;
    const tokenStore = memoryTokenStore();
    const epson = new EpsonConnectV2({ ...host.credentialsV2, baseUrl: url, ...options, tokenStore });
    const reconnect = () => time.pass(connect(epson));
    await reconnect();
    // The refresh, whose token works once, belongs to what may go wrong: half of the prints begin with one.
    if (given?.chance(0.5)) host.control.expireTokens();
    return {
      async print(document, print, signal) {
        const printSettings = V2.settingOf(print) as NonNullable<
          Parameters<typeof epson.print>[1]
        >['printSettings'];
        const { name: jobName, options } = print;
        return (await epson.print(document, { jobName, printSettings, signal, ...options })).jobId;
      },
      reconnect,
      resume: (job) => epson.jobs.resume(job as unknown as { readonly jobId: string }),
      execute: (job) => epson.execute(job as unknown as { readonly jobId: string }),
    };
  },
};

/** The versions of the API. */
export const VERSIONS = { 1: V1, 2: V2 } as const;
