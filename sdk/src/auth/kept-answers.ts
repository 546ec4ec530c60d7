/** Answers of the host that do not change, kept for as long as the tokens of their client live. */
export class KeptAnswers<T> {
  readonly #kept = new WeakMap<object, Map<string, T>>();

  /**
   * Returns the answer with this key, and asks for it if there is none.
   *
   * @param ask returns the answer with the key that it belongs to: a renewed token may be for another printer
   */
  async get(tokens: object, key: string, ask: () => Promise<readonly [key: string, answer: T]>): Promise<T> {
    // The map of the tokens that are used now: after they were forgotten nobody finds a late answer in it.
    const mine = this.#kept.get(tokens) ?? new Map<string, T>();
    this.#kept.set(tokens, mine);
    let answer = mine.get(key);
    if (answer === undefined) {
      const [ownKey, found] = await ask();
      answer = found;
      mine.set(ownKey, found);
    }
    // A copy: what the caller does to it is not what the next one gets.
    return structuredClone(answer);
  }

  forget(tokens: object): void {
    this.#kept.delete(tokens);
  }
}
