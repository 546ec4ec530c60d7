import { Router, type Request, type Response } from 'express';
import { demandStorage } from '../http/durable-answers.js';
import { queryOf } from '../http/target.js';
import { getConsent, issueCode, listAccounts, seedAccount, setConsent } from './authorization-commands.js';
import { createControl } from './control.js';
import { getCorrection } from './correction.js';
import { addFault, clearFaults, listFaults, removeFault } from './fault-commands.js';
import { parameters, type Command } from './inputs.js';
import { ControlRefusal, refuseOtherMethods } from './refusal.js';
import { endJob, getDocument, getJob, JOBS_QUERY, listJobs } from './job-commands.js';
import {
  clearJournal,
  exportHar,
  JOURNAL_QUERY,
  readJournal,
  STREAM_QUERY,
  streamEvents,
  streamJournal,
  waitFor,
} from './journal-commands.js';
import { EventStreams } from './event-streams.js';
import { JournalEvents } from './journal-events.js';
import type { ControlContext } from './control-context.js';
import { printForm } from './print.js';
import { getPublicUrl, setPublicUrl } from './public-url.js';
import { listRules } from './rules-page.js';
import { scanForm } from './scan.js';
import {
  changeClock,
  changePrinter,
  expireTokens,
  getClock,
  getPace,
  listClients,
  listPrinters,
  resetWorld,
  revokeTokens,
  seedClient,
  seedPrinter,
  setPace,
} from './world-commands.js';
import { getState } from './world-state.js';
import { check, type Shape } from '../text/check.js';
import { excerpt } from '../text/mask.js';

type Handler = (request: Request<Record<string, string>>, response: Response) => void | Promise<void>;

const WORLD_QUERY = parameters({});

/** The routes of the control API, below `/_mock/api`, which `openapi/control/openapi.yaml` describes. */
export function controlApi(context: ControlContext): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const run =
    <Q>(command: (command: Command<Q>) => void | Promise<void>, shape: Shape<Q>): Handler =>
    (request, response) => {
      const clientId = clientOf(context, request);
      const query = check(shape, Object.fromEntries(queryOf(request)));
      const control = createControl(context, clientId);
      return command({ context, clientId, control, query, request, response });
    };
  const world = (command: (command: Command) => void | Promise<void>) => run(command, WORLD_QUERY);
  const streams = new EventStreams();
  const events = new JournalEvents();
  const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
    '/reset': { post: world(resetWorld) },
    '/clients': { get: world(listClients), post: world(seedClient) },
    '/accounts': { get: world(listAccounts), post: world(seedAccount) },
    '/consent': { get: world(getConsent), put: world(setConsent) },
    '/authorize': { post: world(issueCode) },
    '/printers': { get: world(listPrinters), post: world(seedPrinter) },
    '/printers/:email': { patch: world(changePrinter) },
    '/jobs': { get: run(listJobs, JOBS_QUERY) },
    '/jobs/:job_id': { get: world(getJob) },
    '/jobs/:job_id/document': { get: world(getDocument) },
    '/jobs/:job_id/end': { post: world(endJob) },
    '/clock': { get: world(getClock), post: world(changeClock) },
    '/pace': { get: world(getPace), put: world(setPace) },
    '/public-url': { get: world(getPublicUrl), put: world(setPublicUrl) },
    '/tokens/expire': { post: world(expireTokens) },
    '/tokens/revoke': { post: world(revokeTokens) },
    '/faults': { get: world(listFaults), post: world(addFault), delete: world(clearFaults) },
    '/faults/:fault_id': { delete: world(removeFault) },
    '/journal': { get: run(readJournal, JOURNAL_QUERY), delete: world(clearJournal) },
    '/journal/stream': { get: run(streamJournal(streams, events), STREAM_QUERY) },
    '/journal/:sequence/correction': { get: world(getCorrection) },
    '/journal.har': { get: world(exportHar) },
    '/wait': { post: world(waitFor) },
    '/events': { get: world(streamEvents(streams, events)) },
    '/state': { get: world(getState) },
    '/rules': { get: world(listRules) },
    '/print': { post: world(printForm) },
    '/scan': { post: world(scanForm) },
  };
  if (context.keeper !== undefined) router.use(demandStorage(context.keeper));
  for (const [path, handlers] of Object.entries(routes)) {
    const route = router.route(path);
    for (const [method, handler] of Object.entries(handlers)) route[method as 'get'](handler);
    route.all(refuseOtherMethods(Object.keys(handlers)));
  }
  return router;
}

/** Returns the client whose world a call selects. @throws ControlRefusal `client-unknown` */
function clientOf(context: ControlContext, request: Request): string {
  const { worlds } = context.host;
  const clientId = queryOf(request).get('client_id');
  if (clientId === null) return worlds.default.clientId;
  if (worlds.find(clientId) !== undefined) return clientId;
  throw new ControlRefusal(
    404,
    'client-unknown',
    `No client has the ID ${JSON.stringify(excerpt(clientId, 80))}.`,
  );
}
