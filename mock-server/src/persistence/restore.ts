import { V1, destinationOf, reasonOf } from '../epson/v1/words.js';
import { V2 } from '../epson/v2/words.js';
import type { ApiVersion } from '../rules/rule.js';
import { seedOf } from '../epson/v1/printer-seed.js';
import type { Dialect, Job, JobDocument, PrintResult } from '../epson/domain/job.js';
import { enterStep, type JobStep } from '../epson/domain/job-state.js';
import type { Bearer } from '../epson/domain/bearers.js';
import type { Kind } from '../epson/domain/change-log.js';
import type { Code } from '../epson/domain/codes.js';
import type { Grant } from '../epson/domain/grants.js';
import type { Progress } from '../epson/domain/print-queue.js';
import type { Printer } from '../epson/domain/printers.js';
import type { RefreshToken } from '../epson/domain/refresh-token.js';
import type { AccessToken } from '../epson/domain/tokens.js';
import type { World } from '../epson/domain/world.js';
import { readPath, type Kept } from './records.js';
import { SHAPES, type RecordOf, type KeptState, type KeptWorld } from './state.js';
import { check, InvalidValue } from '../text/check.js';

/** A job that was kept, and how far it was on paper. */
interface KeptJob {
  readonly job: Job;
  readonly progress: Progress | undefined;
}

/**
 * Puts the worlds back to how they were kept. What cannot be understood, or refers to what is not there, is left out and
 * told of.
 *
 * @param settle sees to the documents of all jobs before anything happens to them
 */
export function restore(
  state: KeptState,
  kept: Kept,
  settle: (jobs: readonly Job[]) => void,
  onRefused: (record: unknown, why: string) => void,
): void {
  const open = [...state.worlds].map(([clientId, things]) => {
    const reader = new Reader(clientId, things, onRefused);
    return { world: restoreWorld(reader, clientId, kept), jobs: [] as KeptJob[], reader };
  });
  for (const each of open) each.jobs = restoreJobs(each.reader, each.world, kept.folder);
  settle(open.flatMap(({ jobs }) => jobs.map(({ job }) => job)));
  for (const { world, jobs, reader } of open) {
    const notices = reader.all('notice');
    const clock = reader.one('clock') ?? world.clock.state;
    world.clock.resume(clock, state.seenMs, () => {
      for (const [id, notice] of notices) kept.notifier.resume({ id, ...notice }, world);
      world.jobs.restore(jobs);
    });
  }
}

/** Reads the records of one world. */
class Reader {
  readonly #clientId: string;
  readonly #things: KeptWorld;
  readonly #onRefused: (record: unknown, why: string) => void;

  constructor(clientId: string, things: KeptWorld, onRefused: (record: unknown, why: string) => void) {
    this.#clientId = clientId;
    this.#things = things;
    this.#onRefused = onRefused;
  }

  /** The record of a kind that a world has one of. */
  one<K extends Kind>(kind: K): RecordOf<K> | undefined {
    return this.all(kind)[0]?.[1];
  }

  all<K extends Kind>(kind: K): [string, RecordOf<K>][] {
    return this.each(kind, (key, record) => [key, record]);
  }

  /** Makes something of each record; if that fails, the record is reported and the others go on. */
  each<K extends Kind, T>(kind: K, make: (key: string, record: RecordOf<K>) => T): T[] {
    const made: T[] = [];
    for (const [key, value] of this.#things.get(kind) ?? []) {
      try {
        made.push(make(key, check<unknown>(SHAPES[kind], value, kind) as RecordOf<K>));
      } catch (error) {
        if (!(error instanceof InvalidValue)) throw error;
        this.#onRefused([this.#clientId, kind, key, value], error.message);
      }
    }
    return made;
  }
}

