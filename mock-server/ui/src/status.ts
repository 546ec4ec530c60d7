import type { Job } from './api.js';

/** The kind of a status, which decides its colour and the filter that shows it. */
export type Kind = 'printed' | 'waiting' | 'stopped' | 'failed';

const STOPS: Readonly<Record<string, string>> = {
  media_jam: 'paper jam',
  media_empty: 'out of paper',
  marker_supply_empty: 'out of ink',
  attention_required: 'needs attention',
  stopped_other: 'stopped',
};

/** A status in the words of people. */
interface Told {
  readonly kind: Kind;
  readonly text: string;
}

/** Returns the status of a job in the words of people. */
export function statusOf(job: Job): Told {
  const told = decided(job);
  if (told !== undefined) return told;
  if (job.executed_at !== null) return { kind: 'waiting', text: 'waits for the printer' };
  return { kind: 'waiting', text: job.document === null ? 'waits for its file' : 'waits for execute' };
}

/** Returns a status that a job had in the words of people. @param isFirst true for the one that it began with */
export function stepText(step: Job['history'][number], isFirst: boolean): Told {
  const told = decided(step);
  if (told !== undefined) return told;
  if (step.status === 'pending') return { kind: 'waiting', text: 'in the queue' };
  return { kind: 'waiting', text: isFirst ? 'created' : 'being prepared' };
}

/** Returns a status that says all by itself; undefined for one that waits. */
function decided({ status, status_reason: reason }: Pick<Job, 'status' | 'status_reason'>): Told | undefined {
  const why = reason ? ` (${reason.replaceAll('_', ' ')})` : '';
  switch (status) {
    case 'completed':
      return reason ? { kind: 'failed', text: `not printed${why}` } : { kind: 'printed', text: 'printed' };
    case 'canceled':
      return { kind: 'failed', text: `canceled${why}` };
    case 'expired':
    case 'error_occurred':
      return { kind: 'failed', text: status.replaceAll('_', ' ') };
    case 'processing_stopped':
      return { kind: 'stopped', text: `stopped: ${STOPS[reason ?? ''] ?? reason ?? ''}` };
    case 'media_jam':
    case 'media_empty':
    case 'marker_supply_empty':
    case 'stopped_other':
      return { kind: 'stopped', text: `stopped: ${STOPS[status] ?? status}` };
    case 'processing':
      return { kind: 'waiting', text: 'prints' };
    case 'reserved':
      return { kind: 'waiting', text: 'scheduled' };
    default:
      return undefined;
  }
}
