import type { RunningMockHost } from '../../host/host.js';
import type { Io } from '../io.js';
import type { RunSummary } from './report/run-summary.js';

/** The longest time of a timer. Printing ends by itself; stopped printers are not waited for. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Waits until every executed job has printed, so that the print command receives every job, and the printed folder every
 * document, although the program that sent them has ended. Jobs of a printer that is offline or
 * stopped, or on a frozen clock, are not waited for; Ctrl-C ends the wait.
 */
export async function untilPrinted(host: RunningMockHost, summary: RunSummary, io: Io): Promise<void> {
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) io.once(signal, stop);
  try {
    for (const clientId of summary.clients) {
      const control = host.control.world(clientId);
      for (const id of underWay(control)) await untilEnded(control, id, interrupted.signal);
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) io.off(signal, stop);
  }
}

function underWay(control: RunningMockHost['control']): string[] {
  if (control.clock.isFrozen) return [];
  const goingOn = control
    .printers()
    .filter(({ online, trouble }) => online && trouble === null)
    .map(({ email }) => email);
  return control
    .jobs()
    .filter((job) => job.executed_at !== null && goingOn.includes(job.printer))
    .map(({ id }) => id);
}

/** The statuses that an executed job of either version can end with. */
const ENDS = ['completed', 'canceled', 'error_occurred', 'expired'] as const;

/** Waits until an executed job has ended. */
async function untilEnded(
  control: RunningMockHost['control'],
  id: string,
  interrupted: AbortSignal,
): Promise<void> {
  const found = new AbortController();
  const signal = AbortSignal.any([interrupted, found.signal]);
  const ends = ENDS.map((status) =>
    control.waitFor({ kind: 'job_status', job_id: id, status }, LONGEST_MS, signal),
  );
  await Promise.race(ends);
  found.abort();
}
