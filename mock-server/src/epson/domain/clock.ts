import TinyQueue from 'tinyqueue';

/** The fastest clock: more would soon leave the range of dates. */
export const MOST_SPEED = 1_000_000_000;

/** The time and the pace of a clock: enough for another one to continue in its place. */
export interface ClockState {
  /** The world's time at `anchorMs` of the system's; from there it runs at `speed`. */
  readonly worldMs: number;
  readonly anchorMs: number;
  readonly speed: number;
  readonly isFrozen: boolean;
}

/** Something that is to happen, unless it is called off. */
interface Timer {
  readonly atMs: number;
  /** Timers of the same time keep the order in which they were made. */
  readonly order: number;
  run: (() => void) | undefined;
}

/** The longest time that the system's timers can wait. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** Timers that were called off and stay in the queue at least. */
const FEW = 1000;

const byTime = (a: Timer, b: Timer) => a.atMs - b.atMs || a.order - b.order;

/**
 * The time a world lives in. Everything that ages or is due (tokens, jobs, notifications) asks it and never the
 * system, so that moving it makes happen at once all that would have happened until then, in its order.
 */
export class Clock {
  readonly #system: () => number;
  #queue = new TinyQueue<Timer>([], byTime);
  #made = 0;
  #calledOff = 0;
  #state: ClockState;
  /** While the clock moves, it stands at the timer that runs. */
  #standsAtMs: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;
  /** The latest that the system's time was seen at. */
  #seenMs: number;
  #isResuming = false;
  #onChange = () => {};

  /** @param system milliseconds since 1970, the system's time unless a test brings its own */
  constructor(system: () => number = Date.now) {
    this.#system = system;
    this.#seenMs = system();
    this.#state = { worldMs: this.#seenMs, anchorMs: this.#seenMs, speed: 1, isFrozen: false };
  }

  /** Sets what is called after the clock was moved, frozen or given another speed. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** The system's time, which the world's is counted from. */
  systemMs(): number {
    return this.#system();
  }

  /** The state of the clock, for `resume`. */
  get state(): ClockState {
    return this.#state;
  }

  /**
   * Goes on where another clock was, then runs at once, in their order, the timers that fell due meanwhile.
   *
   * @param seenMs the latest of the system's time that the other clock is known to have seen; where the system's time
   *   was set back since, the world's goes on from there
   * @param enter makes the timers that are open
   */
  resume(state: ClockState, seenMs: number, enter: () => void): void {
    const systemMs = this.#system();
    const passedMs = Math.max(systemMs, seenMs) - state.anchorMs;
    const worldMs = state.worldMs + (state.isFrozen ? 0 : Math.max(passedMs, 0) * state.speed);
    this.#state = { ...state, worldMs, anchorMs: systemMs };
    this.#seenMs = systemMs;
    this.#isResuming = true;
    try {
      enter();
    } finally {
      this.#isResuming = false;
    }
    this.#keepUntil(this.now());
    this.#rewind();
    this.#onChange();
  }

