import type { Clock } from '../domain/clock.js';
import type { Host } from '../domain/host.js';
import { isEnded, type Job } from '../domain/job.js';
import type { Printer, Trouble } from '../domain/printers.js';
import type { World } from '../domain/world.js';
import type { Notifier } from '../notify/notifier.js';
import { deliverScan, type ScanDelivery, type ScannedFile } from '../notify/scan.js';
import { viewJob, type JobView } from './view.js';

/** What nobody can do through the API: done at the printer itself. */
export interface PrinterControl {
  /** Connects it to Epson Connect, or cuts it off; what is printed meanwhile waits. */
  setOnline(isOnline: boolean): void;
  /** Stops it with a paper jam, out of paper, out of ink or for another reason; `null` lets it go on. */
  setTrouble(trouble: Trouble | null): void;
  /** Lets its owner allow or forbid printing through the API. */
  setRemotePrinting(isAllowed: boolean): void;
  /**
   * Scans: sends the files to every destination of the type `url`.
   *
   * @example await host.control.printer().scan([{ name: 'scan.pdf', contentType: 'application/pdf', bytes }]);
   */
  scan(files: readonly ScannedFile[]): Promise<ScanDelivery[]>;
}

/** How a job can end at the printer or inside Epson Connect. */
export type JobEnd =
  'job_canceled_at_device' | 'job_canceled_by_system' | 'attention_required' | 'document_access_error';

/** The mock from behind: what it holds, and what happens at the printers. */
export interface MockControl {
  /** The time that it lives in. `clock.advance(ms)` lets happen at once what would have happened until then. */
  readonly clock: Clock;
  /** All jobs that are remembered, oldest first, of all clients. */
  jobs(): JobView[];
  /**
   * Ends a job as nobody can through the API. `job_canceled_*` cancels it, `document_access_error` completes it with
   * that reason; `attention_required` cancels it unless `status` says `completed`.
   *
   * @throws RangeError when there is no such job, or it has ended
   */
  endJob(jobId: string, reason: JobEnd, status?: 'canceled' | 'completed'): void;
  /**
   * One of the printers of the first client.
   *
   * @param email its address; default: the first
   * @throws RangeError when there is none
   */
  printer(email?: string): PrinterControl;
  /** Resolves when every notification that is under way has been taken or given up. */
  settled(): Promise<void>;
}

export function createControl(host: Host, notifier: Notifier): MockControl {
  const worlds = () => host.worlds.all();
  return {
    get clock() {
      return host.worlds.default.clock;
    },
    jobs: () => worlds().flatMap((world) => world.jobs.all().map(viewJob)),
    endJob: (jobId, reason, status = 'canceled') => {
      const [world, job] = findJob(worlds(), jobId);
      if (isEnded(job)) throw new RangeError(`the job ${jobId} has ended already: it is ${job.status}`);
      const isFailure =
        reason === 'document_access_error' || (reason === 'attention_required' && status === 'completed');
      if (isFailure) world.press.fail(job, reason);
      else world.press.cancel(job, reason);
    },
    printer: (email) => controlOf(host.worlds.default, email),
    settled: () => notifier.settled(),
  };
}

function controlOf(world: World, email: string | undefined): PrinterControl {
  const printer: Printer | undefined =
    email === undefined ? world.printers.all()[0] : world.printers.find(email);
  if (printer === undefined) throw new RangeError(`the mock has no printer ${String(email)}`);
  return {
    setOnline: (isOnline) => world.press.setOnline(printer, isOnline),
    setTrouble: (trouble) => world.press.setTrouble(printer, trouble),
    setRemotePrinting: (isAllowed) => void (printer.remotePrinting = isAllowed),
    scan: (files) => deliverScan(printer, files),
  };
}

function findJob(worlds: readonly World[], jobId: string): [World, Job] {
  for (const world of worlds) {
    const job = world.jobs.all().find(({ id }) => id === jobId);
    if (job !== undefined) return [world, job];
  }
  throw new RangeError(`the mock has no job ${jobId}`);
}
