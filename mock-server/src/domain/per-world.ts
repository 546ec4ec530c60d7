/** Something that each world has one of, made when it is first asked for. */
export class PerWorld<T> {
  readonly #make: () => T;
  readonly #byClientId = new Map<string, T>();

  constructor(make: () => T) {
    this.#make = make;
  }

  of(clientId: string): T {
    let found = this.#byClientId.get(clientId);
    if (found === undefined) {
      found = this.#make();
      this.#byClientId.set(clientId, found);
    }
    return found;
  }
}
