import { ConfigurationError } from '../errors/index.js';
import type {
  CallOptions,
  EpsonConnect,
  PrintJob as PrintJobV1,
  PrintOptions as PrintOptionsV1,
} from '../index.js';
import type { PrintDocument } from '../upload/document.js';
import type { EpsonConnectV2, PrintJob as PrintJobV2, PrintOptions as PrintOptionsV2 } from '../v2/index.js';
import type { LedgerJob } from './ledger.js';

/** Options of `print` of either client. */
export type PrintOptions = PrintOptionsV1 | PrintOptionsV2;

/** A client of either version, with the jobs of a ledger. */
export interface PrintClient {
  /** Prints; `beforeExecute` gets the job of the client and that of the ledger. */
  print(
    document: PrintDocument,
    options: PrintOptions,
    beforeExecute: (job: LedgerJob) => Promise<void>,
  ): Promise<LedgerJob>;
  execute(job: LedgerJob, limits: CallOptions): Promise<void>;
  isExecuted(job: LedgerJob, limits: CallOptions): Promise<boolean>;
}

const ledgerJobV1 = ({ id, device_id, job_name, print_mode }: PrintJobV1): LedgerJob => ({
  id,
  device_id,
  job_name,
  print_mode,
});

function clientV1(epson: EpsonConnect): PrintClient {
  return {
    print: async (document, options, beforeExecute) => {
      const own = options as PrintOptionsV1;
      const job = await epson.print(document, {
        ...own,
        async beforeExecute(job) {
          await own.beforeExecute?.(job);
          await beforeExecute(ledgerJobV1(job));
        },
      });
      return ledgerJobV1(job);
    },
    execute: (job, limits) => epson.execute(job, limits),
    isExecuted: async (job, limits) => (await epson.jobs.resume(job, limits)).executed,
  };
}

function clientV2(epson: EpsonConnectV2): PrintClient {
  const ledgerJob = ({ jobId, jobName, printMode }: PrintJobV2): LedgerJob => ({
    id: jobId,
    device_id: epson.connection,
    job_name: jobName,
    print_mode: printMode,
    api_version: 2,
  });
  return {
    print: async (document, options, beforeExecute) => {
      const own = options as PrintOptionsV2;
      const job = await epson.print(document, {
        ...own,
        async beforeExecute(job) {
          await own.beforeExecute?.(job);
          await beforeExecute(ledgerJob(job));
        },
      });
      return ledgerJob(job);
    },
    execute: ({ id }, limits) => epson.execute({ jobId: id }, limits),
    isExecuted: async ({ id }, limits) => (await epson.jobs.resume(id, limits)).executed,
  };
}

/** Returns the client in one form. What stands in for a client in a test is of version 1. */
export const printClient = (epson: EpsonConnect | EpsonConnectV2): PrintClient =>
  'version' in epson ? clientV2(epson) : clientV1(epson);

/**
 * Rejects a job that another client has to go on with: only the host and the printer that know a job can say whether it was
 * executed.
 */
export function checkSameClient(epson: EpsonConnect | EpsonConnectV2, id: string, job: LedgerJob): void {
  const { api_version = 1, device_id } = job;
  const version = 'version' in epson ? epson.version : 1;
  const isOther = api_version !== version;
  if (!isOther && (!('version' in epson) || device_id === epson.connection)) return;
  const whose = isOther ? `version ${api_version} of the API` : `the connection ${JSON.stringify(device_id)}`;
  throw new ConfigurationError(
    `The document ${JSON.stringify(id)} was being executed by a client of ${whose} when an earlier run broke off; whether it was printed is unknown. Run it again with such a client; or look at the printer, and if it did not come out, take ${JSON.stringify(id)} out of the ledger to print it anew.`,
    { code: 'other_client', job_id: job.id },
  );
}
