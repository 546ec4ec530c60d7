import type { Finding } from '../cli/run/report/finding.js';
import type { RunSummary } from '../cli/run/report/run-summary.js';

/** Returns all that was found in the calls of a run. */
export function* findingsIn({ jobs, loose }: RunSummary): Generator<Finding> {
  for (const { steps, others } of jobs)
    for (const { findings } of [...Object.values(steps), ...others]) yield* findings;
  for (const { findings } of loose) yield* findings;
}
