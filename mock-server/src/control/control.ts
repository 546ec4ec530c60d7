import { type AccountSeed, checkAccount } from '../epson/domain/accounts.js';
import { type AppSeed, checkApp } from '../epson/domain/apps.js';
import { type ClientSeed, checkClient } from '../epson/domain/clients.js';
import type { Clock } from '../epson/domain/clock.js';
import { CONSENTS, type Consent } from '../epson/domain/consent-requests.js';
import { PACE_NAMES, type PaceName } from '../epson/domain/pace.js';
import type { Printer } from '../epson/domain/printers.js';
import { checkPrinter, seedOf, type PrinterSeed } from '../epson/v1/printer-seed.js';
import type { AffectedTokens } from '../epson/domain/tokens.js';
import type { World } from '../epson/domain/world.js';
import type { ArmedFault } from '../faults/faults.js';
import type { Fault } from '../faults/fault.js';
import type { Dropped, EntryFilter } from '../journal/journal.js';
import { assertList, assertNoWarnings, type Expected } from './assertions.js';
import {
  endTokens,
  issueCode,
  viewAccount,
  type AccountView,
  type CodeRequest,
  type IssuedCode,
} from './authorization-control.js';
import type { ControlContext } from './control-context.js';
import { check, oneOf } from '../text/check.js';
import { endJob, type JobEnd } from './end-job.js';
import { viewEntry, type EntryView } from './entry-view.js';
import {
  createPrinterControl,
  viewPrinter,
  type PrinterControl,
  type PrinterView,
} from './printer-control.js';
import { viewJob, type JobView } from './view.js';
import { CONDITION, wait, type WaitCondition, type WaitOutcome } from './wait.js';

/** Control of one world: its state, and the events in it. */
export interface MockControl {
  /** The clock of the world. `clock.advance(ms)` runs everything at once that was due in the skipped time. */
  readonly clock: Clock;
  /** All jobs that are remembered, oldest first. */
  jobs(): JobView[];
  /** Ends a job in a way that the API does not offer. @throws RangeError if the job does not exist or has ended */
  endJob(jobId: string, reason: JobEnd, status?: 'canceled' | 'completed'): void;
  /** Returns all registered printers. */
  printers(): PrinterView[];
  /** One of the printers, by its address; default: the first. @throws RangeError when there is none */
  printer(email?: string): PrinterControl;
  /** Adds a printer, which a reset keeps. @throws RangeError if its values are not valid */
  seedPrinter(printer: PrinterSeed): void;
  /** The faults that are injected. */
  readonly faults: {
    /** Adds a fault. @throws RangeError for an invalid one */
    add(fault: Fault): ArmedFault;
    /** Returns all faults that were added and not removed. */
    all(): ArmedFault[];
    /** Removes a fault. @returns false if there is none with this ID */
    remove(id: string): boolean;
    /** Removes all faults. */
    clear(): void;
  };
  /** The journal: the newest exchanges and events, secrets masked. */
  readonly journal: {
    /** Returns the entries that fit a filter, the oldest first. */
    read(filter?: EntryFilter): EntryView[];
    /** Removes all entries. */
    clear(): void;
    /** Calls a function for each new entry. @returns a function that ends the calls */
    listen(listener: (entry: EntryView) => void): () => void;
    /** The entries and bytes that were dropped because the journal is bounded. */
    readonly dropped: Dropped;
  };
  /** The people who can consent in version 2. */
  accounts(): AccountView[];
  /** Adds a person, whom a reset keeps. @throws RangeError if its values are not valid or its address is taken */
  seedAccount(account: AccountSeed): void;
  /** The answer to requests for authorization; a reset restores that of the start. */
  readonly consent: Consent;
  /** Sets it. @throws RangeError if there is no such answer */
  setConsent(consent: Consent): void;
  /** The pace of the printers; a reset restores that of the start. */
  readonly pace: PaceName;
  /** Sets it; a step of a job that has begun keeps its time. @throws RangeError if there is no such pace */
  setPace(pace: PaceName): void;
  /**
   * Hands out an authorization code of version 2 without a browser, as if a person had consented.
   *
   * @throws RangeError when the app, the redirect URI, the account, the printer or the challenge is not valid
   * @example const { code, redirect_to } = host.control.issueCode({ state });
   */
  issueCode(request?: CodeRequest): IssuedCode;
  /** Expires the valid access tokens of one printer or of all, as if their hour were over: those of both versions. */
  expireTokens(email?: string): AffectedTokens;
  /** Revokes access and refresh tokens of both versions, as if the authentication were cancelled. */
  revokeTokens(email?: string): AffectedTokens;
  /** Waits until a condition is met; a reset ends the wait. @param timeoutMs default 5000 @param signal ends the wait early */
  waitFor(condition: WaitCondition, timeoutMs?: number, signal?: AbortSignal): Promise<WaitOutcome>;
  /**
   * Compares the jobs with what is expected of them; members that are not named do not matter.
   *
   * @throws AssertionError with a difference that test runners show
   * @example host.control.assertJobs([{ job_name: 'invoice-17', status: 'completed' }]);
   */
  assertJobs(expected: readonly Expected<JobView>[]): void;
  /** The same for the exchanges that fit a filter. */
  assertExchanges(expected: readonly Expected<EntryView>[], filter?: EntryFilter): void;
  /**
   * Asserts that no exchange in the journal broke a rule, and that the mock had nothing to warn of.
   * @throws AssertionError that names each rule with its hint
   */
  assertNoWarnings(): void;
  /**
   * Restores the state at the start: jobs, tokens, printers, faults, settings, journal and clock. Pending waits end, and
   * pending notifications are dropped. Seeded printers and clients stay; each printer gets a new device ID.
   */
  reset(): Promise<void>;
  /**
   * Resolves when every pending notification was delivered or abandoned, and the document of every printed job is in
   * its final place.
   */
  settled(): Promise<void>;
  /** The world of another client. @throws RangeError when that client has none */
  world(clientId: string): MockControl;
  /** The origin of upload URIs when it is not that of each request. It is one for all worlds, and no reset changes it. */
  readonly publicUrl: string | undefined;
  /** Sets it, or with `null` restores that of each request. @throws RangeError if it is not an origin */
  setPublicUrl(url: string | null): void;
  /** Adds a client of version 1 with a world of its own, or to that of the app with the same ID. */
  seedClient(client: ClientSeed): void;
  /** Adds an app of version 2 in the same way. @throws RangeError if its values are not valid */
  seedApp(app: AppSeed): void;
}

