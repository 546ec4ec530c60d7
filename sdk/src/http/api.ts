import type { ExecuteWords } from './execute-answer.js';
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
  /** True for requests without a bearer token, which the host does not count against its call limit. */
  readonly isUncounted?: boolean | undefined;
  /** For the policy `execute`: the words that prove something. */
  readonly words?: ExecuteWords | undefined;
}

/** An operation of the description, with the types of its bodies. */
export interface DescribedOperation<Body = never, Answer = unknown> extends Operation {
  readonly id: OperationId;
  readonly path: string;
  /** Never there: it carries the types. */
  readonly types?: (body: Body) => Answer;
}

type Json<T> = T extends { content: { 'application/json': infer J } } ? J : undefined;

/** The body of a request; undefined where there is none. */
type BodyOf<D> = D extends { requestBody?: infer B }
  ? [NonNullable<B>] extends [never]
    ? undefined
    : Json<NonNullable<B>>
  : undefined;

/** The body of a success. */
type AnswerOf<D> = D extends { responses: infer S } ? Json<S[keyof S & (200 | 201 | 202 | 204)]> : never;

/** The operations of a description, by their IDs. */
export type OperationTable<Described, Ids extends keyof Described> = {
  readonly [O in Ids]: DescribedOperation<BodyOf<Described[O]>, AnswerOf<Described[O]>>;
};

/** Method, path and policy of an operation; the words of execute. */
export type Row<Path> = readonly [
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: Path,
  repeat: Repeat,
  words?: ExecuteWords,
];

/** Returns the operations of a table. `uncounted` are those that carry no bearer token. */
export function operationsOf<T>(
  table: Readonly<Record<string, Row<string>>>,
  uncounted: readonly string[],
): T {
  return Object.fromEntries(
    Object.entries(table).map(([id, [method, path, repeat, words]]) => [
      id,
      { id, method, path, repeat, words, isUncounted: uncounted.includes(id) },
    ]),
  ) as T;
}

/** Returns the problem of a success, if there is one: the end of "the host answered 200 but …". */
export type BodyCheck = (body: unknown, status: number) => string | undefined;

/** Returns a check that the body of a success has this member. */
export const withMember =
  (name: string): BodyCheck =>
  (body) =>
    (Object(body) as Record<string, unknown>)[name] == null ? `without ${name}` : undefined;

/** Returns a check for a success without content: the documented status, and the empty JSON object. */
export const emptyObject =
  (documented: 200 | 201 = 200): BodyCheck =>
  (body, status) => {
    const isIt = status === documented && JSON.stringify(body) === '{}';
    return isIt ? undefined : `not with the documented success, ${documented} and {}`;
  };

/** The members of a job's information that the machinery reads. A version adds its own. */
export interface JobState {
  readonly status: string;
  readonly status_reason?: string | null;
}

/** All that the machinery has to know of a version of the API. */
export interface Api {
  /** The operations of the description, in the order in which a path is looked up. */
  readonly operations: Readonly<
    Record<'executePrint' | 'getPrintJob', DescribedOperation<undefined>> &
      Record<string, DescribedOperation<never>>
  > & { readonly uploadPrintFile: DescribedOperation<never> };
  /** The member of a refusal that has Epson's word; on the token path it is `error` everywhere. */
  readonly wordMember: 'code' | 'error';
  /** Codes for the statuses of a gateway, which has a `message` in the place of a word. */
  readonly gatewayCodes?: Readonly<Record<number, string | undefined>>;
  /** Advice by Epson's word, or by the object of the method and the word. */
  readonly advice: Readonly<Record<string, string | undefined>>;
  /** The member of a job that has the target of its upload. */
  readonly uploadUriName: 'upload_uri' | 'uploadUri';
  /** The extensions of documents that print, where they are not those of the description of version 1. */
  readonly printableExtensions?: readonly string[] | undefined;
  /** The status with which a repeated upload is refused whose file has arrived before. */
  readonly storedStatus?: number | undefined;
  /** The check for the success of execute. */
  readonly executeCheck: BodyCheck;
  /** The check for the status of a job, which is taken for a proof. */
  readonly jobCheck: BodyCheck;
  /** Returns the status of a job as it is given to the caller. */
  readonly informationOf: (body: unknown, job_id: string) => JobState;
  /** Returns whether a status proves that the job was executed. */
  readonly provesExecution: (information: JobState) => boolean;
}
