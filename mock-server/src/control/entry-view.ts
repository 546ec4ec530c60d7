import type { components } from '../generated/mock-control.js';
import type { Entry } from '../journal/journal.js';

/** An entry of the journal as the control API shows it. */
export type EntryView = components['schemas']['Entry'];

export function viewEntry(entry: Entry): EntryView {
  const { outcome, refusal, requestBody, responseBody } = entry;
  const isLost = outcome?.status === 'connection lost';
  return {
    sequence: entry.sequence,
    time: entry.startedAt.toISOString(),
    duration_ms: outcome?.durationMs ?? null,
    method: entry.method,
    target: entry.target,
    api_version: entry.apiVersion ?? null,
    operation: entry.operation ?? null,
    job_id: entry.jobId ?? null,
    request: {
      headers: [...(entry.requestHeaders ?? [])],
      body_bytes: requestBody?.sizeBytes ?? 0,
      body_sha256: requestBody?.sha256 ?? null,
      body_start: requestBody?.start ?? null,
      body_text: requestBody?.text ?? null,
    },
    response: {
      status: typeof outcome?.status === 'number' ? outcome.status : null,
      headers: [...(entry.responseHeaders ?? [])],
      body_bytes: responseBody?.sizeBytes ?? 0,
      body_text: responseBody?.text ?? null,
    },
    rule: refusal?.rule ?? null,
    hint: refusal?.hint ?? null,
    warnings: entry.warnings,
    connection_lost: isLost,
  };
}
