import { Addresses } from '../epson/domain/addresses.js';
import { resolveAssumptions, type AssumptionOptions } from '../rules/assumptions.js';
import { Clients, DEFAULT_CLIENT, type ClientSeed } from '../epson/domain/clients.js';
import { Clock } from '../epson/domain/clock.js';
import type { Host } from '../epson/domain/host.js';
import { PACES, type PaceName } from '../epson/domain/pace.js';
import { DEFAULT_PRINTER } from '../epson/domain/printers.js';
import { seedOf, type PrinterSeed } from '../epson/v1/printer-seed.js';
import type { PrintedDocument } from '../epson/domain/move-queue.js';
import { Worlds } from '../epson/domain/worlds.js';
import { PerWorld } from '../epson/domain/per-world.js';
import type { CrossOriginOptions } from '../http/cross-origin.js';
import { checkFault, type Fault } from '../faults/fault.js';
import { Faults } from '../faults/faults.js';
import { Bell } from '../control/change-signal.js';
import { labelOf } from '../control/view.js';
import type { Exchange } from '../http/exchange.js';
import { Journal } from '../journal/journal.js';
import { ControlTokenError } from '../control/control-token.js';
import { ListenError } from '../listen/bind.js';
import { CaError } from '../listen/tls/ca-folder.js';
import type { ListenOptions } from '../listen/listen.js';
import { Notifier, type NotificationAttempt } from '../epson/webhooks/notifier.js';
import { PrintCommand, type OnPrint, type PrintNews } from '../hooks/print-command.js';
import { DocumentStore } from '../documents/documents.js';
import { NO_CHANGE_LOGS } from '../epson/domain/change-log.js';
import { event } from '../persistence/journal-log.js';
import type { Keeper } from '../persistence/state-log.js';
import { openFolder, type Tell } from '../persistence/open.js';
import { Folder, FolderError } from '../documents/folder.js';
import { InvalidValue } from '../text/check.js';
import { printable } from '../text/printable.js';

/** Options of a mock host. Everything has a default. */
export interface MockHostOptions extends CrossOriginOptions {
  /** Clients that may call the mock; `host.credentials` names the first. Default: one well-known client. */
  readonly clients?: readonly ClientSeed[];
  /** Registered printers, as addresses or objects. Default: `mock.printer@print.epsonconnect.com`, an office multifunction. */
  readonly printers?: readonly (PrinterSeed | string)[];
  /** Assumptions on the host where Epson does not document it, such as `{ 'duplex-conflict': 'reject' }`. */
  readonly assume?: AssumptionOptions;
  /**
   * Refuses what the description does not have: unknown members, undocumented content types. Default: false, they are
   * accepted with a warning, as by the host.
   */
  readonly strict?: boolean;
  /** Gives any well-formed client a world of its own on first use. Default: false, only `clients` may call. */
  readonly worlds?: boolean;
  /**
   * Faults that are injected. Default: none.
   *
   * @example [{ operation: 'executePrint', call: 2, code: 'service_unavailable' }]
   */
  readonly faults?: readonly Fault[];
  /** The clock of the mock. Default: the system's time. */
  readonly clock?: Clock;
  /** Folder for all state and printed documents. Default: a temporary folder, which is removed on close. */
  readonly dataDir?: string;
  /** The largest document in bytes, by print mode. Default: 20 MB for `document`, 10 MB for `photo`. */
  readonly limitBytes?: {
    /** The largest file in print mode `document`, in bytes. Default: 20 MB. */
    readonly document?: number;
    /** The largest file in print mode `photo`, in bytes. Default: 10 MB. */
    readonly photo?: number;
  };
  /** The duration of a job: `fast` (2 s, default), `instant` (completed at execute), `real` (by pages, one by one). */
  readonly pace?: PaceName;
  /** Calls that a client may make in a minute, tokens and uploads not counted. Default: 100; `Infinity` removes the limit. */
  readonly callsPerMinute?: number;
  /**
   * The origin of upload URIs, such as `https://print.example.com`, for clients that reach the mock under another
   * address than they name. Default: the origin that each request came in on.
   */
  readonly publicUrl?: string;
  /** Host names besides localhost under which the routes below `/_mock/` answer, such as `mock` for a container. Default: none. */
  readonly allowHosts?: readonly string[];
  /**
   * The token that the control API requires as `Authorization: Bearer`, at least 16 characters. Default: none on the
   * loopback interface; elsewhere one is created and kept in the file that `controlTokenFile` names.
   */
  readonly controlToken?: string;
  /**
   * Called for each job when it prints: a function, or a command for the system's shell, which finds the document and the
   * job in its environment. The job stays `processing` until it has ended, and fails if it fails. Default: none.
   */
  readonly onPrint?: OnPrint;
  /** Called with each line of output of `onPrint`, and with its failure. */
  readonly onPrintNews?: (news: PrintNews) => void;
  /** Called after the document of a printed job was moved to the printed folder: `printed/` of `dataDir`. */
  readonly onPrinted?: (document: PrintedDocument) => void;
  /** Called after each attempt to notify a callback URI. */
  readonly onNotification?: (attempt: NotificationAttempt) => void;
  /** Called with a sentence if something is wrong with the data folder. Default: writes a line to stderr. */
  readonly onWarning?: (message: string) => void;
  /** Called after each exchange; secrets are masked. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** Options of `startMockHost`: those of the host, and those of its listeners. */
export interface StartOptions extends MockHostOptions, ListenOptions {}

/** Checked options: printers are objects. */
export type Checked<O extends MockHostOptions> = Omit<O, 'printers'> & {
  readonly printers?: readonly PrinterSeed[];
};

/** An invalid option. The message names the option, the value and what is allowed. */
export class MockOptionError extends Error {
  /** The name of the class, also in a minified bundle. */
  override readonly name = 'MockOptionError';
}

/** The parts of a host that the options make. */
export interface Assembled {
  readonly host: Host;
  readonly faults: PerWorld<Faults>;
  readonly keeper?: Keeper;
  /** Ends running work, and writes what is left. */
  readonly close: () => Promise<void>;
  readonly notifier: Notifier;
  readonly journals: PerWorld<Journal>;
  readonly bells: PerWorld<Bell>;
  readonly client: ClientSeed;
  readonly printerEmail: string;
}

const OPTION_ERRORS = [InvalidValue, FolderError, ControlTokenError, ListenError, CaError];

/** Returns an error that says what is wrong with an option as a `MockOptionError`, and any other as it is. */
export function optionError(error: unknown): unknown {
  const isOption = OPTION_ERRORS.some((Class) => error instanceof Class);
  return isOption && error instanceof Error ? new MockOptionError(error.message, { cause: error }) : error;
}

/** Runs a check of options. @throws MockOptionError for each error of a module that checks an option */
export function checked<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw optionError(error);
  }
}