/** The control of one client's world. */
export function createControl(context: ControlContext, clientId: string): MockControl {
  const { host, notifier } = context;
  const world = () => host.worlds.ofClient(clientId);
  const faults = context.faults.of(clientId);
  const journal = context.journals.of(clientId);
  const jobs = () => {
    world().moves.moveKept();
    return world().jobs.all();
  };
  const read = (filter?: EntryFilter) => journal.read(filter).map(viewEntry);
  /** Tells those who show the world of a change that no log of its own has. */
  const told = <T>(result?: T) => {
    context.changes.of(clientId).tell('other');
    return result as T;
  };
  return {
    get clock() {
      return world().clock;
    },
    jobs: () => jobs().map(viewJob),
    endJob: (jobId, reason, status = 'canceled') => endJob(world(), jobId, reason, status),
    printers: () =>
      world()
        .printers.all()
        .map((printer) => viewPrinter(world(), printer)),
    printer: (email) => createPrinterControl(world(), findPrinter(world(), email)),
    seedPrinter: (printer) => host.worlds.seedPrinter(clientId, seedOf(checkPrinter(printer))),
    faults: {
      add: (fault) => told(faults.add(fault)),
      all: () => faults.all(),
      remove: (id) => told(faults.remove(id)),
      clear: () => told(faults.clear()),
    },
    journal: {
      read,
      clear: () => told(journal.clear()),
      listen: (listener) => journal.listen((entry) => listener(viewEntry(entry))),
      get dropped() {
        return journal.dropped;
      },
    },
    accounts: () => host.accounts.all(clientId).map((account) => viewAccount(world(), account)),
    seedAccount: (account) => {
      const { email } = checkAccount(account);
      if (host.accounts.find(clientId, email) !== undefined)
        throw new RangeError(`there is an account ${email} already`);
      host.accounts.add(clientId, account);
    },
    get consent() {
      return world().consent;
    },
    setConsent: (consent) => {
      world().consent = check(oneOf(CONSENTS), consent, 'consent');
      told();
    },
    get pace() {
      return world().pace;
    },
    setPace: (pace) => {
      world().setPace(check(oneOf(PACE_NAMES), pace, 'pace'));
      told();
    },
    issueCode: (request = {}) => issueCode(host, clientId, request),
    expireTokens: (email) =>
      endTokens(world(), 'expire', email === undefined ? undefined : findPrinter(world(), email)),
    revokeTokens: (email) =>
      endTokens(world(), 'revoke', email === undefined ? undefined : findPrinter(world(), email)),
    waitFor: async (condition, timeoutMs = 5000, signal) => {
      const { stopped } = world();
      const over = signal === undefined ? stopped : AbortSignal.any([stopped, signal]);
      const until = async (holds: () => boolean) => {
        const met = await context.changeSignals.of(clientId).waitUntil(holds, timeoutMs, over);
        // Documents of jobs that were printed lie in their place when the wait is answered.
        await world().moves.settled();
        return met;
      };
      return wait(until, stopped, check(CONDITION, condition), jobs, read);
    },
    assertNoWarnings: () => assertNoWarnings(read()),
    assertJobs: (expected) => assertList('jobs', jobs().map(viewJob), expected),
    assertExchanges: (expected, filter) => assertList('exchanges', read(filter), expected),
    reset: async () => {
      await host.worlds.reset(clientId);
      faults.reset();
      journal.clear();
      told();
    },
    settled: async () => {
      await notifier.settled();
      await Promise.all(host.worlds.all().map(({ moves }) => moves.settled()));
    },
    world: (id) => {
      if (host.worlds.find(id) === undefined) throw new RangeError(`the client ID ${id} has no world`);
      return createControl(context, id);
    },
    get publicUrl() {
      return host.addresses.publicUrl;
    },
    setPublicUrl: (url) => host.addresses.setPublicUrl(url),
    seedClient: (client) => {
      host.clients.add(checkClient(client));
      host.worlds.ofClient(client.clientId);
    },
    seedApp: (app) => {
      host.apps.add(checkApp(app));
      host.worlds.ofClient(app.clientId);
    },
  };
}

/** @throws RangeError */
function findPrinter(world: World, email: string | undefined): Printer {
  const printer = email === undefined ? world.printers.all()[0] : world.printers.find(email);
  if (printer === undefined) throw new RangeError(`the mock has no printer ${String(email)}`);
  return printer;
}
