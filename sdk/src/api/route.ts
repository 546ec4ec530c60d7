import { settingError } from '../errors.js';
import type { paths } from '../generated/epson-connect.js';

/** The paths below the API's root: all but the storage, which lives on the host that `upload_uri` names. */
export type ApiPaths = { [P in keyof paths as P extends `/api/${string}` ? P : never]: paths[P] };

type Method = 'get' | 'post' | 'put' | 'delete';

/** Method and path of an operation, as the description has them. */
export type Route = {
  [P in keyof ApiPaths]: {
    [M in Method]: ApiPaths[P][M] extends { responses: unknown } ? `${Uppercase<M>} ${P}` : never;
  }[Method];
}[keyof ApiPaths];

type OperationAt<R extends Route> = R extends `${infer M} ${infer P extends keyof ApiPaths}`
  ? ApiPaths[P][Lowercase<M> & keyof ApiPaths[P]]
  : never;

type Json<T> = T extends { content: { 'application/json': infer J } } ? J : undefined;

/** What is sent: undefined where there is nothing to send. */
export type BodyOf<R extends Route> =
  OperationAt<R> extends { requestBody?: infer B }
    ? [NonNullable<B>] extends [never]
      ? undefined
      : Json<NonNullable<B>>
    : undefined;

/** What a success brings. */
export type AnswerOf<R extends Route> =
  OperationAt<R> extends { responses: infer S } ? Json<S[keyof S & (200 | 201)]> : never;

/**
 * Puts ids into a path. They are encoded, and `.` and `..`, which no encoding protects from being resolved, are
 * refused, as is an id that is not there.
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
