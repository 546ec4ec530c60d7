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
import { ChangeSignal } from '../control/change-signal.js';
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

/** How a mock host is to be. Everything has a default. */
export interface MockHostOptions extends CrossOriginOptions {
  /** Who may call it; the first is the one that `host.credentials` names. Default: one well-known client. */
  readonly clients?: readonly ClientSeed[];
  /** The printers that are registered. Default: `mock.printer@print.epsonconnect.com`. */
  readonly printers?: readonly (PrinterSeed | string)[];
  /** What the host is assumed to do where nobody knows. */
  readonly assume?: AssumptionOptions;
  /**
   * Whether what the description does not have is refused: unknown members, undocumented content types. Default: it is
   * accepted with a warning, as the host accepts it.
   */
  readonly strict?: boolean;
  /** Whether any well-formed client gets a world of its own on first use. Default: only `clients`. */
  readonly worlds?: boolean;
  /** Refusals on demand. */
  readonly faults?: readonly Fault[];
  /** The time it lives in. Default: the system's. */
  readonly clock?: Clock;
  /** Folder in which everything is kept. Default: documents alone, in a temporary folder that is removed on close. */
  readonly dataDir?: string;
  /** The largest document in bytes. Default: 20 MB for `document`, 10 MB for `photo`. */
  readonly limitBytes?: { readonly document?: number; readonly photo?: number };
  /** How long a job takes: `fast` (2 s, default), `instant` (completed at execute), `real` (by pages, one by one). */
  readonly pace?: PaceName;
  /** Calls that a client may make in a minute, tokens and uploads not counted. Default 100; `Infinity` lifts the limit. */
  readonly callsPerMinute?: number;
  /**
   * The origin of upload URIs, such as `https://print.example.com`, for clients that reach the mock under another
   * address than they name. Default: the origin that each request came in on.
   */
  readonly publicUrl?: string;
  /** Further names that its own routes below `/_mock/` are reached by, as containers and their networks give them. */
  readonly allowHosts?: readonly string[];
  /**
   * What its own routes demand as `Authorization: Bearer`, from 16 characters on. Default: nothing on the loopback
   * interface; elsewhere one that is made, and kept in the file that `controlTokenFile` names.
   */
  readonly controlToken?: string;
  /**
   * What is done with each job when it prints: a command for the system's shell, which finds the document and the job in
   * its environment, or a function. The job stays `processing` until it has ended, and fails when it does.
   */
  readonly onPrint?: OnPrint;
  /** Is told what `onPrint` says, line by line, and how it failed. */
  readonly onPrintNews?: (news: PrintNews) => void;
  /** Called when the document of a printed job lies in its place: in `printed/`, where `dataDir` is given. */
  readonly onPrinted?: (document: PrintedDocument) => void;
  /** Is told of each attempt to notify a callback URI. */
  readonly onNotification?: (attempt: NotificationAttempt) => void;
  /** Is told what is wrong with the folder, in a sentence. Default: a line on the standard error. */
  readonly onWarning?: (message: string) => void;
  /** Is told of each exchange when it is over, for a log of your own. */
  readonly onExchange?: (exchange: Exchange) => void;
}

/** Options of `startMockHost`. */
export interface StartOptions extends MockHostOptions, ListenOptions {}

/** Options that were checked: printers are objects. */
export type Checked<O extends MockHostOptions> = Omit<O, 'printers'> & {
  readonly printers?: readonly PrinterSeed[];
};

/** An option that cannot be. The message names the option, the value and what is allowed. */
export class MockOptionError extends Error {
  override readonly name = 'MockOptionError';
}

/** What the options make: the host, its faults, and what has to be closed with it. */
export interface Assembled {
  readonly host: Host;
  readonly faults: PerWorld<Faults>;
  readonly keeper?: Keeper;
  /** Ends what is under way, and writes what is left. */
  readonly close: () => Promise<void>;
  readonly notifier: Notifier;
  readonly journals: PerWorld<Journal>;
  readonly changeSignals: PerWorld<ChangeSignal>;
  readonly client: ClientSeed;
  readonly printerEmail: string;
}

const OPTION_ERRORS = [InvalidValue, FolderError, ControlTokenError, ListenError, CaError];

/** Returns an error that says what is wrong with an option as a `MockOptionError`, and any other as it is. */
export function optionError(error: unknown): unknown {
  const isOption = OPTION_ERRORS.some((Class) => error instanceof Class);
  return isOption && error instanceof Error ? new MockOptionError(error.message, { cause: error }) : error;
}

/** Runs what checks options. @throws MockOptionError for whatever an option's own room says is wrong with it */
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
  // Checked now, and not when the first call comes.
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
  const changeSignals = new PerWorld(() => new ChangeSignal());
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
      changeSignals.of(world.clientId).notify();
    },
    moveHooks: {
      label: labelOf,
      moved: (document) => options.onPrinted?.(document),
      failed: (hint) => tell('storage-failed', hint),
      later: (run, ms) => void setTimeout(run, ms).unref(),
    },
    isOpen,
    onDropped: (clientId) => [faults, journals, changeSignals].forEach((each) => each.drop(clientId)),
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
  return { host, faults, close, notifier, journals, changeSignals, client, printerEmail, ...kept };
}
