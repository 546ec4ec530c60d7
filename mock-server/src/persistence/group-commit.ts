/**
 * Lets one write serve all that ask for it at the same time: those that come while a write is under way wait for the next
 * one together.
 */
export class Group {
  readonly #write: () => Promise<void>;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /** The write that is under way, if there is one. */
  get running(): Promise<void> | undefined {
    return this.#running;
  }

  /** A write that begins after this call. Rejects when it fails. */
  soon(): Promise<void> {
    if (this.#next === undefined) {
      this.#next = this.#turn();
      // Whoever changes something does not have to wait for it; who waits is told.
      this.#next.catch(() => {});
    }
    return this.#next;
  }

  async #turn(): Promise<void> {
    await this.#running?.catch(() => {});
    // What else changes in this turn of the loop comes along.
    await new Promise(setImmediate);
    this.#next = undefined;
    const running = this.#write();
    this.#running = running;
    try {
      await running;
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }
}
