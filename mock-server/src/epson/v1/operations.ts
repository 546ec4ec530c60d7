import type { RequestHandler, Router } from 'express';
import type { OperationIdV1 } from '../../rules/rule.js';
import type { Host } from '../domain/worlds.js';
import { mountOperations, type Handler, type OperationPath, type VersionPaths } from '../requests/routes.js';
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

const PRINTER = '/api/1/printing/printers/:device_id';
const JOBS = `${PRINTER}/jobs`;

/** All operations of version 1: those of the guide, then the others. */
const PATHS: readonly OperationPath<OperationIdV1>[] = [
  {
    path: '/api/1/printing/oauth2/auth/token',
    family: 'token',
    operations: { post: 'authenticate' },
  },
  { path: JOBS, operations: { post: 'createPrintJob' } },
  {
    path: '/:container/v1/storage/PostData',
    family: 'upload',
    operations: { post: 'uploadPrintFile' },
  },
  { path: `${JOBS}/:job_id/print`, operations: { post: 'executePrint' } },

  { path: `${PRINTER}/capability/:print_mode`, operations: { get: 'getCapability' } },
  { path: `${JOBS}/:job_id`, operations: { get: 'getPrintJob' } },
  { path: `${JOBS}/:job_id/cancel`, operations: { post: 'cancelPrint' } },
  { path: PRINTER, operations: { get: 'getDevice', delete: 'cancelAuthentication' } },
  { path: `${PRINTER}/settings/notification`, operations: { post: 'setNotification' } },
  {
    path: '/api/1/scanning/scanners/:device_id/destinations',
    operations: {
      get: 'listDestinations',
      post: 'registerDestination',
      put: 'updateDestination',
      delete: 'deleteDestination',
    },
  },
];

export const V1_PATHS: VersionPaths<OperationIdV1> = { apiVersion: 1, paths: PATHS };

/**
 * Mounts the operations of version 1.
 *
 * @param before comes before each of them, when it is known whose call it is
 */
export function operationsV1(host: Host, ...before: RequestHandler[]): Router {
  const handlers: Readonly<Record<OperationIdV1, Handler>> = {
    authenticate: authenticate(host),
    createPrintJob: createPrintJob(host),
    uploadPrintFile: uploadPrintFile(host),
    executePrint: executePrint(host),
    getCapability,
    getPrintJob: getPrintJob(host),
    cancelPrint: cancelPrint(host),
    getDevice,
    cancelAuthentication,
    setNotification: setNotification(host),
    listDestinations,
    registerDestination: registerDestination(host),
    updateDestination: updateDestination(host),
    deleteDestination: deleteDestination(host),
  };
  return mountOperations(host, V1_PATHS, handlers, before);
}
