import { relative, resolve, sep } from 'node:path';
import type { Host } from '../epson/domain/worlds.js';
import { isEnded, type Job } from '../epson/domain/job.js';
import type { Kind } from '../epson/domain/change-log.js';
import type { ApiVersion } from '../rules/rule.js';
import type { Printer } from '../epson/domain/printers.js';
import { destinationWords, V1 } from '../epson/v1/words.js';
import { writtenSeed } from '../epson/v1/printer-seed.js';
import type { World } from '../epson/domain/world.js';
import type { Notifier } from '../epson/webhooks/notifier.js';

/** The state that records are made of. */
export interface Kept {
  readonly host: Host;
  readonly notifier: Notifier;
  /** The folder that documents lie in. */
  readonly folder: string;
}

type View = (world: World, key: string, kept: Kept) => object | undefined;

/** Returns each thing as it is now, or nothing if it is gone. `record-schemas.ts` reads it again. */
const VIEWS: Readonly<Record<Kind, View>> = {
  client: ({ clientId }, _key, { host }) => {
    const clientSecret = host.clients.secretOfLater(clientId);
    return clientSecret === undefined ? undefined : { clientSecret };
  },
  app: ({ clientId }, _key, { host }) => {
    const { clientSecret, apiKey, redirectUris } = host.apps.findLater(clientId) ?? {};
    return clientSecret === undefined ? undefined : { clientSecret, apiKey, redirectUris };
  },
  account: ({ clientId }, email, { host }) => {
    const account = host.accounts.findLater(clientId, email);
    return account && { name: account.name, printers: account.printers };
  },
  world: (world, _key, { host }) => ({
    notification: viewNotification(world, 1),
    notificationV2: viewNotification(world, 2),
    seeded: host.worlds.seededLater(world.clientId).map(writtenSeed),
  }),
  clock: ({ clock }) => clock.state,
  printer: ({ printers }, email) => viewPrinter(printers.find(email)),
  destinations: ({ printers }, email) => printers.find(email)?.destinations.all().map(destinationWords),
  access: ({ tokens }, token) => {
    const held = tokens.find(token);
    return held && { printer: held.printer.email, expiresAtMs: held.expiresAtMs, isRevoked: held.isRevoked };
  },
  refresh: ({ tokens }, token) => {
    const held = tokens.findRefresh(token);
    return held && { printer: held.printer.email, retired: held.retired };
  },
  code: ({ authorizations }, text) => {
    const code = authorizations.findCode(text);
    return code && { ...code, printer: code.printer.email };
  },
  grant: ({ authorizations }, id) => {
    const { id: _id, printer, ...rest } = authorizations.findGrant(id) ?? {};
    return printer && { ...rest, printer: printer.email };
  },
  bearer: ({ authorizations }, token) => {
    const bearer = authorizations.find(token);
    return bearer?.kind === 'device' ? { ...bearer, printer: bearer.printer.email } : bearer;
  },
  job: ({ jobs, printQueue }, id, kept) => {
    const job = jobs.find(id);
    return job && viewJob(job, printQueue.progressOf(job), kept);
  },
  notice: (world, id, { notifier }) => {
    const notice = notifier.find(world, id);
    if (notice === undefined) return undefined;
    const { jobId, uri, body, attempts, dueAtMs } = notice;
    return { jobId, uri, body, attempts, dueAtMs };
  },
};

/** A thing as it is now, for the file; `undefined` where it is no more. */
export function viewOf(kept: Kept, clientId: string, kind: Kind, key: string): object | undefined {
  const world = kept.host.worlds.find(clientId);
  return world === undefined ? undefined : VIEWS[kind](world, key, kept);
}

/** Everything there is of a world, in the order in which it is to be read. */
export function* thingsOf(world: World, { notifier, host }: Kept): Generator<[Kind, string]> {
  if (host.clients.secretOfLater(world.clientId) !== undefined) yield ['client', ''];
  if (host.apps.findLater(world.clientId) !== undefined) yield ['app', ''];
  for (const { email } of host.accounts.seededLater(world.clientId)) yield ['account', email];
  yield ['world', ''];
  yield ['clock', ''];
  for (const { email, destinations } of world.printers.all()) {
    yield ['printer', email.toLowerCase()];
    if (destinations.all().length > 0) yield ['destinations', email.toLowerCase()];
  }
  const { access, refresh } = world.tokens.all();
  for (const token of access) yield ['access', token];
  for (const token of refresh) yield ['refresh', token];
  const { codes, grants, bearers } = world.authorizations.all();
  for (const [text] of codes) yield ['code', text];
  for (const { id } of grants) yield ['grant', id];
  for (const [token] of bearers) yield ['bearer', token];
  for (const { id } of world.jobs.all()) yield ['job', id];
  for (const id of notifier.idsOf(world)) yield ['notice', id];
}

/** A path in the folder as it is written down: with slashes, and without the folder, which may be moved. */
export function writtenPath(path: string, folder: string): string {
  return relative(folder, path).split(sep).join('/');
}

export function readPath(written: string, folder: string): string {
  return resolve(folder, ...written.split('/'));
}

function viewNotification(world: World, of: ApiVersion): object | undefined {
  const setting = world.notification(of);
  return setting && { notification: setting.isOn, callback_uri: setting.callbackUri };
}

function viewPrinter(printer: Printer | undefined): object | undefined {
  if (printer === undefined) return undefined;
  const {
    email,
    name,
    serialNo,
    remotePrinting,
    isOnline,
    multiByteDisplay,
    capabilities,
    deviceId,
    trouble,
  } = printer;
  const seed = {
    email,
    name,
    serialNo,
    remotePrinting,
    online: isOnline,
    multiByteDisplay,
    capability: capabilities,
  };
  return { seed: writtenSeed(seed), deviceId, trouble };
}

/** A job in the words of the version that it was created through. */
function viewJob(job: Job, progress: object | undefined, { folder }: Kept): object {
  const {
    id: _id,
    printer,
    dialect,
    request,
    state,
    reason,
    document,
    executedAtMs,
    printResult,
    history,
    ...rest
  } = job;
  const { name, mode, settings } = request;
  const path = document && writtenPath(document.path, folder);
  // While it is being handed over it counts as executed, so that nobody does it twice; in the file only when it is known
  // what will become of it.
  const isUnderWay = executedAtMs !== undefined && printResult === undefined && !isEnded(job);
  // Version 2 has no words for the reasons of a failure.
  const failure = printResult?.failure && V1.reason({ state: 'failed', reason: printResult.failure });
  return {
    ...rest,
    ...(dialect === V1 ? {} : { apiVersion: dialect.apiVersion }),
    printer: printer.email,
    request: { job_name: name, print_mode: mode, print_setting: settings && dialect.settings(settings) },
    document: document && { ...document, path },
    status: dialect.status({ state, reason }),
    statusReason: dialect.reason({ state, reason: isUnderWay ? 'created' : reason }),
    ...(isUnderWay ? {} : { executedAtMs, prospect: printResult && { ...printResult, failure } }),
    history: history.map((step) => ({
      status: dialect.status(step),
      statusReason: dialect.reason(step),
      atMs: step.atMs,
      recordedAtMs: step.recordedAtMs,
    })),
    progress: progress && pick(progress as { dueAtMs: number; remainingMs: number }),
  };
}

function pick({ dueAtMs, remainingMs }: { dueAtMs: number; remainingMs: number }): object {
  return { dueAtMs, remainingMs };
}
