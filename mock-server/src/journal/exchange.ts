import type { IncomingMessage } from 'node:http';
import type { OperationId } from '../domain/contract.js';
import type { Warning } from '../domain/refusal.js';
import type { ErrorFamily } from '../rules/answers.js';
import { maskText } from './mask.js';

/** A body as far as it is kept. */
export interface KeptBody {
  readonly sizeBytes: number;
  /** Lowercase hexadecimal; absent where the body was not read to its end. */
  readonly sha256?: string;
  /** The beginning of a text body, masked. */
  readonly text?: string;
}

/** One request and its answer, as it is told to people. It holds no secret. */
export interface Exchange {
  readonly method: string;
  /** The raw request target with keys and tokens masked. */
  readonly target: string;
  readonly startedAt: Date;
  /** The client whose world it belongs to. */
  clientId?: string;
  operation?: OperationId;
  family: ErrorFamily;
  /** The methods that the path takes, as the header `Allow` lists them. */
  methods?: string;
  jobId?: string;
  /** The digest of an uploaded file, which was made when it was stored. */
  documentSha256?: string;
  /** Where the document lies that the call printed. */
  printed?: { readonly path: string; readonly sizeBytes: number };
  /** Why it was refused: the rule and what mends it. */
  refusal?: { readonly rule: string; readonly hint: string };
  readonly warnings: Warning[];
  /** Set when the answer has been sent, or the connection ended before. */
  outcome?: { readonly status: number | 'connection lost'; readonly durationMs: number };
  /** Names and values, masked, in their order. Set with the outcome, as what follows. */
  requestHeaders?: readonly [string, string][];
  requestBody?: KeptBody;
  responseHeaders?: readonly [string, string][];
  responseBody?: KeptBody;
}

const exchanges = new WeakMap<IncomingMessage, Exchange>();

export function beginExchange(request: IncomingMessage): Exchange {
  const exchange: Exchange = {
    method: request.method ?? '',
    target: maskText(request.url ?? ''),
    startedAt: new Date(),
    family: 'api',
    warnings: [],
  };
  exchanges.set(request, exchange);
  return exchange;
}

/** The exchange that a request belongs to. */
export function exchangeOf(request: IncomingMessage): Exchange {
  return exchanges.get(request) ?? beginExchange(request);
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
  return {
    method,
    target: maskText(target),
    startedAt,
    family: 'api',
    warnings: [],
    ...(rule === undefined || hint === undefined ? {} : { refusal: { rule, hint } }),
    outcome: { status, durationMs: Date.now() - startedAt.getTime() },
  };
}
