import type { IRoute, RequestHandler } from 'express';
import type { OperationId } from '../domain/contract.js';
import type { Host } from '../domain/host.js';
import type { ErrorFamily } from '../rules/answers.js';
import { createPrintJob, executePrint } from './jobs.js';
import { uploadPrintFile } from './storage.js';
import { authenticate } from './token.js';

/** An operation of the description, where it is mounted, and who carries it out. */
export interface Operation {
  readonly id: OperationId;
  readonly method: 'post' & keyof IRoute;
  readonly path: string;
  readonly family: ErrorFamily;
  readonly handler: RequestHandler<never>;
}

const DEVICE = '/api/1/printing/printers/:device_id';

/** All operations of the host. */
export function operationsOf(host: Host): Operation[] {
  return [
    {
      id: 'authenticate',
      method: 'post',
      path: '/api/1/printing/oauth2/auth/token',
      family: 'token',
      handler: authenticate(host),
    },
    {
      id: 'createPrintJob',
      method: 'post',
      path: `${DEVICE}/jobs`,
      family: 'api',
      handler: createPrintJob(host),
    },
    {
      id: 'uploadPrintFile',
      method: 'post',
      path: '/:container/v1/storage/PostData',
      family: 'upload',
      handler: uploadPrintFile(host),
    },
    {
      id: 'executePrint',
      method: 'post',
      path: `${DEVICE}/jobs/:job_id/print`,
      family: 'api',
      handler: executePrint(host),
    },
  ];
}
