import { createHash } from 'node:crypto';
import type { AcknowledgedJobV2, AcknowledgedStateV2, Connection } from './acknowledged-state-v2.js';
import { bytesFor, LOAD_PRINTERS } from './load.js';
import { TokensV2 } from './tokens-v2.js';

const QUARTER_MS = 15 * 60_000;

/** A client that does everything there is to do in version 2, in any order, and remembers what it was told. */
export class LoadV2 {
  readonly #state: AcknowledgedStateV2;
  readonly #random: () => number;
  readonly #callback: string;
  readonly #tokens: TokensV2;

  /** @param callback where notifications go; a number is appended for each setting */
  constructor(url: string, state: AcknowledgedStateV2, random: () => number, callback: string) {
    this.#state = state;
    this.#random = random;
    this.#callback = callback;
    this.#tokens = new TokensV2(url, state);
  }

  /** Goes on until the host is gone. */
  async run(): Promise<void> {
    try {
      for (;;) await this.#one();
    } catch (error) {
      // The connection broke, as it should.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  async #one(): Promise<void> {
    const connection = this.#any(this.#state.connections.filter(({ isAsked }) => !isAsked));
    if (connection === undefined) return this.#connect();
    if (connection.endsMs < this.#state.latestMs) return this.#tokens.refresh(connection);
    const steps: [number, () => Promise<void>][] = [
      [4, () => this.#create(connection)],
      [1, () => this.#copy(connection)],
      [2, () => this.#schedule(connection)],
      [8, () => this.#upload()],
      [8, () => this.#execute(connection)],
      [1, () => this.#cancel(connection)],
      [3, () => this.#tokens.refresh(connection)],
      [0.5, () => this.#connect()],
      [0.5, () => this.#issueCode()],
      [2, () => this.#registerDestination(connection)],
      [1, () => this.#updateDestination(connection)],
      [1, () => this.#deleteDestination(connection)],
      [1, () => this.#notify()],
      [0.1, () => this.#tokens.advance(QUARTER_MS)],
    ];
    let at = this.#random() * steps.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, step] of steps) if ((at -= weight) < 0) return step();
  }

  async #connect(): Promise<void> {
    const issued = await this.#tokens.issueCode(this.#any(LOAD_PRINTERS) ?? '');
    if (issued !== undefined) await this.#tokens.connect(issued);
  }

  async #issueCode(): Promise<void> {
    const issued = await this.#tokens.issueCode(this.#any(LOAD_PRINTERS) ?? '');
    if (issued !== undefined) this.#state.codes.push(issued);
  }

  async #create(connection: Connection): Promise<void> {
    const body = { jobName: 'load', printMode: 'document' };
    const created = await this.#api(connection, 'POST', '/printing/jobs', body);
    if (created !== undefined) this.#remember(connection, created['jobId'], created['uploadUri']);
  }

  async #schedule(connection: Connection): Promise<void> {
    // Soon enough to be printed in this run, and late enough to be reserved until then.
    const printAtMs = (Math.ceil(this.#state.latestMs / QUARTER_MS) + 2) * QUARTER_MS;
    const printDateTime = new Date(printAtMs).toISOString().replaceAll(/\D/g, '').slice(0, 12);
    const body = { jobName: 'load', printMode: 'document', printDateTime };
    const created = await this.#api(connection, 'POST', '/scheduling/schedules', body);
    if (created !== undefined)
      this.#remember(connection, created['scheduleJobId'], created['uploadUri'], printAtMs);
  }

  async #copy(connection: Connection): Promise<void> {
    const source = this.#job(
      (each) =>
        each.printer === connection.printer &&
        each.printAtMs === undefined &&
        each.executed === 'acknowledged',
    );
    if (source === undefined) return;
    const copied = await this.#api(connection, 'POST', '/printing/jobs/copy', { fromJobId: source.id });
    if (copied === undefined) return;
    const { printer, sha256 } = source;
    this.#state.jobs.push({
      ...{ id: copied['jobId'] ?? '', printer, sha256 },
      ...{ uploaded: 'acknowledged', executed: 'no', cancelled: 'no' },
    });
  }

  #remember({ printer }: Connection, id = '', uploadUri = '', printAtMs?: number): void {
    const sha256 = createHash('sha256').update(bytesFor(id)).digest('hex');
    this.#state.jobs.push({
      ...{ id, printer, sha256, uploadUri, ...(printAtMs === undefined ? {} : { printAtMs }) },
      ...{ uploaded: 'no', executed: 'no', cancelled: 'no' },
    });
  }

  async #upload(): Promise<void> {
    const job = this.#job((each) => each.uploaded === 'no' && each.cancelled === 'no');
    if (job === undefined) return;
    job.uploaded = 'asked';
    const { pathname, search } = new URL(job.uploadUri ?? '');
    const headers = { 'Content-Type': 'application/pdf' };
    const path = `${pathname}${search}&File=1.pdf`;
    if (await this.#tokens.call('POST', path, { headers, body: bytesFor(job.id) }))
      job.uploaded = 'acknowledged';
  }

  async #execute(connection: Connection): Promise<void> {
    const job = this.#job(
      (each) =>
        each.printer === connection.printer &&
        each.uploaded === 'acknowledged' &&
        each.executed === 'no' &&
        each.cancelled === 'no',
    );
    if (job === undefined) return;
    job.executed = 'asked';
    if (await this.#api(connection, 'POST', pathOf(job, 'print', 'reserve'))) job.executed = 'acknowledged';
  }

  async #cancel(connection: Connection): Promise<void> {
    const job = this.#job(
      (each) => each.printer === connection.printer && each.executed !== 'asked' && each.cancelled === 'no',
    );
    if (job === undefined) return;
    job.cancelled = 'asked';
    const method = job.printAtMs === undefined ? 'POST' : 'DELETE';
    if (await this.#api(connection, method, pathOf(job, 'cancel'))) job.cancelled = 'acknowledged';
  }

  async #registerDestination(connection: Connection): Promise<void> {
    const alias = `d${Math.floor(this.#random() * 1e12)}`;
    const body = { aliasName: alias, destinationService: 'mail', destination: 'somebody@client.example' };
    const registered = await this.#api(connection, 'POST', '/scanning/destinations', body);
    if (registered === undefined) return;
    const { printer } = connection;
    const id = registered['destinationId'] ?? '';
    this.#state.destinations.push({ printer, id, aliases: [alias], deleted: 'no' });
  }

  async #updateDestination(connection: Connection): Promise<void> {
    const destination = this.#destination(connection);
    // One at a time: of two, nobody knows which came last.
    if (destination === undefined || destination.aliases.length > 1) return;
    const alias = `d${Math.floor(this.#random() * 1e12)}`;
    destination.aliases.push(alias);
    const body = { aliasName: alias, destination: 'somebody@client.example' };
    if (await this.#api(connection, 'PUT', `/scanning/destinations/${destination.id}`, body))
      destination.aliases = [alias];
  }

  async #deleteDestination(connection: Connection): Promise<void> {
    const destination = this.#destination(connection);
    if (destination === undefined) return;
    destination.deleted = 'asked';
    if (await this.#api(connection, 'DELETE', `/scanning/destinations/${destination.id}`))
      destination.deleted = 'acknowledged';
  }

  #destination({ printer }: Connection) {
    const all = this.#state.destinations;
    return this.#any(all.filter((each) => each.printer === printer && each.deleted === 'no'));
  }

  async #notify(): Promise<void> {
    const { notification } = this.#state;
    // One at a time, as for a destination.
    if (notification.isAsked) return;
    notification.isAsked = true;
    const number = (notification.asked += 1);
    const body = { notification: true, callbackUri: `${this.#callback}/${number}` };
    const token = await this.#tokens.applicationToken();
    if (await this.#tokens.api(token, 'POST', '/printing/settings/notification', body))
      notification.acknowledged = number;
    notification.isAsked = false;
  }

  #api({ access }: Connection, method: string, path: string, body?: object) {
    return this.#tokens.api(access, method, path, body);
  }

  #job(fits: (job: AcknowledgedJobV2) => boolean): AcknowledgedJobV2 | undefined {
    return this.#any(this.#state.jobs.slice(-200).filter(fits));
  }

  #any<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#random() * list.length)];
  }
}

function pathOf({ id, printAtMs }: AcknowledgedJobV2, step: string, ofSchedule?: string): string {
  if (printAtMs === undefined) return `/printing/jobs/${id}/${step}`;
  return `/scheduling/schedules/${id}${ofSchedule === undefined ? '' : `/${ofSchedule}`}`;
}
