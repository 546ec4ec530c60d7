import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse, IncomingHttpHeaders } from 'node:http';
import { createHash } from 'node:crypto';
import { type Hide, maskBeginning, maskHeader, maskText } from '../text/mask.js';
import {
  arrivedOf,
  beginExchange,
  type Exchange,
  type KeptBody,
  type KeptMessage,
  type Reason,
} from './exchange.js';

/** Keeps what passes between a client and the host, and reports it when the answer is out or the connection gone. */
export function record(
  request: IncomingMessage,
  response: ServerResponse,
  hide: Hide,
  onOver: (exchange: Exchange) => void,
): Exchange {
  const startedMs = performance.now();
  const exchange = beginExchange(request);
  exchange.hideBy(hide);
  const sent = keepRequest(request, exchange);
  const answered = keepResponse(response);
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 'connection lost';
    if (status === 'connection lost') {
      exchange.refusal ??= lostReason(request);
    }
    sent.end(request.complete, exchange.documentSha256);
    exchange.end({ status, durationMs: performance.now() - startedMs }, sent, answered);
    onOver(exchange);
  });
  return exchange;
}

/** Returns the reason for an exchange whose client left before the answer. */
export function lostReason(request: IncomingMessage): Reason {
  const hint = request.complete
    ? 'The client ended the connection before it was answered. Wait for the answer.'
    : `The client ended the connection before the body was complete: ${arrivedOf(request)}, and nothing of them was kept. Send the body again, with the Content-Length that it has.`;
  return { rule: 'connection-lost', hint };
}

/** Listens to the body without reading it: the reader decides how fast it comes. */
function keepRequest(request: IncomingMessage, exchange: Exchange): KeptRequest {
  const kept = new KeptRequest(request.rawHeaders, request.headers);
  exchange.receive(kept);
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding): boolean => {
    if (chunk !== null) kept.add(chunk, exchange.family !== 'upload');
    return push(chunk, encoding);
  };
  return kept;
}

function keepResponse(response: ServerResponse): KeptResponse {
  const kept = new KeptResponse();
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
  response.writeHead = (...args: unknown[]) => {
    const given = args.at(-1);
    kept.begin({
      ...response.getHeaders(),
      ...(typeof given === 'object' ? (given as OutgoingHttpHeaders) : {}),
    });
    return writeHead(...args);
  };
  const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
  response.end = ((...args: unknown[]) => {
    const [body] = args;
    if (typeof body === 'string' || Buffer.isBuffer(body)) kept.end(body);
    return end(...args);
  }) as typeof response.end;
  return kept;
}

/** The bytes of a text body that are kept. */
const KEPT_BYTES = 4096;
/** The bytes of an uploaded file that are kept. Those of other bodies may hold a secret, which is not known in bytes. */
const START_BYTES = 16;
const TEXT = /^(?:text\/|application\/(?:json|x-www-form-urlencoded|xml)\b)/i;

/** A message that was read from the file, masked. */
export class KeptTold implements KeptMessage {
  readonly #headers: readonly [string, string][];
  readonly #body: KeptBody;

  constructor(headers: readonly [string, string][] = [], body: KeptBody = { sizeBytes: 0 }) {
    this.#headers = headers;
    this.#body = body;
  }

