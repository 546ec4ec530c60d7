import { createHash } from 'node:crypto';
import type { AcknowledgedState, AcknowledgedJob } from './acknowledged-state.js';
import { PDF } from './client.js';

export const LOAD_PRINTERS = ['one', 'two', 'three', 'four'].map((name) => `${name}@print.epsonconnect.com`);
const BASIC = `Basic ${Buffer.from(`${'0123456789abcdef'.repeat(2)}:${'0123456789abcdef'.repeat(4)}`).toString('base64')}`;
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A client that does everything there is to do, in any order, and remembers what it was told. */
export class Load {
  readonly #url: string;
  readonly #acknowledged: AcknowledgedState;
  readonly #random: () => number;
  readonly #callback: string;

  /** @param callback where notifications go; a number is appended for each setting */
  constructor(url: string, acknowledged: AcknowledgedState, random: () => number, callback: string) {
    this.#url = url;
    this.#acknowledged = acknowledged;
    this.#random = random;
    this.#callback = callback;
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
    const printer = this.#any(LOAD_PRINTERS);
    if (!this.#acknowledged.tokens.has(printer)) return this.#authenticate(printer);
    const steps: [number, () => Promise<void>][] = [
      [4, () => this.#create(printer)],
      [6, () => this.#upload()],
      [6, () => this.#execute()],
      [1, () => this.#cancel()],
      [1, () => this.#authenticate(printer)],
      [2, () => this.#registerDestination(printer)],
      [1, () => this.#deleteDestination()],
      [1, () => this.#notify(printer)],
      [0.3, () => this.#seedPrinter()],
      [0.3, () => this.#moveClock()],
    ];
    let at = this.#random() * steps.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, step] of steps) if ((at -= weight) < 0) return step();
  }

  async #authenticate(printer: string): Promise<void> {
    const body = await this.#call('POST', '/api/1/printing/oauth2/auth/token?subject=printer', {
      headers: { Authorization: BASIC, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `grant_type=password&username=${encodeURIComponent(printer)}&password=`,
    });
    if (body === undefined) return;
    const { access_token: access, refresh_token: refresh, subject_id: deviceId } = body;
    this.#acknowledged.tokens.set(printer, {
      access: access ?? '',
      refresh: refresh ?? '',
      deviceId: deviceId ?? '',
    });
  }

  async #create(printer: string): Promise<void> {
    const created = await this.#api(printer, 'POST', '/jobs', { job_name: 'load', print_mode: 'document' });
    if (created === undefined) return;
    const sha256 = createHash('sha256')
      .update(bytesFor(created['id'] ?? ''))
      .digest('hex');
    const steps = { uploaded: 'no', executed: 'no', cancelled: 'no' } as const;
    const [id, uploadUri] = [created['id'] ?? '', created['upload_uri'] ?? ''];
    this.#acknowledged.jobs.push({ id, uploadUri, printer, sha256, ...steps });
  }

  async #upload(): Promise<void> {
    const job = this.#job((each) => each.uploaded === 'no');
    if (job === undefined) return;
    job.uploaded = 'asked';
    const { pathname, search } = new URL(job.uploadUri);
    const body = bytesFor(job.id);
    const headers = { 'Content-Type': 'application/octet-stream' };
    if (await this.#call('POST', `${pathname}${search}&File=1.pdf`, { headers, body }))
      job.uploaded = 'acknowledged';
  }

  async #execute(): Promise<void> {
    const job = this.#job(
      (each) => each.uploaded === 'acknowledged' && each.executed === 'no' && each.cancelled === 'no',
    );
    if (job === undefined) return;
    job.executed = 'asked';
    if (await this.#api(job.printer, 'POST', `/jobs/${job.id}/print`)) job.executed = 'acknowledged';
  }

  async #cancel(): Promise<void> {
    const job = this.#job((each) => each.executed !== 'asked' && each.cancelled === 'no');
    if (job === undefined) return;
    job.cancelled = 'asked';
    if (await this.#api(job.printer, 'POST', `/jobs/${job.id}/cancel`)) job.cancelled = 'acknowledged';
  }

  async #registerDestination(printer: string): Promise<void> {
    const alias = `d${this.#acknowledged.destinations.size}`;
    const entry = { printer, registered: 'asked' as 'asked' | 'acknowledged', deleted: 'no' as const };
    this.#acknowledged.destinations.set(alias, entry);
    const body = { alias_name: alias, type: 'mail', destination: 'somebody@client.example' };
    if (await this.#api(printer, 'POST', '/destinations', body)) entry.registered = 'acknowledged';
  }

  async #deleteDestination(): Promise<void> {
    const [alias, entry] = this.#any(
      [...this.#acknowledged.destinations].filter(
        ([, each]) => each.registered === 'acknowledged' && each.deleted === 'no',
      ),
    ) ?? [undefined];
    if (entry === undefined) return;
    entry.deleted = 'asked';
    const listed = await this.#api(entry.printer, 'GET', '/destinations');
    const all = (listed?.['destinations'] ?? []) as unknown as { id: string; alias_name: string }[];
    const id = all.find((each) => each.alias_name === alias)?.id;
    if (await this.#api(entry.printer, 'DELETE', '/destinations', { id })) entry.deleted = 'acknowledged';
  }

  async #notify(printer: string): Promise<void> {
    const { notification } = this.#acknowledged;
    const number = (notification.asked += 1);
    const body = { notification: true, callback_uri: `${this.#callback}/${number}` };
    if (await this.#api(printer, 'POST', '/settings/notification', body))
      notification.acknowledged = Math.max(notification.acknowledged, number);
  }

  async #seedPrinter(): Promise<void> {
    const email = `seeded${this.#acknowledged.printers.size}.${Math.floor(this.#random() * 1e9)}@print.epsonconnect.com`;
    const body = JSON.stringify({ email });
    if (await this.#call('POST', '/_mock/api/printers', { headers: JSON_TYPE, body }))
      this.#acknowledged.printers.add(email);
  }

  async #moveClock(): Promise<void> {
    const body = JSON.stringify({ advance_ms: 500 });
    const clock = await this.#call('POST', '/_mock/api/clock', { headers: JSON_TYPE, body });
    if (clock !== undefined)
      this.#acknowledged.nowMs = Math.max(this.#acknowledged.nowMs, Date.parse(clock['now'] ?? ''));
  }

  #api(
    printer: string,
    method: string,
    path: string,
    body?: object,
  ): Promise<Record<string, string> | undefined> {
    const { access = '', deviceId = '' } = this.#acknowledged.tokens.get(printer) ?? {};
    const root = path.startsWith('/destinations') ? '/api/1/scanning/scanners' : '/api/1/printing/printers';
    const headers = { Authorization: `Bearer ${access}`, ...(body === undefined ? {} : JSON_TYPE) };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return this.#call(method, `${root}/${deviceId}${path}`, { headers, ...sent });
  }

  /** @returns the body of a 2xx; nothing for a refusal */
  async #call(method: string, path: string, init: RequestInit): Promise<Record<string, string> | undefined> {
    const response = await fetch(this.#url + path, { method, ...init });
    const text = await response.text();
    if (response.status >= 500)
      throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
    if (!response.ok) return undefined;
    this.#acknowledged.calls += 1;
    return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
  }

  #job(fits: (job: AcknowledgedJob) => boolean): AcknowledgedJob | undefined {
    return this.#any(this.#acknowledged.jobs.slice(-200).filter(fits));
  }

  #any<T>(list: readonly T[]): T;
  #any<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.#random() * list.length)];
  }
}

/** A document that is this job's and no other's. */
export function bytesFor(id: string): Buffer<ArrayBuffer> {
  return Buffer.concat([PDF, Buffer.from(`\n% ${id}\n`)]);
}
