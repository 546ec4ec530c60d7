import { EpsonConnect, type Clock, type Fetch } from 'epson-connect-sdk';
import { printAll, type PrintAllOptions, type PrintResult, type SharedLedger } from 'epson-connect-sdk/many';
import { JobHost } from './job-host.js';
import { MemoryLedger } from './memory-ledger.js';

/** Something that a worker has sent, or that is on its way back: it happens when the test says so. */
export interface Parcel {
  readonly worker: Worker;
  readonly what: string;
  /** Lets it happen. `isLost`: the answer to it does not arrive. `isRefused`: the host says no to an execute. */
  happen(how?: { isLost?: boolean; isRefused?: boolean }): void;
}

const deviceId = 'd'.repeat(32);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * Workers, their ledger and their host, in a time that goes by on demand. Everything that travels between them does so
 * one by one, in any order, so that a test can have every interleaving.
 */
export class Workplace {
  nowMs = Date.UTC(2026, 0, 1);
  readonly parcels: Parcel[] = [];
  readonly workers: Worker[] = [];
  readonly host = new JobHost();
  /** The number of records that were refused because the worker had lost its claim. */
  displaced = 0;
  /** The history, which explains a failure. */
  readonly events: string[] = [];
  readonly ledger: SharedLedger;

  /** The effects that have no answer yet: a real store needs time. */
  readonly #effects = new Set<Promise<unknown>>();

  /** `changed`: the ledger, made worse, or another one. */
  constructor(changed = (ledger: MemoryLedger): SharedLedger => ledger) {
    this.ledger = changed(new MemoryLedger(() => this.nowMs));
  }

  /** Starts a worker that prints these documents. */
  start(ids: readonly string[], options: PrintAllOptions = {}): Worker {
    const worker = new Worker(this, `w${this.workers.length}`, ids, options);
    this.workers.push(worker);
    return worker;
  }

  /** Sends something on its way: there its effect happens, and then its answer comes back, or is lost. */
  send<T>(worker: Worker, what: string, effect: (isRefused: boolean) => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const back = (what: string, arrive: () => void) =>
        this.parcels.push({ worker, what: `answer to ${what}`, happen: arrive });
      this.parcels.push({
        worker,
        what,
        happen: ({ isLost = false, isRefused = false } = {}) => {
          const answer = Promise.resolve().then(() => effect(isRefused));
          this.#effects.add(answer);
          void answer.catch(() => {}).then(() => this.#effects.delete(answer));
          void answer.then(
            (value) =>
              isLost
                ? back(`${what}, lost`, () => reject(new TypeError('terminated')))
                : back(what, () => resolve(value)),
            (error: Error) => back(what, () => reject(error)),
          );
        },
      });
    });
  }

  /** Those that can happen now: to a worker that stands still nothing comes back. */
  movable(): Parcel[] {
    return this.parcels.filter(
      ({ worker, what }) => worker.state === 'running' || !what.startsWith('answer'),
    );
  }

  async move(parcel: Parcel, how?: Parameters<Parcel['happen']>[0]): Promise<void> {
    this.parcels.splice(this.parcels.indexOf(parcel), 1);
    this.events.push(`${parcel.worker.name}: ${parcel.what} ${JSON.stringify(how ?? {})}`);
    parcel.happen(how);
    await this.settle();
  }

  async advance(ms: number): Promise<void> {
    this.nowMs += ms;
    this.events.push(`${ms} ms go by`);
    for (const worker of this.workers) if (worker.state === 'running') worker.catchUp();
    await this.settle();
  }

  /** Lets everything happen in its order until `isOver`, and time go by where nothing else can. */
  async calm(isOver: () => boolean): Promise<void> {
    await this.settle();
    for (let steps = 0; !isOver(); steps += 1) {
      if (steps > 20_000) throw new Error(`no end: ${this.events.slice(-20).join('; ')}`);
      const [parcel] = this.movable();
      if (parcel) {
        await this.move(parcel);
        continue;
      }
      const nextMs = Math.min(
        ...this.workers.map((worker) => (worker.state === 'running' ? worker.nextMs : Infinity)),
      );
      if (nextMs === Infinity) throw new Error(`stuck: ${this.events.slice(-20).join('; ')}`);
      await this.advance(Math.max(0, nextMs));
    }
  }

  /** Resolves when all that waits for nothing outside has run. */
  async settle(): Promise<void> {
    while (this.#effects.size > 0) await Promise.allSettled(this.#effects);
    for (let turns = 0; turns < 3; turns += 1) await turn();
  }
}

