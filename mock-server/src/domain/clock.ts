/** The time a world lives in. Everything that ages (tokens, jobs) asks it and never the system. */
export class Clock {
  readonly #system: () => number;
  #offsetMs = 0;

  /** @param system milliseconds since 1970, the system's time unless a test brings its own */
  constructor(system: () => number = Date.now) {
    this.#system = system;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#system() + this.#offsetMs;
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
    this.#offsetMs += ms;
  }
}
