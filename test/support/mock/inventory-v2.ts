import type { AcknowledgedJobV2, AcknowledgedStateV2 } from './acknowledged-state-v2.js';
import { judgeDocument, lookAtJobs, straysIn, type SeenJob } from './inventory.js';
import { LOAD_PRINTERS } from './load.js';
import { TokensV2, type Answer } from './tokens-v2.js';

/**
 * Newest jobs of a printer that are looked at. The host remembers 200 that were executed, and as many as 100 that are
 * reserved may be executed after newer ones.
 */
const LOOKED_AT = 80;
const ENDED = ['completed', 'canceled', 'error_occurred', 'expired'];
/** Used tokens and codes that are tried again, the newest. */
const TRIED_AGAIN = 15;

/** Compares what a client of version 2 was told with what a restarted host knows and has on its disk. @returns what is missing */
export async function takeInventoryV2(
  url: string,
  folder: string,
  state: AcknowledgedStateV2,
): Promise<string[]> {
  const tokens = new TokensV2(url, state);
  const ask = async (path: string) => (await (await fetch(url + path)).json()) as Answer;
  const nowMs = Date.parse((await ask('/_mock/api/clock'))['now'] ?? '');
  const missing = nowMs < state.nowMs ? [`the clock went back to ${new Date(nowMs).toISOString()}`] : [];
  state.nowMs = nowMs;
  state.ahead.leastMs = state.ahead.mostMs = nowMs - Date.now();
  missing.push(...(await lookAtCodes(tokens, state)), ...(await lookAtConnections(tokens, state)));
  // Jobs are compared when all that were executed have ended; schedules may fall due meanwhile.
  const ended = async () => {
    for (;;) {
      const jobs = (await ask('/_mock/api/jobs'))['jobs'] as unknown as SeenJob[];
      if (jobs.every(({ status, executed_at }) => executed_at === null || ENDED.includes(status)))
        return jobs;
    }
  };
  const { jobs, trays } = await lookAtJobs(ended, folder);
  const seen = new Map(jobs.map((job) => [job.id, job]));
  const between = [nowMs, Date.parse((await ask('/_mock/api/clock'))['now'] ?? '')] as const;
  for (const job of newestOf(state))
    missing.push(...judge(job, seen.get(job.id), trays.get(job.id) ?? [], between));
  missing.push(...(await lookAtNotification(tokens, state)));
  for (const { printer, access } of state.connections)
    missing.push(...(await lookAtPrinter(tokens, state, printer, access)));
  return [...missing, ...straysIn(folder)];
}

function newestOf({ jobs }: AcknowledgedStateV2): AcknowledgedJobV2[] {
  return LOAD_PRINTERS.flatMap((printer) => jobs.filter((job) => job.printer === printer).slice(-LOOKED_AT));
}

/** A code works once, before and after a restart, and its second use ends what it gave for ever. */
async function lookAtCodes(tokens: TokensV2, state: AcknowledgedStateV2): Promise<string[]> {
  const missing: string[] = [];
  const unused = state.codes.splice(0);
  const asked = state.askedCodes.splice(0);
  for (const issued of [...unused, ...asked]) {
    const wasAsked = asked.includes(issued);
    const isValid = issued.endsMs > state.latestMs;
    const { status, body } = await tokens.exchange(issued.code);
    if (status !== 200 && isValid && !wasAsked) missing.push(`a code that nobody used: ${status}`);
    if (status === 200) {
      if (!wasAsked) state.counts.unusedCodes += 1;
      state.usedCodes.push({ code: issued.code, refresh: body['refresh_token'] ?? '' });
    }
    if (wasAsked) state.counts.lostAnswers += 1;
  }
  for (const { code, refresh } of state.usedCodes.slice(-TRIED_AGAIN)) {
    const again = await tokens.exchange(code);
    if (again.status !== 400) missing.push(`a code that was used: ${again.status}`);
    const ended = await tokens.useRefreshToken(refresh);
    if (ended.status !== 400) missing.push(`a refresh token of a code that was used twice: ${ended.status}`);
    state.counts.usedCodes += 1;
  }
  return missing;
}

