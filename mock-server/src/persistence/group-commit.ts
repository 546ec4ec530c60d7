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
      // A caller that changes something need not wait for the write. A caller that waits gets the error.
      this.#next.catch(() => {});
    }
    return this.#next;
  }

  async #turn(): Promise<void> {
    await this.#running?.catch(() => {});
    // Other changes of this turn of the loop join the same write.
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
