import type { Clock } from '../domain/clock.js';
import type { Assumptions } from '../domain/assumptions.js';
import { apiDate } from '../domain/dates.js';
import type { Job } from '../domain/job.js';
import type { NotificationSetting } from '../domain/world.js';
import { deliver, isTaken, type Outcome } from './delivery.js';

/** How long a receiver has to answer. What Epson allows is not known. */
const TIMEOUT_MS = 5000;
/** Pauses before each further attempt, in the world's time. What Epson does is not known. */
const PAUSES_MS = [1000, 5000, 30_000];
/** Notifications of one job that wait for those before them; more are dropped, and that is said. */
const WAITING_PER_JOB = 100;

/** One attempt at a notification, as it is told to people. */
export interface NotificationAttempt {
  readonly jobId: string;
  readonly uri: string;
  readonly body: object;
  readonly attempt: number;
  readonly outcome: Outcome;
}

/** Tells clients what became of their jobs, in the order in which it became so. */
export class Notifier {
  readonly #assumptions: Assumptions;
  readonly #onAttempt: (attempt: NotificationAttempt) => void;
  /** Per job, the notification that is under way, and how many wait. */
  readonly #queues = new Map<string, { last: Promise<void>; length: number }>();
  readonly #stopped = new AbortController();

  constructor(assumptions: Assumptions, onAttempt: (attempt: NotificationAttempt) => void) {
    this.#assumptions = assumptions;
    this.#onAttempt = onAttempt;
  }

  /** Lets a job's present status be told; it is repeated by the given clock. Returns at once. */
  tell(job: Job, { notification, callback_uri }: NotificationSetting, clock: Clock): void {
    if (!notification || this.#stopped.signal.aborted) return;
    const queue = this.#queues.get(job.id) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length >= WAITING_PER_JOB) return;
    const body = this.#bodyFor(job);
    queue.length += 1;
    queue.last = queue.last
      .then(() => this.#send(clock, job.id, callback_uri, body))
      .finally(() => {
        queue.length -= 1;
        if (queue.length === 0) this.#queues.delete(job.id);
      });
    this.#queues.set(job.id, queue);
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#queues.size > 0) await Promise.all([...this.#queues.values()].map(({ last }) => last));
  }

  /** Tells nothing from now on; what is under way is called off. */
  stop(): void {
    this.#stopped.abort();
    this.#queues.clear();
  }

  async #send(clock: Clock, jobId: string, uri: string, body: object): Promise<void> {
    for (let attempt = 1; !this.#stopped.signal.aborted; attempt += 1) {
      const outcome = await deliver({
        uri,
        body: JSON.stringify(body),
        headers: { 'Content-Type': 'application/json' },
        timeoutMs: TIMEOUT_MS,
        signal: this.#stopped.signal,
      });
      if (this.#stopped.signal.aborted) return;
      this.#onAttempt({ jobId, uri, body, attempt, outcome });
      const pauseMs = PAUSES_MS[attempt - 1];
      if (isTaken(outcome) || pauseMs === undefined) return;
      await new Promise<void>((resolve) => clock.at(clock.now() + pauseMs, resolve));
    }
  }

  #bodyFor(job: Job): object {
    const word = this.#assumptions['callback-values'] === 'pascal' ? pascal : (text: string) => text;
    return {
      Param: {
        JobId: job.id,
        JobStatus: {
          Status: word(job.status),
          StatusReason: word(job.statusReason ?? ''),
          UpdateDate: apiDate(job.updatedAtMs),
        },
      },
    };
  }
}

/** `pending_held` as `PendingHeld`. */
function pascal(word: string): string {
  return word.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