function restoreWorld(reader: Reader, clientId: string, { host }: Kept): World {
  reader.each('client', (_key, { clientSecret }) => host.clients.add({ clientId, clientSecret }));
  reader.each('app', (_key, app) => host.apps.add({ clientId, ...app }));
  reader.each('account', (email, account) => host.accounts.add(clientId, { email, ...account }));
  const settings = reader.one('world');
  host.worlds.restoreSeeds(clientId, (settings?.seeded ?? []).map(seedOf));
  const world = host.worlds.ofClient(clientId);
  restoreNotification(world, 1, settings?.notification);
  restoreNotification(world, 2, settings?.notificationV2);
  reader.each('printer', (_key, { seed, deviceId, trouble }) => {
    world.printers.restore(seedOf(seed), { deviceId, trouble });
  });
  reader.each('destinations', (email, list) =>
    printerOf(world, email).destinations.restore(list.map(destinationOf)),
  );
  const access = reader.each(
    'access',
    (token, { printer, expiresAtMs, isRevoked }): [string, AccessToken] => [
      token,
      { printer: printerOf(world, printer), expiresAtMs, ...(isRevoked === true ? { isRevoked } : {}) },
    ],
  );
  const refresh = reader.each('refresh', (token, { printer, retired }): RefreshToken => {
    return { token, printer: printerOf(world, printer), ...(retired === undefined ? {} : { retired }) };
  });
  world.tokens.restore(new Map(access), refresh);
  restoreAuthorizations(reader, world);
  return world;
}

function restoreAuthorizations(reader: Reader, world: World): void {
  const of = <R extends { readonly printer: string }>(record: R) => ({
    ...record,
    printer: printerOf(world, record.printer),
  });
  world.authorizations.restore({
    codes: reader.each('code', (text, code): [string, Code] => [text, of(code)]),
    grants: reader.each('grant', (id, grant): Grant => ({ id, ...of(grant) })),
    bearers: reader.each('bearer', (token, bearer): [string, Bearer] => [
      token,
      bearer.kind === 'device' ? of(bearer) : bearer,
    ]),
  });
}

function restoreNotification(
  world: World,
  of: ApiVersion,
  setting: RecordOf<'world'>['notification' | 'notificationV2'],
): void {
  if (setting === undefined) return;
  const { notification: isOn, callback_uri: callbackUri } = setting;
  world.setNotification(of, { isOn, ...(callbackUri === undefined ? {} : { callbackUri }) });
}

function restoreJobs(reader: Reader, world: World, folder: string): KeptJob[] {
  return reader.each('job', (id, record) => {
    const { progress, printer, apiVersion, request, status, statusReason, prospect, document, ...rest } =
      record;
    const { job_name: name, print_mode: mode, print_setting: setting } = request;
    const dialect = apiVersion === 2 ? V2 : V1;
    const job = {
      ...rest,
      id,
      printer: printerOf(world, printer),
      dialect,
      request: { name, mode, ...(setting === undefined ? {} : { settings: dialect.settingsOf(setting) }) },
      ...dialect.standing(status, statusReason),
      history: historyOf(record, dialect),
      // Executed is what has one; without it, the job would be written down as not executed.
      ...(prospect === undefined && rest.executedAtMs === undefined
        ? {}
        : { printResult: resultOf(prospect) }),
      ...(document === undefined ? {} : { document: documentOf(document, folder) }),
    } as Job;
    // A former mock kept no history, and one that was killed may have kept less of it than it knew.
    const lastMs = Math.max(job.updatedAtMs, job.executedAtMs ?? 0);
    enterStep(job, lastMs, lastMs);
    return { job, progress };
  });
}

function historyOf({ history, createdAtMs }: RecordOf<'job'>, dialect: Dialect): JobStep[] {
  if (history === undefined)
    return [{ state: 'held', reason: 'created', atMs: createdAtMs, recordedAtMs: createdAtMs }];
  return history.map(({ status, statusReason, ...times }) => ({
    ...dialect.standing(status, statusReason),
    ...times,
  }));
}

function resultOf(record: RecordOf<'job'>['prospect']): PrintResult {
  const { pages, failure } = record ?? { pages: 1, failure: null };
  return { ...record, pages, failure: failure && reasonOf(failure) } as PrintResult;
}

function documentOf(record: NonNullable<RecordOf<'job'>['document']>, folder: string): JobDocument {
  return { ...record, contentType: record.contentType, path: readPath(record.path, folder) };
}

function printerOf(world: World, email: string): Printer {
  const printer = world.printers.find(email);
  if (printer === undefined) throw new InvalidValue(`its printer ${JSON.stringify(email)} is not there`);
  return printer;
}
