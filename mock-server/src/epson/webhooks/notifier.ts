import type { Clock } from '../domain/clock.js';
import type { Assumptions } from '../../rules/assumptions.js';
import { newId } from '../domain/ids.js';
import type { Job } from '../domain/job.js';
import type { World } from '../domain/world.js';
import { maskText } from '../../text/mask.js';
import { deliver, isTaken, type Outcome } from './delivery.js';

/** The time that a receiver has to answer. Epson's limit is not known. */
const TIMEOUT_MS = 5000;
/** Pauses before each further attempt, in the world's time. What Epson does is not known. */
const PAUSES_MS = [1000, 5000, 30_000];
/** Notifications of one job that wait for those before them; more are dropped, and that is said. */
const WAITING_PER_JOB = 100;

/** One attempt at a notification, as it is reported to people. */
export interface NotificationAttempt {
  /** The ID of the job. */
  readonly jobId: string;
  /** The callback URI, masked. */
  readonly uri: string;
  /** The body that was sent. */
  readonly body: object;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The status of the answer, or the reason of the failure. */
  readonly outcome: Outcome;
}

/** A notification that has not been taken yet, nor given up. */
export interface Notice {
  readonly id: string;
  readonly jobId: string;
  readonly uri: string;
  readonly body: object;
  /** Attempts that were made. */
  attempts: number;
  /** When the next one is due, in the world's time. */
  dueAtMs: number;
}

/**
 * Tells clients what became of their jobs, in the order in which it became so. A receiver may be told twice when the
 * host is killed between an attempt and its being noted; it is never told of what a restarted host does not know.
 */
export class Notifier {
  readonly #assumptions: Assumptions;
  readonly #onAttempt: (attempt: NotificationAttempt) => void;
  /** Per world, by ID, in their order; those of a world that is over go with it. */
  readonly #notices = new WeakMap<World, Map<string, Notice>>();
  /** Per job, the notification that is under way, and how many wait. */
  readonly #queues = new Map<string, { last: Promise<void>; length: number }>();

  constructor(assumptions: Assumptions, onAttempt: (attempt: NotificationAttempt) => void) {
    this.#assumptions = assumptions;
    this.#onAttempt = onAttempt;
  }

  /** Lets a job's present status be told where its world wants it; repeated by that world's clock. Returns at once. */
  tell(job: Job, world: World): void {
    const { isOn, callbackUri: uri } = world.notification(job.dialect.apiVersion) ?? {};
    if (isOn !== true || uri === undefined) return;
    const body = job.dialect.notification(job, this.#assumptions);
    if (body === undefined) return;
    this.resume({ id: newId(), jobId: job.id, uri, body, attempts: 0, dueAtMs: world.clock.now() }, world);
  }

  /** Goes on with a notification, also one from before the host was restarted. */
  resume(notice: Notice, world: World): void {
    if (world.stopped.aborted) return;
    const queue = this.#queues.get(notice.jobId) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length >= WAITING_PER_JOB) return;
    this.#noticesOf(world).set(notice.id, notice);
    world.changeLog.markChanged('notice', notice.id);
    queue.length += 1;
    queue.last = queue.last
      .then(() => this.#send(notice, world))
      .finally(() => {
        queue.length -= 1;
        if (queue.length === 0) this.#queues.delete(notice.jobId);
      });
    this.#queues.set(notice.jobId, queue);
  }

  /** A notification of a world that is under way. */
  find(world: World, id: string): Notice | undefined {
    return this.#noticesOf(world).get(id);
  }

  /** The IDs of those that are under way in a world, in their order. */
  idsOf(world: World): string[] {
    return [...this.#noticesOf(world).keys()];
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#queues.size > 0) await Promise.all([...this.#queues.values()].map(({ last }) => last));
  }

  #noticesOf(world: World): Map<string, Notice> {
    let notices = this.#notices.get(world);
    if (notices === undefined) {
      notices = new Map<string, Notice>();
      this.#notices.set(world, notices);
    }
    return notices;
  }

  /** Ends with its world, too; where the host is only stopped, it goes on when that is started again. */
  async #send(notice: Notice, world: World): Promise<void> {
    const { stopped: signal, clock, changeLog } = world;
    // A receiver gets nothing that a restarted host would not know, unless the folder fails.
    await changeLog.flushed().catch(() => {});
    while (!signal.aborted) {
      if (notice.attempts > 0) await until(clock, notice.dueAtMs, signal);
      if (signal.aborted) return;
      const outcome = await deliver({
        uri: notice.uri,
        body: JSON.stringify(notice.body),
        headers: { 'Content-Type': 'application/json' },
        timeoutMs: TIMEOUT_MS,
        signal,
      });
      if (signal.aborted) return;
      notice.attempts += 1;
      const { jobId, uri, body, attempts: attempt } = notice;
      this.#onAttempt({ jobId, uri: maskText(uri), body, attempt, outcome });
      const pauseMs = PAUSES_MS[attempt - 1];
      const isOver = isTaken(outcome) || pauseMs === undefined;
      if (isOver) this.#noticesOf(world).delete(notice.id);
      else notice.dueAtMs = clock.now() + pauseMs;
      changeLog.markChanged('notice', notice.id);
      if (isOver) return;
    }
  }
}

/** Waits for a time of the world, or for its end. */
function until(clock: Clock, atMs: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stopped.removeEventListener('abort', end);
      resolve();
    };
    stopped.addEventListener('abort', end);
    clock.at(atMs, end);
  });
}
