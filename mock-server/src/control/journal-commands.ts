import * as v from 'valibot';
import type { EntryFilter } from '../journal/journal.js';
import { sendJson } from '../http/send.js';
import { originOf } from '../http/target.js';
import { toHar } from './har.js';
import { operationIdValues } from '../generated/mock-control.js';
import { RULES } from '../rules/rules.js';
import { API_VERSION, count, JOB_ID, parameters, readCommand, type Command } from './inputs.js';
import { CONDITION } from './wait.js';
import { worldEvents } from './world-events.js';
import { members, numberFrom, oneOf } from '../text/check.js';
import { suggestion } from '../text/suggest.js';
import type { EventStreams } from './event-streams.js';
import type { JournalEvents } from './journal-events.js';

const RULE = v.custom<string>(
  (id) => Object.hasOwn(RULES, id as string),
  ({ input }) =>
    `the ID of a rule that GET /_mock/api/rules lists${suggestion(String(input), Object.keys(RULES))}`,
);

const FILTER = {
  api_version: API_VERSION,
  operation: oneOf(operationIdValues),
  job_id: JOB_ID,
  status: count(100, 599),
  rule: RULE,
  since: count(0),
};

/** Parameters of a call that reads the journal. */
export const JOURNAL_QUERY = parameters({ ...FILTER, limit: count(1) });
/** Parameters of a call that streams the journal. */
export const STREAM_QUERY = parameters(FILTER);

export function readJournal({
  control,
  query,
  response,
}: Command<v.InferOutput<typeof JOURNAL_QUERY>>): void {
  const { limit = Number.MAX_SAFE_INTEGER } = query;
  const entries = control.journal.read(filterOf(query)).slice(-limit);
  sendJson(response, 200, { entries, dropped: control.journal.dropped });
}

export function clearJournal({ control, response }: Command): void {
  control.journal.clear();
  sendJson(response, 200, {});
}

/** Returns the command that sends the recorded entries and each new one, until the client closes the stream. */
export function streamJournal(streams: EventStreams, events: JournalEvents) {
  return ({ context, clientId, query, response }: Command<v.InferOutput<typeof STREAM_QUERY>>): void =>
    streams.open(events.source(context.journals.of(clientId), filterOf(query)), response);
}

/** Returns the command that sends the changes of a world, until the client closes the stream. */
export function streamEvents(streams: EventStreams, events: JournalEvents) {
  return ({ context, clientId, response }: Command): void =>
    streams.open(worldEvents(context, clientId, events), response);
}

export function exportHar({ control, request, response }: Command): void {
  sendJson(response, 200, toHar(control.journal.read(), originOf(request)));
}

function filterOf(query: v.InferOutput<typeof STREAM_QUERY>): EntryFilter {
  const { client_id: _, api_version: apiVersion, job_id: jobId, ...filter } = query;
  return {
    ...filter,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(jobId === undefined ? {} : { jobId }),
  };
}

const WAIT = members('member', { condition: CONDITION }, { timeout_ms: numberFrom(0, 60_000) });

export async function waitFor({ control, request, response }: Command): Promise<void> {
  const { condition, timeout_ms: timeoutMs = 5000 } = await readCommand(request, response, WAIT);
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const outcome = await control.waitFor(condition, timeoutMs, gone.signal);
  if (outcome.met) return sendJson(response, 200, outcome);
  const { met, seen, wasReset } = outcome;
  const why = wasReset
    ? 'The world was reset before the condition was met'
    : `The condition was not met within ${timeoutMs} ms`;
  const what = condition.kind === 'exchanges' ? 'exchange' : 'job';
  const found =
    seen === 0 ? `no ${what} matches it` : `${seen} ${what}${seen === 1 ? ' matches' : 's match'} it`;
  sendJson(response, 408, { met, seen, message: `${why}: ${found}.` });
}
