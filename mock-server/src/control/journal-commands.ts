import type { EntryFilter } from '../journal/journal.js';
import { sendJson } from '../http/send.js';
import { originOf, queryOf } from '../http/target.js';
import { conditionOf } from './condition.js';
import { toHar } from './har.js';
import { countOf, invalid, objectOf, optional, readOrder } from './inputs.js';
import type { JournalStreams } from './journal-streams.js';
import type { Order } from './control-context.js';

export function readJournal({ control, request, response }: Order): void {
  const limit = countOf(queryOf(request), 'limit');
  const entries = control.journal.read(filterOf(queryOf(request)));
  sendJson(response, 200, {
    entries: limit === undefined ? entries : limit === 0 ? [] : entries.slice(-limit),
    dropped: control.journal.dropped,
  });
}

export function clearJournal({ control, response }: Order): void {
  control.journal.clear();
  sendJson(response, 200, {});
}

/** Entries that are there already, and each new one as it comes, until the client goes. */
export function streamJournal(streams: JournalStreams) {
  return ({ desk, clientId, request, response }: Order): void =>
    streams.open(desk.journals.of(clientId), filterOf(queryOf(request)), response);
}

export function exportHar({ control, request, response }: Order): void {
  sendJson(response, 200, toHar(control.journal.read(), originOf(request)));
}

function filterOf(query: URLSearchParams): EntryFilter {
  const [operation, jobId, rule] = [query.get('operation'), query.get('job_id'), query.get('rule')];
  const [status, since] = [countOf(query, 'status'), countOf(query, 'since')];
  return {
    ...(operation === null ? {} : { operation }),
    ...(jobId === null ? {} : { jobId }),
    ...(rule === null ? {} : { rule }),
    ...(status === undefined ? {} : { status }),
    ...(since === undefined ? {} : { since }),
  };
}

export async function waitFor({ control, request, response }: Order): Promise<void> {
  const body = await readOrder(request, response, ['condition', 'timeout_ms']);
  const timeoutMs = optional(body, 'timeout_ms', 'number') ?? 5000;
  if (!(timeoutMs >= 0 && timeoutMs <= 60_000))
    throw invalid(`timeout_ms is ${timeoutMs}; it is a number from 0 to 60000`);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const outcome = await control.waitFor(conditionOf(objectOf(body, 'condition')), timeoutMs, gone.signal);
  if (outcome.met) return sendJson(response, 200, outcome);
  const { met, seen, wasReset } = outcome;
  const why = wasReset
    ? 'The world was reset before it came to hold'
    : `It did not come to hold within ${timeoutMs} ms`;
  sendJson(response, 408, { met, seen, message: `${why}; ${seen} were seen.` });
}
