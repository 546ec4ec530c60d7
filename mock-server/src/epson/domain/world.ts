import type { Assumptions } from '../../rules/assumptions.js';
import { Authorizations } from './authorizations.js';
import { CallLimit } from './clients.js';
import type { Clock, ClockState } from './clock.js';
import { ConsentRequests, type Consent } from './consent-requests.js';
import type { ApiVersion } from '../../rules/rule.js';
import type { Job } from './job.js';
import type { ChangeLog, ChangeLogs, Register } from './change-log.js';
import { Jobs } from './jobs.js';
import { MoveQueue, type MoveHooks } from './move-queue.js';
import { PACES, type PaceName } from './pace.js';
import type { PrintHandler } from './handed-jobs.js';
import { PrintQueue } from './print-queue.js';
import { Printers, type Printer, type PrinterSeed, type Trouble } from './printers.js';
import { newId } from './ids.js';
import { Tokens } from './tokens.js';
import type { DocumentStore } from '../../documents/documents.js';

/** The parts and options that a world starts with. */
export interface WorldSeed {
  readonly printers: readonly PrinterSeed[];
  readonly clock: Clock;
  readonly pace: PaceName;
  /** Calls that a client may make in a minute in each version; `Infinity` for as many as it likes. */
  readonly callsPerMinute: Readonly<Record<ApiVersion, number>>;
  readonly assumptions: Assumptions;
  readonly consent: Consent;
  readonly documents: DocumentStore;
  readonly changeLogs: ChangeLogs;
  /** True if a client ID that nobody seeded gets a world on first use, with any well-formed printer in it. */
  readonly isOpen: boolean;
  /** The handler that really prints, if there is one. */
  readonly printHandler?: PrintHandler;
  /** Called after each change of a job's state or reason. */
  readonly onJobChange: (world: World, job: Job) => void;
  readonly moveHooks: MoveHooks;
}

/** The address for a client's notifications. One for all its printers, and one for each version of the API. */
export interface NotificationSetting {
  readonly isOn: boolean;
  readonly callbackUri?: string;
}

/** All that one client ID sees: its printers, tokens and jobs. Nothing passes from one world to another. */
export class World {
  readonly clientId: string;
  readonly clock: Clock;
  readonly printers: Printers;
  readonly tokens: Tokens;
  readonly authorizations: Authorizations;
  /** Requests for authorization that wait for a person. */
  readonly consentRequests: ConsentRequests;
  /** The answer to a request for authorization. */
  consent: Consent;
  /** The settings that a reset restores. */
  readonly atStart: { readonly consent: Consent; readonly pace: PaceName };
  #pace: PaceName;
  readonly printQueue: PrintQueue;
  readonly jobs: Jobs;
  /** Documents of printed jobs that are not in their folder yet. */
  readonly moves: MoveQueue;
  /** The calls of each version. */
  readonly calls: Readonly<Record<ApiVersion, CallLimit>>;
  readonly #assumptions: Assumptions;
  readonly #documents: DocumentStore;
  readonly changeLog: ChangeLog;
  readonly #ending = new AbortController();
  /** The state of its clock at the start. */
  readonly #clockAtStart: ClockState;
  readonly #notifications = new Map<ApiVersion, NotificationSetting>();

  constructor(clientId: string, seed: WorldSeed, registers: { tokens: Register; keys: Register }) {
    this.clientId = clientId;
    this.clock = seed.clock;
    this.#clockAtStart = seed.clock.state;
    this.#assumptions = seed.assumptions;
    this.#documents = seed.documents;
    const changeLog = seed.changeLogs.of(clientId);
    this.changeLog = changeLog;
    this.printers = new Printers(seed.printers, seed.isOpen, changeLog);
    this.tokens = new Tokens(seed.clock, registers.tokens, changeLog);
    this.authorizations = new Authorizations(
      seed.clock,
      this.printers,
      seed.assumptions,
      registers.tokens,
      changeLog,
    );
    this.consent = seed.consent;
    this.#pace = seed.pace;
    this.atStart = { consent: seed.consent, pace: seed.pace };
    this.consentRequests = new ConsentRequests(seed.clock, registers.tokens);
    this.moves = new MoveQueue(seed.documents, changeLog, seed.moveHooks);
    const onChange = (job: Job) => {
      if (job.state === 'completed') this.moves.add(job);
      seed.onJobChange(this, job);
    };
    this.printQueue = new PrintQueue(seed.clock, PACES[seed.pace], changeLog, onChange, seed.printHandler);
    this.jobs = new Jobs(
      seed.clock,
      seed.documents,
      seed.assumptions,
      this.printQueue,
      this.moves,
      registers.keys,
      changeLog,
    );
    const { 1: perMinute, 2: perMinuteV2 } = seed.callsPerMinute;
    this.calls = {
      1: new CallLimit(seed.clock, perMinute, 'calls-per-minute'),
      2: new CallLimit(seed.clock, perMinuteV2, 'calls-per-minute-v2'),
    };
    changeLog.markChanged('world');
    changeLog.markChanged('clock');
    seed.clock.onChange(() => changeLog.markChanged('clock'));
  }

  /** Returns where a client is told of its jobs of a version; nothing before it has said so. */
  notification(of: ApiVersion): NotificationSetting | undefined {
    return this.#notifications.get(of);
  }

  setNotification(of: ApiVersion, setting: NotificationSetting): void {
    this.#notifications.set(of, setting);
    this.changeLog.markChanged('world');
  }

  /** Connects a printer to Epson Connect, or cuts it off; jobs of a printer that is off wait. */
  setOnline(printer: Printer, isOnline: boolean): void {
    this.printers.change(printer, { isOnline });
    this.printQueue.online(printer);
  }

  /** The pace of its printers. */
  get pace(): PaceName {
    return this.#pace;
  }

  setPace(pace: PaceName): void {
    this.#pace = pace;
    this.printQueue.setPace(PACES[pace]);
  }

  /** Stops a printer, or lets it go on. */
  setTrouble(printer: Printer, trouble: Trouble | null): void {
    this.printers.change(printer, { trouble });
    this.printQueue.troubled(printer);
  }

  /** Invalidates the device ID and all tokens of a printer. It can be authenticated again at once. */
  cancelAuthentication(printer: Printer): void {
    this.tokens.revoke(printer);
    if (this.#assumptions['device-id-after-cancel'] === 'new')
      this.printers.change(printer, { deviceId: newId() });
  }

  /** Aborted when nothing more happens in it. */
  get stopped(): AbortSignal {
    return this.#ending.signal;
  }

  /** Lets nothing more happen in it. */
  stop(): void {
    this.clock.stop();
    this.#ending.abort();
  }

  /** Ends it for good: its clock is as it was at the start, and its documents go where they are temporary. */
  async end(): Promise<void> {
    this.stop();
    this.printQueue.end();
    this.jobs.end();
    this.clock.onChange(() => {});
    this.clock.restart(this.#clockAtStart);
    // Printed documents stay.
    this.moves.close();
    // Its records go first: after a restart nothing asks for a file that is gone.
    await this.changeLog.flushed();
    for (const { document } of this.jobs.all())
      if (document !== undefined && !this.#documents.stays(document)) await this.#documents.discard(document);
  }
}
