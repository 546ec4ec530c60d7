import { type AssumptionOptions } from '../rules/assumptions.js';
import type { AccountSeed } from '../epson/domain/accounts.js';
import type { AppSeed } from '../epson/domain/apps.js';
import { type ClientSeed } from '../epson/domain/clients.js';
import type { Clock } from '../epson/domain/clock.js';
import { type PaceName } from '../epson/domain/pace.js';
import { type PrinterSeed } from '../epson/v1/printer-seed.js';
import type { Consent } from '../epson/domain/consent-requests.js';
import type { PrintedDocument } from '../epson/domain/move-queue.js';
import type { CrossOriginOptions } from '../http/cross-origin.js';
import { type Fault } from '../faults/fault.js';
import type { Exchange } from '../http/exchange.js';
import type { ListenOptions } from '../listen/listen.js';
import { type NotificationAttempt } from '../epson/webhooks/notifier.js';
import { type OnPrint, type PrintNews } from '../hooks/print-command.js';

/** Options of a mock host. Everything has a default. */
export interface MockHostOptions extends CrossOriginOptions {
  /** Clients that may call the mock; `host.credentials` names the first. Default: one well-known client. */
  readonly clients?: readonly ClientSeed[];
  /** Apps that may call version 2; `host.credentialsV2` names the first. Default: one well-known app. */
  readonly apps?: readonly AppSeed[];
  /**
   * Redirect URIs of the apps that have no `redirectUris`, beside those on `127.0.0.1` and `[::1]`, which they always accept.
   * Each is compared character by character. Default: none.
   */
  readonly redirectUris?: readonly string[];
  /** People who sign in on the consent page of version 2. Default: one with all printers, and one without any. */
  readonly accounts?: readonly AccountSeed[];
  /**
   * The answer to a request for authorization: `page`, on which a person signs in and chooses a printer, `auto`, a code at once
   * for the first account and its first printer, or `deny`. Default: `page`.
   */
  readonly consent?: Consent;
  /** Registered printers, as addresses or objects. Default: `mock.printer@print.epsonconnect.com`, an office multifunction. */
  readonly printers?: readonly (PrinterSeed | string)[];
  /** Assumptions on the host where Epson does not document it, such as `{ 'duplex-conflict': 'reject' }`. */
  readonly assume?: AssumptionOptions;
  /**
   * Refuses what the description does not have: unknown members, undocumented content types. Default: false, they are
   * accepted with a warning, as by the host.
   */
  readonly strict?: boolean;
  /** Gives any well-formed client or app a world of its own on first use. Default: false, only `clients` and `apps` may call. */
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
  /** The largest files in bytes: by print mode in version 1, one for all in version 2. */
  readonly limitBytes?: {
    /** The largest file of version 1 in print mode `document`, in bytes. Default: 20 MB. */
    readonly document?: number;
    /** The largest file of version 1 in print mode `photo`, in bytes. Default: 10 MB. */
    readonly photo?: number;
    /** The largest file of version 2, in bytes. Default: 20 MB. */
    readonly v2?: number;
  };
  /** The duration of a job: `fast` (2 s, default), `instant` (completed at execute), `real` (by pages, one by one). */
  readonly pace?: PaceName;
  /** Calls of version 1 that a client may make in a minute, tokens and uploads not counted. Default: 100; `Infinity` removes the limit. */
  readonly callsPerMinute?: number;
  /** Calls of version 2 that an app may make in a minute. Default: `Infinity`, because Epson names no limit. */
  readonly callsPerMinuteV2?: number;
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
