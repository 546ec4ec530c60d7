/** Signal that something has changed in a world. */
export class ChangeSignal {
  readonly #listeners = new Set<() => void>();

  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * Waits until a predicate is true. It is evaluated now and after every change.
   *
   * @param signal ends the wait early
   * @returns true if the predicate was true in time
   */
  async waitUntil(holds: () => boolean, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    if (holds()) return true;
    if (signal?.aborted === true) return false;
    return new Promise<boolean>((resolve) => {
      const end = (met: boolean) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        this.#listeners.delete(look);
        resolve(met);
      };
      const look = () => holds() && end(true);
      const leave = () => end(false);
      const timer = setTimeout(() => end(false), timeoutMs);
      this.#listeners.add(look);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
