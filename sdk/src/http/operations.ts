import { settingError } from '../errors/index.js';
import type { Api, DescribedOperation, Operation } from './api.js';
import { outcomeOf } from './execute-answer.js';

/** Returns the operation of a request of the plain client, which tells only method and URL. */
export function operationAt({ operations }: Api, method: string, url: string): Operation {
  const target = url.replace(/[?#].*/, '');
  const isIt = ({ method: wanted, path }: DescribedOperation) =>
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

/** Returns whether a 401 with this word is answered by another token and one repeat. */
export const isRenewable = (
  { repeat, words }: Operation,
  code: string | undefined,
  isFirstTry: boolean,
): boolean => repeat !== 'execute' || outcomeOf(words, { status: 401, code }, isFirstTry) === 'renew';
