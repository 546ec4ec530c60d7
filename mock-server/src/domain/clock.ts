import TinyQueue from 'tinyqueue';

/** Something that is to happen, unless it is called off. */
interface Appointment {
  readonly atMs: number;
  /** Appointments of the same time keep the order in which they were made. */
  readonly order: number;
  run: (() => void) | undefined;
}

/** The longest time that the system's timers can wait. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

const byTime = (a: Appointment, b: Appointment) => a.atMs - b.atMs || a.order - b.order;

/**
 * The time a world lives in. Everything that ages or is due (tokens, jobs, notifications) asks it and never the
 * system, so that moving it makes happen at once all that would have happened until then, in its order.
 */
export class Clock {
  readonly #system: () => number;
  readonly #agenda = new TinyQueue<Appointment>([], byTime);
  #offsetMs = 0;
  /** While the clock moves, it stands at the appointment that is being kept. */
  #standsAtMs: number | undefined;
  #made = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;

  /** @param system milliseconds since 1970, the system's time unless a test brings its own */
  constructor(system: () => number = Date.now) {
    this.#system = system;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#standsAtMs ?? this.#system() + this.#offsetMs;
  }

  /**
   * Moves the world's time forward at once.
   *
   * @param ms a number of milliseconds, not negative
   * @example clock.advance(3_600_000); // every access token has expired
   */
  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0) {
      throw new RangeError(`the clock can be advanced by a number of milliseconds from 0 on, not by ${ms}`);
    }
    const targetMs = this.now() + ms;
    this.#offsetMs += ms;
    this.#keepUntil(targetMs);
  }

  /**
   * Lets something happen at a time, or now if that time is past. Waiting for it does not keep the process alive.
   *
   * @returns calls it off
   */
  at(atMs: number, run: () => void): () => void {
    const appointment: Appointment = { atMs, order: (this.#made += 1), run };
    this.#agenda.push(appointment);
    // What is due at once is kept at once, unless an appointment is being kept: then it is its turn after that.
    if (this.#standsAtMs === undefined && atMs <= this.now()) this.#keepUntil(this.now());
    else this.#wind();
    return () => (appointment.run = undefined);
  }

  /** Calls everything off. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#agenda.data = [];
    this.#agenda.length = 0;
  }

  #keepUntil(untilMs: number): void {
    if (this.#standsAtMs !== undefined) return;
    try {
      for (
        let next = this.#agenda.peek();
        next !== undefined && next.atMs <= untilMs;
        next = this.#agenda.peek()
      ) {
        this.#agenda.pop();
        this.#standsAtMs = Math.max(next.atMs, this.#standsAtMs ?? next.atMs);
        next.run?.();
      }
    } finally {
      this.#standsAtMs = undefined;
      this.#wind();
    }
  }

  /** Sets the timer to the next appointment. */
  #wind(): void {
    const next = this.#agenda.peek();
    if (next === undefined || (this.#timer !== undefined && this.#timerAtMs <= next.atMs)) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = next.atMs;
    const waitMs = Math.min(Math.max(next.atMs - this.now(), 1), LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#keepUntil(this.now());
      this.#wind();
    }, waitMs);
    this.#timer.unref();
  }
}
