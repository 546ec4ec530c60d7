import type { Transport } from './transport.js';

/** Jobs whose hint is kept for each client; only a mock host sends any. */
const MOST_JOBS = 100;

const hints = new WeakMap<Transport, Map<string, string>>();

/** Keeps the hint of a success about a job, so that a later failure of the job can show it. */
export function keepHint(transport: Transport, job_id: string, hint: string): void {
  const kept = hints.get(transport) ?? new Map<string, string>();
  hints.set(transport, kept);
  kept.delete(job_id);
  kept.set(job_id, hint);
  for (const oldest of kept.keys()) if (kept.size > MOST_JOBS) kept.delete(oldest);
}

/** Returns the last hint about the job that came with a success. */
export const hintAbout = (transport: Transport, job_id: string): string | undefined =>
  hints.get(transport)?.get(job_id);