/** @throws InvalidValue, FolderError */
export function assemble(options: Checked<MockHostOptions>): Assembled {
  const { clients: [client = DEFAULT_CLIENT, ...others] = [], printers = [DEFAULT_PRINTER] } = options;
  const { email: printerEmail } = printers[0] ?? DEFAULT_PRINTER;
  const assumptions = resolveAssumptions(options.assume);
  // Checked at the start, not at the first call.
  options.faults?.forEach((fault, index) => checkFault(fault, `faults[${index}]`));
  const faults = new PerWorld(() => new Faults(options.faults ?? []));
  const megabyte = Number(assumptions.megabyte);
  const { document = 20 * megabyte, photo = 10 * megabyte } = options.limitBytes ?? {};
  const { clock = new Clock(), callsPerMinute = 100, pace = 'fast' } = options;
  const folder = new Folder(options.dataDir);
  const documents = new DocumentStore(folder);
  const isOpen = options.worlds ?? false;
  const notifier = new Notifier(assumptions, options.onNotification ?? (() => {}));
  const warn =
    options.onWarning ??
    ((message) => void process.stderr.write(`epson-connect-mock: ${printable(message)}\n`));
  const tell: Tell = (rule, hint) => {
    warn(hint);
    journals.of(client.clientId).add(event(rule, hint, new Date()));
  };
  const open = folder.kept === undefined ? undefined : openFolder(folder, folder.kept, tell);
  const journals: PerWorld<Journal> = new PerWorld((clientId) => new Journal(open?.diaries.of(clientId)));
  const bells = new PerWorld(() => new Bell());
  const { onPrint, onPrintNews = () => {} } = options;
  const printCommand = onPrint === undefined ? undefined : new PrintCommand(onPrint, onPrintNews);
  const clients = new Clients([client, ...others], isOpen, open?.keeper);
  const worlds = new Worlds([client, ...others], {
    secrets: clients.known,
    printers: printers.map(seedOf),
    clock,
    pace: PACES[pace],
    callsPerMinute,
    assumptions,
    documents,
    changeLogs: open?.keeper ?? NO_CHANGE_LOGS,
    ...(printCommand === undefined ? {} : { printHandler: printCommand.hand }),
    onJobChange: (world, job) => {
      notifier.tell(job, world);
      bells.of(world.clientId).ring();
    },
    moveHooks: {
      label: labelOf,
      moved: (document) => options.onPrinted?.(document),
      failed: (hint) => tell('storage-failed', hint),
      later: (run, ms) => void setTimeout(run, ms).unref(),
    },
    isOpen,
    onDropped: (clientId) => [faults, journals, bells].forEach((each) => each.drop(clientId)),
  });
  const host: Host = {
    addresses: new Addresses(options.publicUrl),
    clients,
    worlds,
    assumptions,
    isStrict: options.strict ?? false,
    documents,
    limitBytes: { document, photo },
  };
  if (folder.kept !== undefined)
    open?.start(
      { host, notifier, folder: folder.kept },
      (id) => journals.of(id),
      () => journals.all(),
    );
  const close = async () => {
    worlds.stop();
    await printCommand?.close();
    for (const { moves } of worlds.all()) await moves.settled().finally(() => moves.close());
    await open?.close();
    await folder.close();
  };
  const kept = open === undefined ? {} : { keeper: open.keeper };
  return { host, faults, close, notifier, journals, bells, client, printerEmail, ...kept };
}
