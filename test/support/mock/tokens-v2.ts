import type { AcknowledgedStateV2, Connection, IssuedCode } from './acknowledged-state-v2.js';
import { APP, basicOf, REDIRECT_URI } from './authorization.js';

export type Answer = Record<string, string>;

/** Connections that are kept; the host remembers the newest 1,000 access tokens. */
const MOST_CONNECTIONS = 12;
/** A minute less than they live, for the time that a call takes on a slow machine. */
const CODE_MS = 240_000;
const ACCESS_MS = 3_540_000;
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The authorization of a client that remembers what it was told, and the calls that need it. */
export class TokensV2 {
  readonly #url: string;
  readonly #state: AcknowledgedStateV2;

  constructor(url: string, state: AcknowledgedStateV2) {
    this.#url = url;
    this.#state = state;
  }

  /** Has a person consent to a printer. */
  async issueCode(printer: string): Promise<IssuedCode | undefined> {
    const endsMs = this.#state.earliestMs + CODE_MS;
    const body = JSON.stringify({ printer });
    const issued = await this.call('POST', '/_mock/api/authorize', { headers: JSON_TYPE, body });
    return issued === undefined ? undefined : { code: issued['code'] ?? '', endsMs, printer };
  }

  /** Exchanges a code for a connection. */
  async connect(issued: IssuedCode): Promise<void> {
    const { askedCodes, connections, usedCodes, counts } = this.#state;
    askedCodes.push(issued);
    const endsMs = this.#state.earliestMs + ACCESS_MS;
    const { status, body } = await this.exchange(issued.code);
    askedCodes.splice(askedCodes.indexOf(issued), 1);
    if (status !== 200) return;
    counts.exchanges += 1;
    const { access_token: access = '', refresh_token: refresh = '' } = body;
    connections.push({ ...issued, access, refresh, endsMs, isAsked: false });
    const retired = connections.find(({ isAsked }) => !isAsked);
    if (connections.length <= MOST_CONNECTIONS || retired === undefined) return;
    connections.splice(connections.indexOf(retired), 1);
    usedCodes.push(retired);
  }

  /** Refreshes a connection that nobody else refreshes meanwhile. */
  async refresh(connection: Connection): Promise<void> {
    connection.isAsked = true;
    const former = connection.refresh;
    const endsMs = this.#state.earliestMs + ACCESS_MS;
    const { status, body } = await this.useRefreshToken(former);
    if (status !== 200) throw new Error(`a refresh token that nobody had used was answered with ${status}`);
    const { access_token: access = '', refresh_token: refresh = '' } = body;
    Object.assign(connection, { access, refresh, endsMs, isAsked: false });
    this.#state.usedTokens.push(former);
    this.#state.counts.refreshes += 1;
  }

  exchange(code: string) {
    return this.#token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI });
  }

  useRefreshToken(refreshToken: string) {
    return this.#token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  async applicationToken(): Promise<string> {
    const { body } = await this.#token({ grant_type: 'client_credentials' });
    return body['access_token'] ?? '';
  }

  /** Moves the world's clock. */
  async advance(ms: number): Promise<void> {
    const { ahead } = this.#state;
    ahead.mostMs += ms;
    const body = JSON.stringify({ advance_ms: ms });
    const clock = await this.call('POST', '/_mock/api/clock', { headers: JSON_TYPE, body });
    if (clock === undefined) return;
    const nowMs = Date.parse(clock['now'] ?? '');
    ahead.leastMs = Math.max(ahead.leastMs, nowMs - Date.now());
    this.#state.nowMs = Math.max(this.#state.nowMs, nowMs);
  }

  /** A call below `/api/2`. @returns the body of a 2xx; nothing for a refusal */
  api(token: string, method: string, path: string, body?: object): Promise<Answer | undefined> {
    const headers = { Authorization: `Bearer ${token}`, 'x-api-key': APP.apiKey };
    const sent =
      body === undefined
        ? { headers }
        : { headers: { ...headers, ...JSON_TYPE }, body: JSON.stringify(body) };
    return this.call(method, `/api/2${path}`, sent);
  }

  /** @returns the body of a 2xx; nothing for a refusal */
  async call(method: string, path: string, init: RequestInit): Promise<Answer | undefined> {
    const { status, body } = await this.#send(method, path, init);
    return status < 300 ? body : undefined;
  }

  #token(form: Answer) {
    const headers = { Authorization: basicOf(APP.clientId, APP.clientSecret) };
    return this.#send('POST', '/auth/token', { headers, body: new URLSearchParams(form) });
  }

  async #send(method: string, path: string, init: RequestInit): Promise<{ status: number; body: Answer }> {
    const response = await fetch(this.#url + path, { method, ...init });
    const { status } = response;
    const text = await response.text();
    if (status >= 500) throw new Error(`${method} ${path} was answered with ${status}: ${text}`);
    if (response.ok) this.#state.calls += 1;
    return { status, body: text === '' ? {} : (JSON.parse(text) as Answer) };
  }
}
