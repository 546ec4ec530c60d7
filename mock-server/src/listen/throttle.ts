const WINDOW_MS = 10_000;
const PER_WINDOW = 5;

/** Reports what may happen thousands of times: the first few in ten seconds, and later the number of the others. */
export class Throttle<T extends { readonly hint: string }> {
  readonly #onTold: (told: T) => void;
  readonly #now: () => number;
  #sinceMs = Number.NEGATIVE_INFINITY;
  #count = 0;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(onTold: (told: T) => void, now: () => number = () => performance.now()) {
    this.#onTold = onTold;
    this.#now = now;
  }

  tell(told: T): void {
    const unsaid = this.#count - PER_WINDOW;
    if (this.#now() - this.#sinceMs >= WINDOW_MS) {
      this.#sinceMs = this.#now();
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count > PER_WINDOW) return;
    const before = this.#count === 1 && unsaid > 0 ? ` (${unsaid} more like this were not shown.)` : '';
    this.#onTold({ ...told, hint: told.hint + before });
  }
}
