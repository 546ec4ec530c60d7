import { Schedule } from './schedule.js';

/** How far a clock is and how it runs: enough to let another one go on in its place. */
export interface ClockState {
  /** The world's time at `anchorMs` of the system's; from there it runs at `speed`. */
  readonly worldMs: number;
  readonly anchorMs: number;
  readonly speed: number;
  readonly isFrozen: boolean;
}

/** The longest time that the system's timers can wait. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * The time a world lives in. Everything that ages or is due (tokens, jobs, notifications) asks it and never the
 * system, so that moving it makes happen at once all that would have happened until then, in its order.
 */
export class Clock {
  readonly #system: () => number;
  readonly #schedule = new Schedule();
  /** The world's time at `#anchorMs` of the system's time; from there it runs at `#speed`. */
  #worldMs: number;
  #anchorMs: number;
  #speed = 1;
  #isFrozen = false;
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
    this.#anchorMs = system();
    this.#worldMs = this.#anchorMs;
    this.#seenMs = this.#anchorMs;
  }

  /** Is told when the clock was moved, stopped or made to run otherwise. */
  onChange(listener: () => void): void {
    this.#onChange = listener;
  }

  /** The system's time, which the world's is counted from. */
  systemMs(): number {
    return this.#system();
  }

  /** The state of the clock, for `resume`. */
  get state(): ClockState {
    return {
      worldMs: this.#worldMs,
      anchorMs: this.#anchorMs,
      speed: this.#speed,
      isFrozen: this.#isFrozen,
    };
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
    this.#worldMs = state.worldMs + (state.isFrozen ? 0 : Math.max(passedMs, 0) * state.speed);
    this.#anchorMs = systemMs;
    this.#seenMs = systemMs;
    this.#speed = state.speed;
    this.#isFrozen = state.isFrozen;
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
    if (this.#isFrozen) return this.#worldMs;
    const systemMs = this.#system();
    if (systemMs < this.#seenMs) this.#stepOver(systemMs);
    this.#seenMs = systemMs;
    return this.#worldMs + (systemMs - this.#anchorMs) * this.#speed;
  }

  /** Whether time stands still, but for being moved. */
  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** How many milliseconds pass in the world while one passes outside. */
  get speed(): number {
    return this.#speed;
  }

  /** Lets time stand still, or go on from where it stands. */
  freeze(isFrozen = true): void {
    this.#anchor();
    this.#isFrozen = isFrozen;
    this.#rewind();
    this.#onChange();
  }

  /**
   * Lets time pass faster or slower.
   *
   * @param speed more than 0; 60 lets a minute pass in a second
   */
  setSpeed(speed: number): void {
    if (!Number.isFinite(speed) || speed <= 0)
      throw new RangeError(`the speed is a number above 0, not ${speed}`);
    this.#anchor();
    this.#speed = speed;
    this.#rewind();
    this.#onChange();
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
    this.#anchor();
    this.#worldMs += ms;
    this.#keepUntil(this.#worldMs);
    this.#rewind();
    this.#onChange();
  }

  /**
   * Lets something happen at a time, or now if that time is past. Waiting for it does not keep the process alive.
   *
   * @returns calls it off
   */
  at(atMs: number, run: () => void): () => void {
    const callOff = this.#schedule.enter(atMs, run);
    // What is due at once is kept at once, unless a timer runs: then it is its turn after that.
    const isFree = this.#standsAtMs === undefined && !this.#isResuming;
    if (isFree && atMs <= this.now()) this.#keepUntil(this.now());
    else this.#wind();
    return callOff;
  }

  /** Calls everything off. */
  stop(): void {
    this.#disarm();
    this.#schedule.clear();
  }

  /** Calls everything off, and goes on as if it had never been moved, frozen or sped up since it was in this state. */
  restart({ worldMs, anchorMs, speed, isFrozen }: ClockState): void {
    this.stop();
    this.#worldMs = worldMs;
    this.#anchorMs = anchorMs;
    this.#speed = speed;
    this.#isFrozen = isFrozen;
    this.#seenMs = this.#system();
  }

  /** Begins to count from here and now. */
  #anchor(): void {
    this.#worldMs = this.now();
    this.#anchorMs = this.#system();
    this.#seenMs = this.#anchorMs;
  }

  /** Goes on from where it was when the system's time is set back: the world's never is. */
  #stepOver(systemMs: number): void {
    this.#worldMs += (this.#seenMs - this.#anchorMs) * this.#speed;
    this.#anchorMs = systemMs;
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
      for (
        let due = this.#schedule.takeDue(untilMs);
        due !== undefined;
        due = this.#schedule.takeDue(untilMs)
      ) {
        this.#standsAtMs = Math.max(due.atMs, this.#standsAtMs ?? due.atMs);
        due.run?.();
      }
    } finally {
      this.#standsAtMs = undefined;
      this.#wind();
    }
  }

  /** Sets the system's timer to the next timer of the schedule. */
  #wind(): void {
    const next = this.#schedule.next();
    if (this.#isFrozen || next === undefined || (this.#timer !== undefined && this.#timerAtMs <= next.atMs))
      return;
    clearTimeout(this.#timer);
    this.#timerAtMs = next.atMs;
    const waitMs = Math.min(Math.max((next.atMs - this.now()) / this.#speed, 1), LONGEST_WAIT_MS);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#keepUntil(this.now());
      this.#wind();
    }, waitMs);
    this.#timer.unref();
  }
}
