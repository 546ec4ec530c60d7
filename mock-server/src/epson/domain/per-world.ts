/** Something that each world has one of, made when it is first asked for. */
export class PerWorld<T> {
  readonly #make: (clientId: string) => T;
  readonly #byClientId = new Map<string, T>();

  constructor(make: (clientId: string) => T) {
    this.#make = make;
  }

  /** Forgets what a world had that is gone. */
  drop(clientId: string): void {
    this.#byClientId.delete(clientId);
  }

  of(clientId: string): T {
    let found = this.#byClientId.get(clientId);
    if (found === undefined) {
      found = this.#make(clientId);
      this.#byClientId.set(clientId, found);
    }
    return found;
  }

  /** All that were made, by the client's ID. */
  all(): [string, T][] {
    return [...this.#byClientId];
  }
}
