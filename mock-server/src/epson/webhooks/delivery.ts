import { maskText } from '../../text/mask.js';

/** One attempt at an address that belongs to somebody else, who may be slow, broken or hostile. */
export interface Delivery {
  readonly uri: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Calls it off when the host closes. */
  readonly signal?: AbortSignal;
}

/** The outcome of an attempt: the status of the answer, or the reason for which there was none. */
export type Outcome = { readonly status: number } | { readonly failure: string };

/**
 * Posts once. Redirects are not followed, what the receiver answers is not read beyond its status, and it has so
 * long and no longer.
 */
export async function deliver({ uri, body, headers, timeoutMs, signal }: Delivery): Promise<Outcome> {
  try {
    const response = await fetch(uri, {
      method: 'POST',
      body,
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]),
    });
    // A receiver may answer without end: its answer is let go.
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { failure: describe(error, timeoutMs) };
  }
}

/** Returns true if the receiver has accepted it. */
export function isTaken(outcome: Outcome): boolean {
  return 'status' in outcome && outcome.status >= 200 && outcome.status < 300;
}

function describe(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const { cause } = error;
  // For an address that cannot be called, the message repeats the address.
  if (!(cause instanceof Error)) return maskText(error.message);
  return 'code' in cause ? String(cause.code) : maskText(cause.message);
}
