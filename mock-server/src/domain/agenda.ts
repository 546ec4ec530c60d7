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

/** What is to happen, the earliest first. */
export class Agenda {
  #queue = new TinyQueue<Appointment>([], byTime);
  #calledOff = 0;
  #made = 0;

  add(atMs: number, run: () => void): Appointment {
    const appointment: Appointment = { atMs, order: (this.#made += 1), run };
    this.#queue.push(appointment);
    return appointment;
  }

  /** What is next; it may have been called off. */
  peek(): Appointment | undefined {
    return this.#queue.peek();
  }

  /** Takes away what is next. */
  pop(): void {
    this.#queue.pop();
  }

  /** What is called off stays in its place until it is due, but for when that would be most of all there is. */
  callOff(appointment: Appointment): void {
    if (appointment.run === undefined) return;
    appointment.run = undefined;
    this.#calledOff += 1;
    if (this.#calledOff < FEW || this.#calledOff * 2 < this.#queue.length) return;
    this.#calledOff = 0;
    const standing = this.#queue.data.filter(({ run }) => run !== undefined);
    this.#queue = new TinyQueue(standing, byTime);
  }

  clear(): void {
    this.#queue = new TinyQueue<Appointment>([], byTime);
    this.#calledOff = 0;
  }
}
