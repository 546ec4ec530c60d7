import { type AssumptionOptions } from '../rules/assumptions.js';
import { type ClientSeed } from '../epson/domain/clients.js';
import type { Clock } from '../epson/domain/clock.js';
import { type PaceName } from '../epson/domain/pace.js';
import { type PrinterSeed } from '../epson/v1/printer-seed.js';
import type { PrintedDocument } from '../epson/domain/move-queue.js';
import type { CrossOriginOptions } from '../http/cross-origin.js';
import { type Fault } from '../faults/fault.js';
import type { Exchange } from '../http/exchange.js';
import type { ListenOptions } from '../listen/listen.js';
import { type NotificationAttempt } from '../epson/webhooks/notifier.js';
import { type OnPrint, type PrintNews } from '../hooks/print-command.js';

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
