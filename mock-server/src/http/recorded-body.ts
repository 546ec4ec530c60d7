import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { maskBeginning, maskHeader, maskText } from '../text/mask.js';

/** So much of a text body is kept. */
const KEPT_BYTES = 4096;
const TEXT = /^(?:text\/|application\/(?:json|x-www-form-urlencoded|xml)\b)/i;

/** A body as far as it is kept. */
export interface KeptBody {
  readonly sizeBytes: number;
  /** Lowercase hexadecimal; absent where the body was not read to its end. */
  readonly sha256?: string;
  /** The beginning of a text body, masked. */
  readonly text?: string;
}

/** What is kept of a request or an answer, as it came; it is masked when it is read. */
export interface KeptMessage {
  headers(): [string, string][];
  body(): KeptBody;
  readonly keptBytes: number;
}

export const NOTHING_KEPT: KeptMessage = {
  headers: () => [],
  body: () => ({ sizeBytes: 0 }),
  keptBytes: 0,
};

/** What was written down of a message, masked. */
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
  #hash: ReturnType<typeof createHash> | undefined;
  #sha256: string | undefined;
  #isComplete = false;

  constructor(rawHeaders: readonly string[], headers: IncomingHttpHeaders) {
    this.#rawHeaders = rawHeaders;
    // What is packed is no text.
    this.#isText = TEXT.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  }

  /** @param isHashed whether its digest is wanted; that of an uploaded file is made where it is stored */
  add(chunk: Buffer, isHashed: boolean): void {
    const isWhole = this.#isText && this.#sizeBytes + chunk.length <= KEPT_BYTES;
    if (isHashed && !isWhole) {
      this.#hash ??= createHash('sha256').update(this.#head, 'latin1');
      this.#hash.update(chunk);
    }
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
    };
  }

  #text(): string {
    // Of UTF-16, read as UTF-8, every other character is none, and what is between them is as secret as ever.
    const text = Buffer.from(this.#head, 'latin1').toString('utf8').replaceAll('\0', '');
    return this.#sizeBytes > this.#head.length ? maskBeginning(text) : maskText(text);
  }

  /** What is kept whole needs no digest until somebody asks for it. */
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
