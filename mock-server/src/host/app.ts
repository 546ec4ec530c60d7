import type { RequestListener } from 'node:http';
import express, { type RequestHandler } from 'express';
import { answerIcon, redirectBrowsers } from '../control/browser.js';
import { Changes, tellOf } from '../control/changes.js';
import type { ControlContext } from '../control/control-context.js';
import type { GuardOptions } from '../control/guard.js';
import { ownRoutes } from '../control/own-routes.js';
import { refuseCommand } from '../control/refusal.js';
import { operationsV1 } from '../epson/v1/operations.js';
import { consentRoute } from '../epson/v2/consent.js';
import { CONSENT_PATH } from '../epson/v2/consent-page.js';
import { operationsV2 } from '../epson/v2/operations.js';
import { refuse } from '../epson/requests/refuse.js';
import { refuseUnknownPath } from '../epson/requests/unknown.js';
import { Faults } from '../faults/faults.js';
import { strike } from '../faults/strike.js';
import { answerWhenKept, demandStorage } from '../http/durable-answers.js';
import type { Exchange } from '../http/exchange.js';
import { messageClassesOf, type MessageClasses } from '../http/message-classes.js';
import { record } from '../http/recorder.js';
import { settleTarget } from '../http/target.js';
import type { Hide } from '../text/mask.js';
import type { Checked, MockHostOptions } from '../config/options.js';
import { Addresses } from '../epson/domain/addresses.js';
import { resolveAssumptions } from '../rules/assumptions.js';
import { Accounts, checkPrintersOf, DEFAULT_ACCOUNTS } from '../epson/domain/accounts.js';
import { Apps } from '../epson/domain/apps.js';
import { Clients } from '../epson/domain/clients.js';
import { DEFAULT_APP, DEFAULT_CLIENT } from '../epson/domain/default-credentials.js';
import { credentialsOf, type MockCredentials, type MockCredentialsV2 } from './credentials.js';
import { Clock } from '../epson/domain/clock.js';
import { type Host, Worlds, PerWorld } from '../epson/domain/worlds.js';
import { DEFAULT_PRINTER } from '../epson/domain/printers.js';
import { seedOf } from '../epson/v1/printer-seed.js';
import { checkFault } from '../faults/fault.js';
import { labelOf } from '../control/view.js';
import { ChangeSignal, event, Journal } from '../journal/journal.js';
import { Notifier } from '../epson/webhooks/notifier.js';
import { PrintCommand } from '../hooks/print-command.js';
import { DocumentStore } from '../documents/documents.js';
import { NO_CHANGE_LOGS } from '../epson/domain/change-log.js';
import type { Keeper } from '../persistence/state-log.js';
import { openFolder, type Tell } from '../persistence/open.js';
import { Folder } from '../documents/folder.js';
import { printable } from '../text/printable.js';

/** The parts that the options make: the host, its faults, and all that is closed with it. */
export interface Assembled {
  readonly host: Host;
  readonly faults: PerWorld<Faults>;
  readonly keeper?: Keeper;
  /** Ends what is under way, and writes what is left. */
  readonly close: () => Promise<void>;
  readonly notifier: Notifier;
  readonly journals: PerWorld<Journal>;
  readonly changeSignals: PerWorld<ChangeSignal>;
  readonly changes: PerWorld<Changes>;
  /** The client ID whose world the control steers. */
  readonly firstId: string;
  readonly credentials: MockCredentials;
  readonly credentialsV2: MockCredentialsV2;
}