  /** Another clock on the same system's time, not moved yet. */
  anew(): Clock {
    return new Clock(this.#system);
  }

  /** Milliseconds since 1970. */
  now(): number {
    if (this.#standsAtMs !== undefined) return this.#standsAtMs;
    if (this.#state.isFrozen) return this.#state.worldMs;
    const systemMs = this.#system();
    if (systemMs < this.#seenMs) this.#stepOver(systemMs);
    this.#seenMs = systemMs;
    const { worldMs, anchorMs, speed } = this.#state;
    return worldMs + (systemMs - anchorMs) * speed;
  }

  /** True if time passes only when the clock is moved. */
  get isFrozen(): boolean {
    return this.#state.isFrozen;
  }

  /** Milliseconds that pass in the world for each one of the system. */
  get speed(): number {
    return this.#state.speed;
  }

  /** Lets time stand still, or go on from where it stands. */
  freeze(isFrozen = true): void {
    this.#moveTo({ isFrozen });
  }

  /**
   * Lets time pass faster or slower.
   *
   * @param speed more than 0, at most 1,000,000,000; 60 lets a minute pass in a second
   */
  setSpeed(speed: number): void {
    if (!(speed > 0 && speed <= MOST_SPEED))
      throw new RangeError(`the speed must be a number above 0, at most ${MOST_SPEED}, not ${speed}`);
    this.#moveTo({ speed });
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
    this.#moveTo({ worldMs: this.now() + ms });
  }

  /**
   * Lets something happen at a time, or now if that time is past. Waiting for it does not keep the process alive.
   *
   * @returns calls it off
   */
  at(atMs: number, run: () => void): () => void {
    const timer: Timer = { atMs, order: (this.#made += 1), run };
    this.#queue.push(timer);
    // A timer that is due runs at once, or after the one that is running.
    const isFree = this.#standsAtMs === undefined && !this.#isResuming;
    if (isFree && atMs <= this.now()) this.#keepUntil(this.now());
    else this.#wind();
    return () => this.#callOff(timer);
  }

  /** Calls everything off. */
  stop(): void {
    this.#disarm();
    this.#queue = new TinyQueue<Timer>([], byTime);
  }

  /** Calls everything off, and goes on as if it had never been moved, frozen or sped up since it was in this state. */
  restart(input: ClockState): void {
    this.stop();
    this.#state = input;
    this.#seenMs = this.#system();
  }

  /** Counts from here and now, otherwise than before; what has fallen due by that happens at once. */
  #moveTo(change: Partial<ClockState>): void {
    const worldMs = this.now();
    this.#seenMs = this.#system();
    this.#state = { ...this.#state, worldMs, anchorMs: this.#seenMs, ...change };
    if (change.worldMs !== undefined) this.#keepUntil(change.worldMs);
    this.#rewind();
    this.#onChange();
  }

  /** Goes on from where it was when the system's time is set back: the world's never is. */
  #stepOver(systemMs: number): void {
    const { worldMs, anchorMs, speed } = this.#state;
    const passedMs = (this.#seenMs - anchorMs) * speed;
    this.#state = { ...this.#state, worldMs: worldMs + passedMs, anchorMs: systemMs };
    this.#onChange();
  }

  /** Sets the system's timer anew, after what it was set by has changed. */
  #rewind(): void {
    this.#disarm();
    this.#wind();
  }

  /** Ends the system's timer, and forgets it: while there is one, no later timer sets another. */
  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #keepUntil(untilMs: number): void {
    if (this.#standsAtMs !== undefined) return;
    try {
      for (let due = this.#queue.peek(); due !== undefined && due.atMs <= untilMs; due = this.#queue.peek()) {
        this.#queue.pop();
        this.#standsAtMs = Math.max(due.atMs, this.#standsAtMs ?? due.atMs);
        due.run?.();
      }
    } finally {
      this.#standsAtMs = undefined;
      this.#wind();
    }
  }

  /** Sets the system's timer to the next timer of the queue. */
  #wind(): void {
    const next = this.#queue.peek();
    if (this.#state.isFrozen || next === undefined) return;
    if (this.#timer !== undefined && this.#timerAtMs <= next.atMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = next.atMs;
    const waitMs = Math.min(Math.max((next.atMs - this.now()) / this.#state.speed, 1), LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#keepUntil(this.now());
    }, waitMs);
    this.#timer.unref();
  }

  /** Keeps a timer that is called off in its place until it is due, unless most of the queue was called off. */
  #callOff(timer: Timer): void {
    if (timer.run === undefined) return;
    timer.run = undefined;
    this.#calledOff += 1;
    if (this.#calledOff < FEW || this.#calledOff * 2 < this.#queue.length) return;
    this.#calledOff = 0;
    this.#queue = new TinyQueue(
      this.#queue.data.filter(({ run }) => run !== undefined),
      byTime,
    );
  }
}
