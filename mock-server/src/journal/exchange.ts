import type { IncomingMessage } from 'node:http';
import type { OperationId } from '../domain/contract.js';
import type { Warning } from '../domain/refusal.js';
import type { ErrorFamily } from '../rules/answers.js';
import { KeptTold, NOTHING_KEPT, type KeptBody, type KeptMessage } from './kept.js';
import { maskText, type Hide } from './mask.js';

/** How an exchange ended: with an answer, or with the connection. */
export interface Outcome {
  readonly status: number | 'connection lost';
  readonly durationMs: number;
}

/** Why a call was refused: the rule and what mends it. */
export interface Reason {
  readonly rule: string;
  readonly hint: string;
}

/**
 * One request and its answer, as it is told to people. Nothing that can be read of it holds a secret: what came over
 * the wire is kept as it came and masked when it is read, because most of it never is.
 */
export class Exchange {
  readonly method: string;
  /** The client whose world it belongs to. */
  clientId: string | undefined = undefined;
  operation: OperationId | undefined = undefined;
  family: ErrorFamily = 'api';
  /** The methods that the path takes, as the header `Allow` lists them. */
  methods: string | undefined = undefined;
  jobId: string | undefined = undefined;
  /** The digest of an uploaded file, which was made when it was stored. */
  documentSha256: string | undefined = undefined;
  readonly warnings: Warning[] = [];
  /** Set when the answer has been sent, or the connection ended before. */
  outcome: Outcome | undefined = undefined;
  readonly #target: string;
  readonly #startedMs: number;
  #refusal: Reason | undefined;
  #isSettled = false;
  #hide: Hide = maskText;
  #request: KeptMessage = NOTHING_KEPT;
  #response: KeptMessage = NOTHING_KEPT;
  #arrived: () => number = () => 0;

  constructor(method: string, target: string, startedMs = Date.now()) {
    this.method = method;
    this.#target = target;
    this.#startedMs = startedMs;
    this.isOwn = /^\/_mock(?:[/?]|$)/.test(target);
  }

  /** Why it was refused. What its operation, which was cut off, still says when that is settled is not heard. */
  get refusal(): Reason | undefined {
    return this.#refusal;
  }

  set refusal(refusal: Reason | undefined) {
    if (!this.#isSettled) this.#refusal = refusal;
  }

  /** Says for good why it was refused, or that it was not. */
  settle(refusal: Reason | undefined): void {
    this.#refusal = refusal;
    this.#isSettled = true;
  }

  /** The raw request target with keys and tokens masked. */
  get target(): string {
    return this.#hide(this.#target);
  }

  get startedAt(): Date {
    return new Date(this.#startedMs);
  }

  /** Whether it was with the mock itself, and not with the host that it stands for. */
  isOwn: boolean;

  /** Names and values, masked, in their order. There when the exchange is over, as what follows. */
  get requestHeaders(): readonly [string, string][] {
    return this.#request.headers().map(([name, value]) => [this.#hide(name), this.#hide(value)]);
  }

  get requestBody(): KeptBody {
    return this.#hidden(this.#request.body());
  }

  get responseHeaders(): readonly [string, string][] {
    return this.#response.headers().map(([name, value]) => [this.#hide(name), this.#hide(value)]);
  }

  get responseBody(): KeptBody {
    return this.#hidden(this.#response.body());
  }

  /** What it takes in memory, roughly. */
  get keptBytes(): number {
    const hint = this.refusal?.hint.length ?? 0;
    return this.#target.length + hint + this.#request.keptBytes + this.#response.keptBytes;
  }

  /** How much of the request's body has come. */
  get arrivedBytes(): number {
    return this.#arrived();
  }

  /** Lets it be asked how much of the request's body has come. */
  countArriving(arrived: () => number): void {
    this.#arrived = arrived;
  }

  /** Enters how it ended and what passed. */
  end(outcome: Outcome, request: KeptMessage, response: KeptMessage): void {
    this.outcome = outcome;
    this.#request = request;
    this.#response = response;
  }

  /**
   * Takes the secrets that the host knows out of all that can be read of it, wherever the client put them: in a path, a
   * header of its own, the name of a part, or a value that a hint repeats. Its refusal is settled by then.
   */
  seal(hide: Hide): void {
    this.#hide = hide;
    const { refusal, warnings, jobId } = this;
    this.settle(refusal === undefined ? undefined : { ...refusal, hint: hide(refusal.hint) });
    warnings.forEach((each, at) => (warnings[at] = { ...each, hint: hide(each.hint) }));
    if (jobId !== undefined) this.jobId = hide(jobId);
  }

  #hidden(body: KeptBody): KeptBody {
    return body.text === undefined ? body : { ...body, text: this.#hide(body.text) };
  }

  toJSON(): object {
    const { refusal, target, startedAt, requestHeaders, requestBody, responseHeaders, responseBody } = this;
    return {
      ...this,
      refusal,
      target,
      startedAt,
      requestHeaders,
      requestBody,
      responseHeaders,
      responseBody,
    };
  }

  /** What `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }
}

/** What `toJSON` makes of an exchange, when it has been written down and read again. */
export interface WrittenExchange extends Partial<
  Pick<
    Exchange,
    'clientId' | 'operation' | 'family' | 'methods' | 'jobId' | 'documentSha256' | 'refusal' | 'outcome'
  >
> {
  readonly method: string;
  readonly target: string;
  /** As JSON has it. */
  readonly startedAt: string;
  readonly warnings: readonly Warning[];
  readonly requestHeaders?: readonly [string, string][];
  readonly requestBody?: KeptBody;
  readonly responseHeaders?: readonly [string, string][];
  readonly responseBody?: KeptBody;
}

/** An exchange as it was written down. */
export function exchangeAgain(written: WrittenExchange): Exchange {
  const { method, target, startedAt, warnings, outcome, ...rest } = written;
  const { requestHeaders, requestBody, responseHeaders, responseBody, ...own } = rest;
  const exchange = new Exchange(method, target, Date.parse(startedAt));
  Object.assign(exchange, own);
  exchange.warnings.push(...warnings);
  const [request, response] = [
    new KeptTold(requestHeaders, requestBody),
    new KeptTold(responseHeaders, responseBody),
  ];
  if (outcome !== undefined) exchange.end(outcome, request, response);
  return exchange;
}

const exchanges = new WeakMap<IncomingMessage, Exchange>();

export function beginExchange(request: IncomingMessage): Exchange {
  const exchange = new Exchange(request.method ?? '', request.url ?? '');
  exchanges.set(request, exchange);
  return exchange;
}

/** The exchange that a request belongs to. */
export function exchangeOf(request: IncomingMessage): Exchange {
  return exchanges.get(request) ?? beginExchange(request);
}

/**
 * Says why an exchange was ended, for good: its operation, which is cut off by that, would still say that the body broke
 * off, also after the exchange has been told.
 */
export function settleRefusal(request: IncomingMessage, refusal: Reason): void {
  exchangeOf(request).settle(refusal);
}

/** What passes no route, as an exchange: it is told to people like the others. */
export function exchangeOutside(told: {
  readonly method: string;
  readonly target: string;
  readonly startedAt?: Date;
  readonly status: number;
  readonly rule?: string;
  readonly hint?: string;
}): Exchange {
  const { method, target, status, rule, hint, startedAt = new Date() } = told;
  const exchange = new Exchange(method, target, startedAt.getTime());
  if (rule !== undefined && hint !== undefined) exchange.refusal = { rule, hint };
  exchange.outcome = { status, durationMs: Date.now() - startedAt.getTime() };
  return exchange;
}
