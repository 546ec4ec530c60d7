import type { RequestHandler, Router } from 'express';
import type { OperationIdV2 } from '../../rules/rule.js';
import type { Host } from '../domain/worlds.js';
import {
  deleteDestination,
  listDestinations,
  registerDestination,
  updateDestination,
} from './destinations.js';
import { getNotification, setNotification } from './notifications.js';
import { getCapability, getDefaultSettings, getDevice } from './printers.js';
import { mountOperations, type Handler, type OperationPath, type VersionPaths } from '../requests/routes.js';
import { authorize } from './authorize.js';
import { requestToken } from './token.js';
import { cancelPrint, copyPrintJob, createPrintJob, executePrint, getPrintJob } from './jobs.js';
import {
  copySchedule,
  createSchedule,
  deleteSchedule,
  getSchedule,
  listSchedules,
  reserveSchedule,
} from './schedules.js';
import { uploadPrintFile, uploadScheduleFile } from './upload.js';

const PRINTING = '/api/2/printing';
const SCHEDULES = '/api/2/scheduling/schedules';
const DESTINATIONS = '/api/2/scanning/destinations';

/** All operations of version 2: the authorization, the four steps, then the others. A literal path comes before `:name`. */
const PATHS: readonly OperationPath<OperationIdV2>[] = [
  { path: '/auth/authorize', family: 'authorize', operations: { get: 'authorize' } },
  { path: '/auth/token', family: 'token', operations: { post: 'requestToken' } },

  { path: `${PRINTING}/jobs`, operations: { post: 'createPrintJob' } },
  { path: '/data', family: 'upload', operations: { post: 'uploadPrintFile' } },
  { path: `${PRINTING}/jobs/:jobId/print`, operations: { post: 'executePrint' } },

  { path: `${PRINTING}/jobs/copy`, operations: { post: 'copyPrintJob' } },
  { path: `${PRINTING}/jobs/:jobId`, operations: { get: 'getPrintJob' } },
  { path: `${PRINTING}/jobs/:jobId/cancel`, operations: { post: 'cancelPrint' } },
  { path: `${PRINTING}/capability/default`, operations: { get: 'getDefaultSettings' } },
  { path: `${PRINTING}/capability/:printMode`, operations: { get: 'getCapability' } },
  { path: `${PRINTING}/devices/info`, operations: { get: 'getDevice' } },
  {
    path: `${PRINTING}/settings/notification`,
    operations: { get: 'getNotification', post: 'setNotification' },
  },
  { path: SCHEDULES, operations: { get: 'listSchedules', post: 'createSchedule' } },
  { path: '/schedule_data', family: 'upload', operations: { post: 'uploadScheduleFile' } },
  { path: `${SCHEDULES}/copy`, operations: { post: 'copySchedule' } },
  { path: `${SCHEDULES}/:scheduleJobId`, operations: { get: 'getSchedule', delete: 'deleteSchedule' } },
  { path: `${SCHEDULES}/:scheduleJobId/reserve`, operations: { post: 'reserveSchedule' } },
  { path: DESTINATIONS, operations: { get: 'listDestinations', post: 'registerDestination' } },
  {
    path: `${DESTINATIONS}/:destinationId`,
    operations: { put: 'updateDestination', delete: 'deleteDestination' },
  },
];

export const V2_PATHS: VersionPaths<OperationIdV2> = { apiVersion: 2, paths: PATHS };

/**
 * Mounts the operations of version 2.
 *
 * @param before comes before each of them, when it is known whose call it is
 */
export function operationsV2(host: Host, ...before: RequestHandler[]): Router {
  const handlers: Readonly<Record<OperationIdV2, Handler>> = {
    authorize: authorize(host),
    requestToken: requestToken(host),
    createPrintJob: createPrintJob(host),
    uploadPrintFile: uploadPrintFile(host),
    executePrint: executePrint(host),
    copyPrintJob: copyPrintJob(host),
    getPrintJob: getPrintJob(host),
    cancelPrint: cancelPrint(host),
    listSchedules: listSchedules(host),
    createSchedule: createSchedule(host),
    uploadScheduleFile: uploadScheduleFile(host),
    copySchedule: copySchedule(host),
    reserveSchedule: reserveSchedule(host),
    getSchedule: getSchedule(host),
    deleteSchedule: deleteSchedule(host),
    getDevice: getDevice(host),
    getCapability: getCapability(host),
    getDefaultSettings: getDefaultSettings(host),
    getNotification: getNotification(host),
    setNotification: setNotification(host),
    listDestinations: listDestinations(host),
    registerDestination: registerDestination(host),
    updateDestination: updateDestination(host),
    deleteDestination: deleteDestination(host),
  };
  return mountOperations(host, V2_PATHS, handlers, before);
}