/** A process that prints: it can stand still for a while, its clock with it, and be killed. */
export class Worker {
  readonly place: Workplace;
  readonly name: string;
  state: 'running' | 'stalled' | 'killed' = 'running';
  readonly results: PrintResult[] = [];
  isOver = false;
  /** The error that ended its run. */
  failure: unknown;
  #monotonicMs: number;
  readonly #timers = new Set<{ atMs: number; callback: () => void }>();

  constructor(place: Workplace, name: string, ids: readonly string[], options: PrintAllOptions) {
    this.place = place;
    this.name = name;
    this.#monotonicMs = place.nowMs;
    const epson = new EpsonConnect({
      clientId: '0'.repeat(32),
      clientSecret: '1'.repeat(64),
      printerEmail: 'shared@print.test',
      baseUrl: 'https://api.test',
      callsPerMinute: Infinity,
      random: () => 0.5,
      retries: 1,
      clock: this.clock,
      fetch: this.#fetch,
    });
    const documents = ids.map((id) => ({
      id,
      job_name: id,
      document: { data: new Uint8Array(8), name: 'a.pdf' },
    }));
    void this.#run(printAll(epson, documents, { concurrency: 2, ...options, ledger: this.#ledger() }));
  }

  readonly clock: Clock = {
    nowMs: () => this.#monotonicMs,
    monotonicMs: () => this.#monotonicMs,
    schedule: (delayMs, callback) => {
      const timer = { atMs: this.#monotonicMs + delayMs, callback };
      this.#timers.add(timer);
      return () => this.#timers.delete(timer);
    },
  };

  /** Until the next timer is due. */
  get nextMs(): number {
    return Math.min(...[...this.#timers].map(({ atMs }) => atMs)) - this.#monotonicMs;
  }

  get timers(): number {
    return this.#timers.size;
  }

  catchUp(): void {
    this.#monotonicMs = this.place.nowMs;
    const due = [...this.#timers].filter(({ atMs }) => atMs <= this.#monotonicMs);
    for (const timer of due.sort((a, b) => a.atMs - b.atMs)) if (this.#timers.delete(timer)) timer.callback();
  }

  stall(): void {
    this.state = 'stalled';
  }

  async wake(): Promise<void> {
    this.state = 'running';
    this.catchUp();
    await this.place.settle();
  }

  /** Ends it at once. What it has sent is still on its way. */
  kill(): void {
    this.state = 'killed';
  }

  async #run(results: AsyncIterable<PrintResult>): Promise<void> {
    try {
      for await (const result of results) this.results.push(result);
    } catch (error) {
      this.failure = error;
    }
    this.isOver = true;
  }

  readonly #fetch: Fetch = async (url, { method = 'GET', body, signal }) => {
    const { pathname } = new URL(url);
    if (pathname.endsWith('/PostData')) return new Response(null);
    if (pathname.endsWith('/oauth2/auth/token')) {
      const token = { token_type: 'Bearer', access_token: 'a'.repeat(64), refresh_token: 'r'.repeat(64) };
      return Response.json({ ...token, expires_in: 86_400, subject_type: 'printer', subject_id: deviceId });
    }
    const text = typeof body === 'string' ? body : '';
    const answer = await Promise.race([
      this.place.send(this, `${method} ${pathname.slice(-20)}`, (isRefused) =>
        this.place.host.answer(method, pathname, text, isRefused),
      ),
      new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    ]);
    return new Response(answer.text, {
      status: answer.status,
      headers: { 'content-type': 'application/json' },
    });
  };

  /** The place's ledger, seen from here: every step takes its way there and back. */
  #ledger(): SharedLedger {
    const { place } = this;
    const { ledger } = place;
    return {
      get: (id) => place.send(this, `get ${id}`, () => ledger.get(id)),
      claim: async (id, leaseMs) => {
        const claim = await place.send(this, `claim ${id}`, () => ledger.claim(id, leaseMs));
        return (
          claim && {
            entry: claim.entry,
            record: (entry) =>
              place.send(this, `record ${entry.state} of ${id}`, async () => {
                const isRecorded = await claim.record(entry);
                if (!isRecorded) place.displaced += 1;
                return isRecorded;
              }),
            renew: (ms) => place.send(this, `renew ${id} ${ms}`, () => claim.renew(ms)),
          }
        );
      },
    };
  }
}