/** The newest tokens are valid, and a refresh token that was replaced never is. */
async function lookAtConnections(tokens: TokensV2, state: AcknowledgedStateV2): Promise<string[]> {
  const missing: string[] = [];
  for (const connection of state.connections.filter(({ isAsked }) => isAsked)) {
    // Its last refresh was not answered: the token is the newest one, or it was replaced and the connection is lost.
    state.counts.lostAnswers += 1;
    const { status } = await tokens.useRefreshToken(connection.refresh);
    if (![200, 400].includes(status)) missing.push(`a refresh that was not answered: ${status}`);
    state.usedTokens.push(connection.refresh);
    state.connections.splice(state.connections.indexOf(connection), 1);
  }
  for (const connection of state.connections) {
    const isValid = connection.endsMs > state.latestMs;
    const device = await tokens.api(connection.access, 'GET', '/printing/devices/info');
    if (isValid && device === undefined) missing.push(`an access token of ${connection.printer}`);
    if (!isValid || connection === state.connections[0]) await tokens.refresh(connection);
  }
  for (const used of state.usedTokens.slice(-TRIED_AGAIN)) {
    const { status } = await tokens.useRefreshToken(used);
    if (status !== 400) missing.push(`a refresh token that was used: ${status}`);
    state.counts.usedTokens += 1;
  }
  return missing;
}

async function lookAtNotification(
  tokens: TokensV2,
  { notification }: AcknowledgedStateV2,
): Promise<string[]> {
  const token = await tokens.applicationToken();
  const setting = await tokens.api(token, 'GET', '/printing/settings/notification');
  const number = Number(/\d+$/.exec(setting?.['callbackUri'] ?? '0')?.[0]);
  const { acknowledged, asked, isAsked } = notification;
  // A setting that was asked for and not answered may hold, or may not.
  const fits = number === acknowledged || (isAsked && number === asked);
  notification.acknowledged = number;
  notification.isAsked = false;
  return fits ? [] : [`the setting ${acknowledged} of the notification, which is ${number}`];
}

/** Destinations and reserved schedules, as the API tells them. */
async function lookAtPrinter(
  tokens: TokensV2,
  state: AcknowledgedStateV2,
  printer: string,
  access: string,
): Promise<string[]> {
  const list = async <T>(path: string, member: string) => {
    const answer = await tokens.api(access, 'GET', path);
    return (answer?.[member] ?? []) as unknown as T[];
  };
  const destinations = await list<{ destinationId: string; aliasName: string }>(
    '/scanning/destinations',
    'destinations',
  );
  const aliases = new Map(destinations.map(({ destinationId, aliasName }) => [destinationId, aliasName]));
  const missing = state.destinations
    .filter((each) => each.printer === printer)
    .filter(({ id, aliases: known, deleted }) => {
      const alias = aliases.get(id);
      return alias === undefined ? deleted === 'no' : deleted === 'acknowledged' || !known.includes(alias);
    })
    .map(({ id }) => `destination ${id}`);
  const schedules = await list<{ scheduleJobId: string }>('/scheduling/schedules', 'schedules');
  const reserved = new Set(schedules.map(({ scheduleJobId }) => scheduleJobId));
  const lost = newestOf(state).filter(
    (job) =>
      job.printer === printer &&
      (job.printAtMs ?? 0) > state.latestMs &&
      job.executed === 'acknowledged' &&
      job.cancelled === 'no' &&
      !reserved.has(job.id),
  );
  return [...missing, ...lost.map(({ id }) => `schedule ${id}`)];
}

function judge(
  job: AcknowledgedJobV2,
  seen: SeenJob | undefined,
  trays: readonly string[],
  [fromMs, toMs]: readonly [fromMs: number, toMs: number],
): string[] {
  if (seen === undefined) return [`job ${job.id}`];
  const wrong: string[] = [];
  if (trays.length > 1) wrong.push(`${job.id} was printed ${trays.length} times`);
  const isExecuted = seen.executed_at !== null;
  if ((seen.status === 'completed') !== (trays.length === 1))
    wrong.push(`${job.id}: ${seen.status}, and ${trays.length} in the tray`);
  if (job.executed === 'no' && isExecuted) wrong.push(`${job.id} was never executed`);
  if (job.cancelled === 'acknowledged' && seen.status !== 'canceled')
    wrong.push(`${job.id} was cancelled, and is ${seen.status}`);
  if (job.executed === 'acknowledged' && job.cancelled === 'no') {
    const { printAtMs = 0 } = job;
    // A schedule whose time came while it was looked at was seen before or after.
    const isDue = printAtMs <= fromMs || (printAtMs <= toMs && isExecuted);
    if (isDue !== isExecuted) wrong.push(`${job.id} is ${seen.status}, and its time has come: ${isDue}`);
    if (!isDue && seen.status !== 'reserved') wrong.push(`${job.id} was reserved, and is ${seen.status}`);
    if (isDue && seen.status !== 'completed') wrong.push(`${job.id} was executed, and is ${seen.status}`);
  }
  return [...wrong, ...judgeDocument(job, seen)];
}
