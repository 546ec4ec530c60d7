import type { operations as described, paths } from '../generated/epson-connect.js';
import { settingError } from '../errors/index.js';
import { outcomeOf } from './execute-answer.js';
import type { OperationId } from './hooks.js';

/**
 * When a request is repeated. `always`: a repeat does no harm, whatever became of the request before it. `unprocessed`:
 * only when the host surely has not done it: no byte had left, a call limit, Epson's own `service_unavailable`.
 * `execute`: by its own table, see `execute-answer.ts`.
 */
export type Repeat = 'always' | 'unprocessed' | 'execute';

/** A request by its operation of the description; `id` and `path` are absent for what the plain client sends beside it. */
export interface Operation {
  readonly id: OperationId | undefined;
  readonly method: string;
  readonly path: string | undefined;
  readonly repeat: Repeat;
}

type Json<T> = T extends { content: { 'application/json': infer J } } ? J : undefined;

/** The body of a request; undefined where there is none. */
export type BodyOf<O extends OperationId> = described[O] extends { requestBody?: infer B }
  ? [NonNullable<B>] extends [never]
    ? undefined
    : Json<NonNullable<B>>
  : undefined;

/** The body of a success. */
export type AnswerOf<O extends OperationId> = described[O] extends { responses: infer S }
  ? Json<S[keyof S & (200 | 201)]>
  : never;

type Row = readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: keyof paths, repeat: Repeat];

const PRINTER = '/api/1/printing/printers/{device_id}';
const DESTINATIONS = '/api/1/scanning/scanners/{device_id}/destinations';

/** The policy: what a second request of the same kind does on the host when the first was carried out. */
const table: Record<OperationId, Row> = {
  // Another token; the lost one dies unused.
  authenticate: ['POST', '/api/1/printing/oauth2/auth/token', 'always'],
  // Another job. The one of the lost answer never gets its file, never prints, and expires.
  createPrintJob: ['POST', `${PRINTER}/jobs`, 'always'],
  // The same file in the place of the same file. Only of a document that can be opened again: see `upload`.
  uploadPrintFile: ['POST', '/{container}/v1/storage/PostData', 'always'],
  // Prints. What proves nothing is followed by a look at the job instead: see `execute`.
  executePrint: ['POST', `${PRINTER}/jobs/{job_id}/print`, 'execute'],
  getDevice: ['GET', PRINTER, 'always'],
  // 401 or 404 for what has succeeded; worse, it could end a registration that was made in between.
  cancelAuthentication: ['DELETE', PRINTER, 'unprocessed'],
  getCapability: ['GET', `${PRINTER}/capability/{print_mode}`, 'always'],
  getPrintJob: ['GET', `${PRINTER}/jobs/{job_id}`, 'always'],
  // `command_not_allowed` for what has succeeded.
  cancelPrint: ['POST', `${PRINTER}/jobs/{job_id}/cancel`, 'unprocessed'],
  // The same setting again.
  setNotification: ['POST', `${PRINTER}/settings/notification`, 'always'],
  listDestinations: ['GET', DESTINATIONS, 'always'],
  // `duplicate_alias` for what has succeeded.
  registerDestination: ['POST', DESTINATIONS, 'unprocessed'],
  // All of the destination is replaced by the same once more.
  updateDestination: ['PUT', DESTINATIONS, 'always'],
  // `destination_not_found` for what has succeeded.
  deleteDestination: ['DELETE', DESTINATIONS, 'unprocessed'],
};

/** The operations by their IDs. */
export const operations = Object.fromEntries(
  Object.entries(table).map(([id, [method, path, repeat]]) => [id, { id, method, path, repeat }]),
) as Record<OperationId, Operation & { readonly path: string }>;

/** Returns the operation of a request of the plain client, which tells only method and URL. */
export function operationAt(method: string, url: string): Operation {
  const target = url.replace(/[?#].*/, '');
  const isIt = ({ method: wanted, path }: Operation & { path: string }) =>
    method === wanted && new RegExp(`${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(target);
  const unknown = { id: undefined, method, path: undefined };
  return (
    Object.values(operations).find(isIt) ?? {
      ...unknown,
      repeat: method === 'GET' ? 'always' : 'unprocessed',
    }
  );
}

/**
 * Puts IDs into a path, encoded. Rejects `.` and `..`, which no encoding protects from being resolved, and an ID that is
 * missing.
 */
export function pathWith(path: string, ids: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (typeof id !== 'string' || /^\.{0,2}$/.test(id)) {
      throw settingError(name, `is not an ID: ${JSON.stringify(id)}`);
    }
    return encodeURIComponent(id);
  });
}

/** Returns whether the call counts against the call limit. Evidence: specification. */
export const isCounted = ({ id }: Operation): boolean => id !== 'authenticate' && id !== 'uploadPrintFile';

/** Returns whether a 401 with this word is answered by another token and one repeat. */
export const isRenewable = ({ repeat }: Operation, code: string | undefined, isFirstTry: boolean): boolean =>
  repeat !== 'execute' || outcomeOf({ status: 401, code }, isFirstTry) === 'renew';
