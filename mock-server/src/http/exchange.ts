import type { IncomingMessage } from 'node:http';
import type { OperationId } from '../rules/rule.js';
import type { Warning } from '../rules/refusal.js';
import type { ApiVersion, ErrorFamily } from '../rules/answers.js';
import { type Hide, maskText } from '../text/mask.js';

/** The end of an exchange: an answer, or a lost connection. */
export interface Outcome {
  readonly status: number | 'connection lost';
  readonly durationMs: number;
}

/** The reason for a refusal: the rule, and the remedy. */
export interface Reason {
  readonly rule: string;
  readonly hint: string;
}

/** A body as far as it is kept. */
export interface KeptBody {
  readonly sizeBytes: number;
  /** Lowercase hexadecimal; absent where the body was not read to its end. */
  readonly sha256?: string;
  /** The beginning of a text body, masked. */
  readonly text?: string;
  /** The first bytes of an uploaded file, in lowercase hexadecimal. */
  readonly start?: string;
}

/** A request or an answer as it came, shortened; it is masked when it is read. */
export interface KeptMessage {
  headers(): [string, string][];
  body(): KeptBody;
  readonly keptBytes: number;
}

const NOTHING_KEPT: KeptMessage = { headers: () => [], body: () => ({ sizeBytes: 0 }), keptBytes: 0 };

/**
 * One request and its answer, as it is reported to people. Nothing that can be read of it holds a secret: what came over
 * the wire is kept as it came and masked when it is read, because most of it never is.
 */
export class Exchange {
  /** The method of the request. */
  readonly method: string;
  /** The client whose world it belongs to. */
  clientId: string | undefined = undefined;
  /** The version of the API that its path belongs to; undefined if it belongs to none. */
  apiVersion: ApiVersion | undefined = undefined;
  /** The operation of the description; undefined if no operation has this path. */
  operation: OperationId | undefined = undefined;
  /** The kind of operation, which decides the form of its errors. */
  family: ErrorFamily = 'api';
  /** The methods that the path takes, as the header `Allow` lists them. */
  methods: string | undefined = undefined;
  /** The digest of an uploaded file, which was made when it was stored. */
  documentSha256: string | undefined = undefined;
  /** Rules that the call broke although it was accepted. */
  readonly warnings: Warning[] = [];
  /** Set when the answer has been sent, or the connection ended before. */
  outcome: Outcome | undefined = undefined;
  readonly #target: string;
  #jobId: string | undefined;
  readonly #startedMs: number;
  #refusal: Reason | undefined;
  #isSettled = false;
  #hiddenWarnings = 0;
  #hide: Hide = maskText;
  #request: KeptMessage = NOTHING_KEPT;
  #response: KeptMessage = NOTHING_KEPT;

  constructor(method: string, target: string, startedMs = Date.now()) {
    this.method = method;
    this.#target = target;
    this.#startedMs = startedMs;
    this.isOwn = /^\/_mock(?:[/?]|$)/.test(target);
  }

  /** The reason for its refusal. Once that is settled, its operation, which was cut off, cannot change it. */
  get refusal(): Reason | undefined {
    return this.#refusal;
  }

  set refusal(refusal: Reason | undefined) {
    if (!this.#isSettled) this.#refusal = refusal;
  }

  /**
   * Says for good why it was refused, or that it was not: an operation that is cut off would still say that the body broke
   * off, also after the exchange has been reported.
   */
  settle(refusal: Reason | undefined): void {
    this.#refusal = refusal;
    this.#isSettled = true;
  }

  /** Takes the secrets out of the warnings for good; of those that are new since the last time. */
  hideWarnings(): void {
    const { warnings } = this;
    const fresh = warnings.splice(this.#hiddenWarnings);
    warnings.push(...fresh.map((warning) => ({ ...warning, hint: this.#hide(warning.hint) })));
    this.#hiddenWarnings = warnings.length;
  }

  /** Returns a text without the secrets that the host knows. */
  hide(text: string): string {
    return this.#hide(text);
  }

  /** The job that it is about, which a client may name by whatever it likes. */
  get jobId(): string | undefined {
    return this.#jobId === undefined ? undefined : this.#hide(this.#jobId);
  }

  set jobId(jobId: string | undefined) {
    this.#jobId = jobId;
  }

  /** The raw request target with keys and tokens masked. */
  get target(): string {
    return this.#hide(this.#target);
  }

  /** The time at which the request arrived. */
  get startedAt(): Date {
    return new Date(this.#startedMs);
  }

  /** True if it was with the mock itself, and not with the host that it emulates. */
  isOwn: boolean;

  /** Names and values, masked, in their order. There when the exchange is over, as what follows. */
  get requestHeaders(): readonly [string, string][] {
    return this.#request.headers().map(([name, value]) => [this.#hide(name), this.#hide(value)]);
  }

  /** The size and the beginning of the request body, masked. */
  get requestBody(): KeptBody {
    return this.#hidden(this.#request.body());
  }

  /** Names and values of the answer, masked. */
  get responseHeaders(): readonly [string, string][] {
    return this.#response.headers().map(([name, value]) => [this.#hide(name), this.#hide(value)]);
  }

  /** The size and the beginning of the answer, masked. */
  get responseBody(): KeptBody {
    return this.#hidden(this.#response.body());
  }

  /** The approximate size in memory. */
  get keptBytes(): number {
    const hint = this.refusal?.hint.length ?? 0;
    return this.#target.length + hint + this.#request.keptBytes + this.#response.keptBytes;
  }

  /** Enters the request while it comes in. */
  receive(request: KeptMessage): void {
    this.#request = request;
  }

  /** Enters how it ended and what passed. */
  end(outcome: Outcome, request: KeptMessage, response: KeptMessage): void {
    this.outcome = outcome;
    this.#request = request;
    this.#response = response;
  }

  /** Lets secrets that the host knows be taken out of whatever is read of it from here on. */
  hideBy(hide: Hide): void {
    this.#hide = hide;
  }

  /**
   * Takes the secrets that the host knows out of all that can be read of it, wherever the client put them: in a path, a
   * header of its own, the name of a part, or a value that a hint repeats. Its refusal is settled by then.
   */
  seal(hide: Hide): void {
    this.hideBy(hide);
    const { refusal } = this;
    this.settle(refusal === undefined ? undefined : { ...refusal, hint: hide(refusal.hint) });
    this.hideWarnings();
  }

  #hidden(body: KeptBody): KeptBody {
    return body.text === undefined ? body : { ...body, text: this.#hide(body.text) };
  }

  /** Returns the exchange as plain data, masked. */
  toJSON(): object {
    const { jobId, refusal, target, startedAt } = this;
    const { requestHeaders, requestBody, responseHeaders, responseBody } = this;
    return {
      ...this,
      jobId,
      refusal,
      target,
      startedAt,
      requestHeaders,
      requestBody,
      responseHeaders,
      responseBody,
    };
  }

  /** Returns the form that `console.log` shows. */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.toJSON();
  }
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

/** Returns an exchange for a call that passes no route, so that it is reported like the others. */
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

/** Says how much of a request's body has come, which is not all of it: `5 of 50589 bytes came`. */
export function arrivedOf(request: IncomingMessage): string {
  const { sizeBytes } = exchangeOf(request).requestBody;
  const announced = request.headers['content-length'];
  return announced === undefined
    ? `${sizeBytes} bytes came, and not the last chunk`
    : `${sizeBytes} of ${announced} bytes came`;
}
