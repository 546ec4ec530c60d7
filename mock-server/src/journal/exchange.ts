import type { IncomingMessage } from 'node:http';
import type { OperationId } from '../domain/contract.js';
import type { Warning } from '../domain/refusal.js';
import type { ErrorFamily } from '../rules/answers.js';

/** One request and its answer, as it is told to people. It holds no secret. */
export interface Exchange {
  readonly method: string;
  /** The raw request target with keys and tokens masked. */
  readonly target: string;
  readonly startedAt: Date;
  operation?: OperationId;
  family: ErrorFamily;
  /** The methods that the path takes, as the header `Allow` lists them. */
  methods?: string;
  jobId?: string;
  /** Where the document lies that the call printed. */
  printed?: { readonly path: string; readonly sizeBytes: number };
  /** Why it was refused: the rule and what mends it. */
  refusal?: { readonly rule: string; readonly hint: string };
  readonly warnings: Warning[];
  /** Set when the answer has been sent, or the connection ended before. */
  outcome?: { readonly status: number | 'connection lost'; readonly durationMs: number };
}

/** Parameters whose values let whoever reads them print, or become somebody else. */
const SECRET = /([?&](?:Key|password|refresh_token|access_token|client_secret)=)[^&/?#]*/gi;

/** A request target that may be shown. */
export function maskTarget(target: string): string {
  return target.replace(SECRET, '$1***');
}

const exchanges = new WeakMap<IncomingMessage, Exchange>();

export function beginExchange(request: IncomingMessage): Exchange {
  const exchange: Exchange = {
    method: request.method ?? '',
    target: maskTarget(request.url ?? ''),
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

/** What never became a request, as an exchange: it is told to people like the others. */
export function exchangeOfMalformed(malformed: { status: number; rule: string; hint: string }): Exchange {
  const { status, rule, hint } = malformed;
  return {
    method: '(no request)',
    target: '',
    startedAt: new Date(),
    family: 'api',
    warnings: [],
    refusal: { rule, hint },
    outcome: { status, durationMs: 0 },
  };
}
