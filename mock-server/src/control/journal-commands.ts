import type { EntryFilter } from '../journal/journal.js';
import { sendJson } from '../http/send.js';
import { originOf, queryOf } from '../http/target.js';
import { CONDITION } from './condition.js';
import { toHar } from './har.js';
import { countOf, readOrder } from './inputs.js';
import { members, numberFrom } from '../text/check.js';
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

const WAIT = members('member', { condition: CONDITION }, { timeout_ms: numberFrom(0, 60_000) });

export async function waitFor({ control, request, response }: Order): Promise<void> {
  const { condition, timeout_ms: timeoutMs = 5000 } = await readOrder(request, response, WAIT);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const outcome = await control.waitFor(condition, timeoutMs, gone.signal);
  if (outcome.met) return sendJson(response, 200, outcome);
  const { met, seen, wasReset } = outcome;
  const why = wasReset
    ? 'The world was reset before it came to hold'
    : `It did not come to hold within ${timeoutMs} ms`;
  sendJson(response, 408, { met, seen, message: `${why}; ${seen} were seen.` });
}
