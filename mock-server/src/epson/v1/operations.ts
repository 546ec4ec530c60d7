import type { ServerResponse } from 'node:http';
import type { OperationId } from '../../rules/contract.js';
import type { Host } from '../domain/host.js';
import type { ErrorFamily } from '../../rules/answers.js';
import type { Routed } from '../../http/handler.js';
import {
  deleteDestination,
  listDestinations,
  registerDestination,
  updateDestination,
} from './destinations.js';
import { cancelPrint, createPrintJob, executePrint, getPrintJob } from './jobs.js';
import { cancelAuthentication, getCapability, getDevice, setNotification } from './printers.js';
import { uploadPrintFile } from './upload.js';
import { authenticate } from './token.js';

/** An operation of the description, where it is mounted, and who carries it out. */
export interface Operation {
  readonly id: OperationId;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly family: ErrorFamily;
  readonly handler: Handler;
}

/** Carries an operation out. @throws Refusal */
type Handler = (request: Routed<never>, response: ServerResponse) => void | Promise<void>;

const PRINTER = '/api/1/printing/printers/:device_id';
const JOBS = `${PRINTER}/jobs`;
const DESTINATIONS = '/api/1/scanning/scanners/:device_id/destinations';

/** All operations of the host: those of the guide, then the others. */
export function operationsOf(host: Host): Operation[] {
  const api = (id: OperationId, method: Operation['method'], path: string, handler: Handler): Operation => ({
    id,
    method,
    path,
    family: 'api',
    handler,
  });
  return [
    {
      ...api('authenticate', 'post', '/api/1/printing/oauth2/auth/token', authenticate(host)),
      family: 'token',
    },
    api('createPrintJob', 'post', JOBS, createPrintJob(host)),
    {
      ...api('uploadPrintFile', 'post', '/:container/v1/storage/PostData', uploadPrintFile(host)),
      family: 'upload',
    },
    api('executePrint', 'post', `${JOBS}/:job_id/print`, executePrint(host)),

    api('getCapability', 'get', `${PRINTER}/capability/:print_mode`, getCapability(host)),
    api('getPrintJob', 'get', `${JOBS}/:job_id`, getPrintJob(host)),
    api('cancelPrint', 'post', `${JOBS}/:job_id/cancel`, cancelPrint(host)),
    api('getDevice', 'get', PRINTER, getDevice(host)),
    api('cancelAuthentication', 'delete', PRINTER, cancelAuthentication(host)),
    api('setNotification', 'post', `${PRINTER}/settings/notification`, setNotification(host)),
    api('listDestinations', 'get', DESTINATIONS, listDestinations(host)),
    api('registerDestination', 'post', DESTINATIONS, registerDestination(host)),
    api('updateDestination', 'put', DESTINATIONS, updateDestination(host)),
    api('deleteDestination', 'delete', DESTINATIONS, deleteDestination(host)),
  ];
}