  get keptBytes(): number {
    return lengthOf(this.#headers.flat()) + (this.#body.text?.length ?? 0);
  }

  headers(): [string, string][] {
    return [...this.#headers];
  }

  body(): KeptBody {
    return this.#body;
  }
}

/** A request: its headers as the parser leaves them, and its body as it comes in. */
export class KeptRequest implements KeptMessage {
  readonly #rawHeaders: readonly string[];
  readonly #isText: boolean;
  #sizeBytes = 0;
  /** The beginning of a text, one character for each byte: small, and nothing of it is lost. */
  #head = '';
  /** The same of an uploaded file. */
  #start = '';
  #hash: ReturnType<typeof createHash> | undefined;
  #sha256: string | undefined;
  #isComplete = false;

  constructor(rawHeaders: readonly string[], headers: IncomingHttpHeaders) {
    this.#rawHeaders = rawHeaders;
    // A compressed body is not text.
    this.#isText = TEXT.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  }

  /** @param isHashed whether its digest is wanted; that of an uploaded file is made where it is stored */
  add(chunk: Buffer, isHashed: boolean): void {
    const isWhole = this.#isText && this.#sizeBytes + chunk.length <= KEPT_BYTES;
    if (isHashed && !isWhole) {
      this.#hash ??= createHash('sha256').update(this.#head, 'latin1');
      this.#hash.update(chunk);
    }
    if (!isHashed && !this.#isText && this.#start.length < START_BYTES)
      this.#start += chunk.toString('latin1', 0, START_BYTES - this.#start.length);
    this.#sizeBytes += chunk.length;
    if (this.#isText && this.#head.length < KEPT_BYTES)
      this.#head += chunk.toString('latin1', 0, KEPT_BYTES - this.#head.length);
  }

  /**
   * @param isComplete whether it came to its end; of what did not there is no digest
   * @param sha256 the digest, where it is known
   */
  end(isComplete: boolean, sha256: string | undefined): void {
    this.#isComplete = isComplete;
    this.#sha256 = sha256 ?? (isComplete ? this.#hash?.digest('hex') : undefined);
    this.#hash = undefined;
  }

  get keptBytes(): number {
    return lengthOf(this.#rawHeaders) + this.#head.length;
  }

  headers(): [string, string][] {
    const raw = this.#rawHeaders;
    const named: [string, string][] = [];
    for (let at = 0; at + 1 < raw.length; at += 2) {
      const [name = '', value = ''] = raw.slice(at, at + 2);
      named.push([name, maskHeader(name, value)]);
    }
    return named;
  }

  body(): KeptBody {
    const sizeBytes = this.#sizeBytes;
    const sha256 = this.#sha256 ?? this.#digestOfHead();
    return {
      sizeBytes,
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(this.#isText && sizeBytes > 0 ? { text: this.#text() } : {}),
      ...(this.#start === '' ? {} : { start: Buffer.from(this.#start, 'latin1').toString('hex') }),
    };
  }

  #text(): string {
    // UTF-16 that is read as UTF-8 has a zero byte between characters, and may hold secrets too.
    const text = Buffer.from(this.#head, 'latin1').toString('utf8').replaceAll('\0', '');
    return this.#sizeBytes > this.#head.length ? maskBeginning(text) : maskText(text);
  }

  /** Computes the digest of a body that is kept whole only when it is asked for. */
  #digestOfHead(): string | undefined {
    if (!this.#isComplete || this.#sizeBytes === 0 || this.#head.length < this.#sizeBytes) return undefined;
    return createHash('sha256').update(this.#head, 'latin1').digest('hex');
  }
}

/** An answer: the headers that were given, and its body. */
export class KeptResponse implements KeptMessage {
  #headers: OutgoingHttpHeaders = {};
  #sizeBytes = 0;
  #body: string | undefined;

  begin(headers: OutgoingHttpHeaders): void {
    this.#headers = headers;
  }

  end(body: string | Buffer): void {
    this.#sizeBytes = Buffer.byteLength(body);
    const type = this.#headers['Content-Type'] ?? this.#headers['content-type'];
    if (!TEXT.test(String(type))) return;
    this.#body = typeof body === 'string' ? body.slice(0, KEPT_BYTES) : body.toString('utf8', 0, KEPT_BYTES);
  }

  get keptBytes(): number {
    return lengthOf(Object.keys(this.#headers)) * 2 + (this.#body?.length ?? 0);
  }

  headers(): [string, string][] {
    return Object.entries(this.#headers).map(([name, value]) => [name, maskHeader(name, String(value))]);
  }

  body(): KeptBody {
    return {
      sizeBytes: this.#sizeBytes,
      ...(this.#body === undefined
        ? {}
        : { text: this.#sizeBytes > KEPT_BYTES ? maskBeginning(this.#body) : maskText(this.#body) }),
    };
  }
}

function lengthOf(texts: readonly string[]): number {
  let length = 0;
  for (const text of texts) length += text.length;
  return length;
}
