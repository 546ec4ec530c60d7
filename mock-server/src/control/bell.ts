/** Rings whenever something has changed in a world, for those who wait for a change. */
export class Bell {
  readonly #listeners = new Set<() => void>();

  ring(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * Waits until something holds; it is looked at now and at every ring.
   *
   * @returns whether it came to hold in time
   */
  async until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
    if (holds()) return true;
    return new Promise<boolean>((resolve) => {
      const end = (met: boolean) => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve(met);
      };
      const look = () => holds() && end(true);
      const timer = setTimeout(() => end(false), timeoutMs);
      this.#listeners.add(look);
    });
  }
}
