import {
  badRequestCodeValues,
  executeForbiddenCodeValues,
  executeMethodNotAllowedCodeValues,
  executeNotFoundCodeValues,
  forbiddenCodeValues,
  internalServerErrorCodeValues,
  methodNotAllowedCodeValues,
  notFoundCodeValues,
  serviceUnavailableCodeValues,
  unauthorizedCodeValues,
  unsupportedMediaTypeCodeValues,
} from '../generated/epson-connect.js';
import type { OperationId } from '../domain/contract.js';
import type { RefusalAnswer } from './answers.js';

const each = (status: number, codes: readonly string[]): RefusalAnswer[] =>
  codes.map((code) => ({ status, code }));

const common = [
  ...each(400, badRequestCodeValues),
  ...each(401, unauthorizedCodeValues),
  ...each(415, unsupportedMediaTypeCodeValues),
  ...each(500, internalServerErrorCodeValues),
  ...each(503, serviceUnavailableCodeValues),
];

/** Every refusal that the description lists for an operation. */
export const DOCUMENTED: Readonly<Record<OperationId, readonly RefusalAnswer[]>> = {
  authenticate: [
    ...each(400, ['invalid_request', 'invalid_grant', 'unsupported_grant_type']),
    ...each(401, ['invalid_client']),
    ...each(405, ['invalid_request']),
    ...each(500, ['server_error']),
  ],
  createPrintJob: [
    ...common,
    ...each(403, forbiddenCodeValues),
    ...each(404, notFoundCodeValues),
    ...each(405, methodNotAllowedCodeValues),
  ],
  uploadPrintFile: [404, 413, 415].map((status) => ({ status, code: null })),
  executePrint: [
    ...common,
    ...each(403, executeForbiddenCodeValues),
    ...each(404, executeNotFoundCodeValues),
    ...each(405, executeMethodNotAllowedCodeValues),
  ],
};
