import TinyQueue from 'tinyqueue';

/** Something that is to happen, unless it is called off. */
export interface Appointment {
  readonly atMs: number;
  /** Appointments of the same time keep the order in which they were made. */
  readonly order: number;
  run: (() => void) | undefined;
}

/** So many appointments that were called off are not worth a thought. */
const FEW = 1000;

const byTime = (a: Appointment, b: Appointment) => a.atMs - b.atMs || a.order - b.order;

/** What is to happen in a world, in its order. */
export class Agenda {
  #queue = new TinyQueue<Appointment>([], byTime);
  #made = 0;
  #calledOff = 0;

  /** @returns calls it off */
  enter(atMs: number, run: () => void): () => void {
    const appointment: Appointment = { atMs, order: (this.#made += 1), run };
    this.#queue.push(appointment);
    return () => this.#callOff(appointment);
  }

  next(): Appointment | undefined {
    return this.#queue.peek();
  }

  /** Takes out the next appointment, if it is due. */
  takeDue(untilMs: number): Appointment | undefined {
    const next = this.#queue.peek();
    return next !== undefined && next.atMs <= untilMs ? this.#queue.pop() : undefined;
  }

  clear(): void {
    this.#queue = new TinyQueue<Appointment>([], byTime);
  }

  /** What is called off stays in its place until it is due, but for when that would be most of all there is. */
  #callOff(appointment: Appointment): void {
    if (appointment.run === undefined) return;
    appointment.run = undefined;
    this.#calledOff += 1;
    if (this.#calledOff < FEW || this.#calledOff * 2 < this.#queue.length) return;
    this.#calledOff = 0;
    const standing = this.#queue.data.filter(({ run }) => run !== undefined);
    this.#queue = new TinyQueue(standing, byTime);
  }
}