/** @throws InvalidValue, FolderError */
export function assemble(options: Checked<MockHostOptions>): Assembled {
  const { clients: [client = DEFAULT_CLIENT, ...others] = [], printers = [DEFAULT_PRINTER] } = options;
  const { apps: [app = DEFAULT_APP, ...otherApps] = [], redirectUris = [] } = options;
  // A user who gives apps alone works with version 2.
  const first = options.clients === undefined ? app : client;
  const { email: printerEmail } = printers[0] ?? DEFAULT_PRINTER;
  const assumptions = resolveAssumptions(options.assume);
  // With worlds every printer exists.
  if (options.worlds !== true)
    checkPrintersOf(
      options.accounts ?? [],
      printers.map(({ email }) => email),
    );
  // Checked at the start, not at the first call.
  options.faults?.forEach((fault, index) => checkFault(fault, `faults[${index}]`));
  const faults: PerWorld<Faults> = new PerWorld((clientId) => {
    const onEnd = () => changes.of(clientId).tell('other');
    return new Faults(options.faults ?? [], () => worlds.ofClient(clientId).clock, onEnd);
  });
  const megabyte = Number(assumptions.megabyte);
  const { document = 20 * megabyte, photo = 10 * megabyte, v2 = 20 * megabyte } = options.limitBytes ?? {};
  const { clock = new Clock(), callsPerMinute = 100, callsPerMinuteV2 = Infinity, pace = 'fast' } = options;
  const folder = new Folder(options.dataDir);
  const documents = new DocumentStore(folder);
  const isOpen = options.worlds ?? false;
  const notifier = new Notifier(assumptions, options.onNotification ?? (() => {}));
  const warn =
    options.onWarning ??
    ((message) => void process.stderr.write(`epson-connect-mock: ${printable(message)}\n`));
  const tell: Tell = (rule, hint) => {
    warn(hint);
    journals.of(first.clientId).add(event(rule, hint, new Date()));
  };
  const open = folder.kept === undefined ? undefined : openFolder(folder, folder.kept, tell);
  const journals: PerWorld<Journal> = new PerWorld((clientId) => new Journal(open?.diaries.of(clientId)));
  const changeSignals = new PerWorld(() => new ChangeSignal());
  const changes = new PerWorld(() => new Changes());
  const { onPrint, onPrintNews = () => {} } = options;
  const printCommand = onPrint === undefined ? undefined : new PrintCommand(onPrint, onPrintNews);
  const clients = new Clients([client, ...others], isOpen, open?.keeper);
  const apps = new Apps([app, ...otherApps], {
    isOpen,
    redirectUris,
    ...(open && { changeLogs: open.keeper }),
  });
  const accounts = new Accounts(options.accounts ?? DEFAULT_ACCOUNTS, open?.keeper);
  const worlds = new Worlds([first, client, ...others, ...apps.all()], {
    secrets: clients.known,
    printers: printers.map(seedOf),
    clock,
    pace,
    callsPerMinute: { 1: callsPerMinute, 2: callsPerMinuteV2 },
    assumptions,
    consent: options.consent ?? 'page',
    documents,
    changeLogs: tellOf(open?.keeper ?? NO_CHANGE_LOGS, changes),
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
    onDropped: (clientId) =>
      [faults, journals, changeSignals, changes, accounts].forEach((each) => each.drop(clientId)),
  });
  const host: Host = {
    addresses: new Addresses(options.publicUrl),
    clients,
    apps,
    accounts,
    worlds,
    assumptions,
    isStrict: options.strict ?? false,
    documents,
    limitBytes: { document, photo, v2 },
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
  return {
    host,
    faults,
    close,
    notifier,
    journals,
    changeSignals,
    changes,
    firstId: first.clientId,
    credentials: { ...client, printerEmail },
    credentialsV2: credentialsOf(app, redirectUris),
    ...kept,
  };
}

export interface AppOptions extends GuardOptions {
  readonly context: ControlContext;
  /** The token that its own routes require, if any. */
  readonly controlToken: string | undefined;
  /** Lets web pages call the host, if any. */
  readonly pages: RequestHandler | undefined;
  /** Removes the secrets that the host knows from a text about an exchange. */
  readonly hide: Hide;
  /** Called after each exchange. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** The application, and what servers are made with so that it is fast. */
export interface App {
  readonly listener: RequestListener;
  readonly classes: MessageClasses;
}

/** Mounts the host's operations and the mock's own routes. */
export function createApp({ context, pages, hide, onExchange, ...own }: AppOptions): App {
  const { host, faults, keeper } = context;
  const app = express()
    .disable('x-powered-by')
    .disable('etag')
    .enable('strict routing')
    .enable('case sensitive routing');
  if (keeper !== undefined) app.use(answerWhenKept(keeper));
  // Ahead of the guard and the token of the mock's own routes: people reach it from wherever they reach /auth/authorize.
  app.use(CONSENT_PATH, consentRoute(host));
  app.use('/_mock', ownRoutes(context, own));
  app.get('/', redirectBrowsers(host.addresses));
  app.get('/favicon.ico', answerIcon(host.addresses));
  if (pages !== undefined) app.use(pages);
  const before = [strike(faults), ...(keeper === undefined ? [] : [demandStorage(keeper)])];
  app.use(operationsV1(host, ...before));
  app.use(operationsV2(host, ...before));
  app.use(refuseUnknownPath(host.addresses));
  app.use('/_mock', refuseCommand);
  app.use(refuse(host));
  return {
    listener: (request, response) => {
      record(request, response, hide, onExchange);
      // Ahead of all routing, which goes by path alone.
      settleTarget(request);
      // Nobody waits for ever, not even where the refusal of a refusal failed.
      app(request as express.Request, response as express.Response, () => response.destroy());
    },
    classes: messageClassesOf(app),
  };
}
