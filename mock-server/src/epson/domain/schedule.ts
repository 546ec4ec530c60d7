import TinyQueue from 'tinyqueue';

/** Something that is to happen, unless it is called off. */
export interface Timer {
  readonly atMs: number;
  /** Timers of the same time keep the order in which they were made. */
  readonly order: number;
  run: (() => void) | undefined;
}

/** So many timers that were called off are not worth a thought. */
const FEW = 1000;

const byTime = (a: Timer, b: Timer) => a.atMs - b.atMs || a.order - b.order;

/** What is to happen in a world, in its order. */
export class Schedule {
  #queue = new TinyQueue<Timer>([], byTime);
  #made = 0;
  #calledOff = 0;

  /** @returns calls it off */
  enter(atMs: number, run: () => void): () => void {
    const timer: Timer = { atMs, order: (this.#made += 1), run };
    this.#queue.push(timer);
    return () => this.#callOff(timer);
  }

  next(): Timer | undefined {
    return this.#queue.peek();
  }

  /** Takes out the next timer, if it is due. */
  takeDue(untilMs: number): Timer | undefined {
    const next = this.#queue.peek();
    return next !== undefined && next.atMs <= untilMs ? this.#queue.pop() : undefined;
  }

  clear(): void {
    this.#queue = new TinyQueue<Timer>([], byTime);
  }

  /** What is called off stays in its place until it is due, but for when that would be most of all there is. */
  #callOff(timer: Timer): void {
    if (timer.run === undefined) return;
    timer.run = undefined;
    this.#calledOff += 1;
    if (this.#calledOff < FEW || this.#calledOff * 2 < this.#queue.length) return;
    this.#calledOff = 0;
    const standing = this.#queue.data.filter(({ run }) => run !== undefined);
    this.#queue = new TinyQueue(standing, byTime);
  }
}
