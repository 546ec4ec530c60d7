import type { Clock } from './clock.js';
import { Refusal } from '../../rules/refusal.js';

const WINDOW_MS = 60_000;

/** The calls of one client in the last minute. Evidence: specification (100 a minute for each client ID). */
export class CallLimit {
  readonly #clock: Clock;
  readonly #perMinute: number;
  /** When each of the last calls came; a ring. */
  readonly #calls: number[] = [];
  #next = 0;

  /** @param perMinute how many are taken; `Infinity` lifts the limit */
  constructor(clock: Clock, perMinute: number) {
    this.#clock = clock;
    this.#perMinute = perMinute;
  }

  /** Counts a call. @throws Refusal `call-limit-passed`, and does not count it */
  count(): void {
    if (this.#perMinute === Number.POSITIVE_INFINITY) return;
    const nowMs = this.#clock.now();
    const oldestMs = this.#calls[this.#next];
    if (oldestMs !== undefined && nowMs - oldestMs < WINDOW_MS) {
      const waitS = Math.ceil((oldestMs + WINDOW_MS - nowMs) / 1000);
      throw new Refusal(
        'call-limit-passed',
        `This client has made ${this.#perMinute} calls within a minute; that is the limit. It is a 403 and not a 429, without Retry-After. The next call is taken in ${waitS} s. Tokens and uploads do not count; --call-limit sets or lifts it.`,
      );
    }
    this.#calls[this.#next] = nowMs;
    this.#next = (this.#next + 1) % this.#perMinute;
  }
}
