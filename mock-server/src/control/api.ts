import { Router, type Request, type Response } from 'express';
import { demandStorage } from '../http/durable-answers.js';
import { queryOf } from '../http/target.js';
import { createControl, type Desk } from './control.js';
import { addFault, clearFaults, listFaults, removeFault } from './fault-commands.js';
import { ControlRefusal } from './inputs.js';
import { endJob, getDocument, getJob, listJobs } from './job-commands.js';
import { clearJournal, exportHar, readJournal, streamJournal, waitFor } from './journal-commands.js';
import { JournalStreams } from './journal-streams.js';
import type { Order } from './control-context.js';
import { printForm } from './print.js';
import { getPublicUrl, setPublicUrl } from './public-url.js';
import { listRules } from './rules.js';
import { scanForm } from './scan.js';
import {
  changeClock,
  changePrinter,
  expireTokens,
  getClock,
  listClients,
  listPrinters,
  resetWorld,
  revokeTokens,
  seedClient,
  seedPrinter,
} from './world-commands.js';
import { excerpt } from '../text/mask.js';

type Carry = (order: Order) => void | Promise<void>;

/** The control API, below `/_mock/api`. What each order does is described in `openapi/control/openapi.yaml`. */
export function controlApi(desk: Desk): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const carry = (carryOut: Carry) => (request: Request<Record<string, string>>, response: Response) => {
    const clientId = clientOf(desk, request);
    return carryOut({ desk, clientId, control: createControl(desk, clientId), request, response });
  };
  if (desk.keeper !== undefined) router.use(demandStorage(desk.keeper));
  router.post('/reset', carry(resetWorld));
  router.route('/clients').get(carry(listClients)).post(carry(seedClient));
  router.route('/printers').get(carry(listPrinters)).post(carry(seedPrinter));
  router.patch('/printers/:email', carry(changePrinter));
  router.get('/jobs', carry(listJobs));
  router.get('/jobs/:job_id', carry(getJob));
  router.get('/jobs/:job_id/document', carry(getDocument));
  router.post('/jobs/:job_id/end', carry(endJob));
  router.route('/clock').get(carry(getClock)).post(carry(changeClock));
  router.route('/public-url').get(carry(getPublicUrl)).put(carry(setPublicUrl));
  router.post('/tokens/expire', carry(expireTokens));
  router.post('/tokens/revoke', carry(revokeTokens));
  router.route('/faults').get(carry(listFaults)).post(carry(addFault)).delete(carry(clearFaults));
  router.delete('/faults/:fault_id', carry(removeFault));
  router.route('/journal').get(carry(readJournal)).delete(carry(clearJournal));
  router.get('/journal/stream', carry(streamJournal(new JournalStreams())));
  router.get('/journal.har', carry(exportHar));
  router.post('/wait', carry(waitFor));
  router.get('/rules', carry(listRules));
  router.post('/print', carry(printForm));
  router.post('/scan', carry(scanForm));
  return router;
}

/** The client whose world is meant. @throws ControlRefusal `client-unknown` */
function clientOf(desk: Desk, request: Request): string {
  const { worlds } = desk.host;
  const clientId = queryOf(request).get('client_id');
  if (clientId === null) return worlds.default.clientId;
  if (worlds.find(clientId) !== undefined) return clientId;
  throw new ControlRefusal(
    404,
    'client-unknown',
    `No client has the ID ${JSON.stringify(excerpt(clientId, 80))}.`,
  );
}
