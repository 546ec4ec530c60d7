import type { Entry } from '../journal/journal.js';

/** An entry of the journal as the control API shows it. */
export interface EntryView {
  readonly sequence: number;
  /** ISO 8601, UTC, of real time. */
  readonly time: string;
  readonly duration_ms: number | null;
  readonly method: string;
  readonly target: string;
  readonly operation: string | null;
  readonly job_id: string | null;
  readonly request: {
    readonly headers: readonly (readonly [string, string])[];
    readonly body_bytes: number;
    readonly body_sha256: string | null;
    readonly body_text: string | null;
  };
  readonly response: {
    readonly status: number | null;
    readonly headers: readonly (readonly [string, string])[];
    readonly body_bytes: number;
    readonly body_text: string | null;
  };
  readonly rule: string | null;
  readonly hint: string | null;
  readonly warnings: readonly { readonly rule: string; readonly hint: string }[];
  readonly connection_lost: boolean;
}

export function viewEntry(entry: Entry): EntryView {
  const { outcome, refusal, requestBody, responseBody } = entry;
  const isLost = outcome?.status === 'connection lost';
  return {
    sequence: entry.sequence,
    time: entry.startedAt.toISOString(),
    duration_ms: outcome?.durationMs ?? null,
    method: entry.method,
    target: entry.target,
    operation: entry.operation ?? null,
    job_id: entry.jobId ?? null,
    request: {
      headers: entry.requestHeaders ?? [],
      body_bytes: requestBody?.sizeBytes ?? 0,
      body_sha256: requestBody?.sha256 ?? null,
      body_text: requestBody?.text ?? null,
    },
    response: {
      status: typeof outcome?.status === 'number' ? outcome.status : null,
      headers: entry.responseHeaders ?? [],
      body_bytes: responseBody?.sizeBytes ?? 0,
      body_text: responseBody?.text ?? null,
    },
    rule: refusal?.rule ?? null,
    hint: refusal?.hint ?? null,
    warnings: entry.warnings,
    connection_lost: isLost,
  };
}
