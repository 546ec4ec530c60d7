import { redact } from './redact.js';
import type { Answer, Transport } from './send.js';

/** The header in which the mock host explains a refusal; percent-encoded, because headers are ASCII. */
const HINT_HEADER = 'x-epson-mock-hint';

/**
 * What the mock says of its refusal. Paths and IDs in it stay, for people need them; all else that has the shape of a
 * secret is taken out, for any host can send this header, and may have been sent a secret.
 */
export function hintOf({ headers }: Answer): string | undefined {
  let hint = headers.get(HINT_HEADER);
  if (!hint) return undefined;
  try {
    hint = decodeURIComponent(hint);
  } catch {
    // It is shown as it is.
  }
  return hint.replace(/[^\s"'`?&=;,:<>()[\]{}]+=*/g, (word) => (isPath(word) ? word : redact(word)));
}

/** Whether each part of a text is a plain word or an ID as Epson makes them: no token and no secret is as short. */
const isPath = (text: string): boolean =>
  text.split('/').every((part) => /^(?:[a-z_.-]{0,31}|[\w.-]{1,15}|[\da-f]{32})$/.test(part));

/** Jobs whose hint is kept for each client; only a mock host sends any. */
const MOST_JOBS = 100;

const hints = new WeakMap<Transport, Map<string, string>>();

/** Keeps the hint of a success about a job, so that a later failure of the job can show it. */
export function keepHint(transport: Transport, answer: Answer): void {
  const { job_id } = answer.call.about;
  const hint = answer.ok && job_id ? hintOf(answer) : undefined;
  if (!hint || !job_id) return;
  const kept = hints.get(transport) ?? new Map<string, string>();
  hints.set(transport, kept);
  kept.delete(job_id);
  kept.set(job_id, hint);
  for (const oldest of kept.keys()) if (kept.size > MOST_JOBS) kept.delete(oldest);
}

/** Returns the last hint about the job that came with a success. */
export const hintAbout = (transport: Transport, job_id: string): string | undefined =>
  hints.get(transport)?.get(job_id);
