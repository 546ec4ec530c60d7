import type { Assumptions } from './assumptions.js';
import type { operations } from '../generated/epson-connect.js';
import type { operations as operationsV2 } from '../generated/epson-connect-v2.js';

/**
 * The error body of a path: a page for the authorization of version 2, `{"error"}` on a token path and in version 2,
 * `{"code"}` in version 1, none for an upload.
 */
export type ErrorFamily = 'authorize' | 'token' | 'api' | 'upload';

/** A version of the API. */
export type ApiVersion = 1 | 2;

/** A refusal as the host answers it. */
export interface RefusalAnswer {
  readonly status: number;
  /** Epson's code, or `null` where the host answers with the status alone. */
  readonly code: string | null;
  /** The member that holds the code, where it is that of the gateway in front of the host. */
  readonly member?: 'message';
}

/** The answer of a version to a refusal. */
export type VersionAnswer =
  RefusalAnswer | ((assumptions: Assumptions, operation: OperationId | undefined) => RefusalAnswer);

/** The operation that mends a call; `null` where none does. */
type Mender = OperationId | null;

/** A rule by which the mock judges calls: a row of the table. */
export interface Rule {
  /** An event is reported like a refusal, and came to no operation. */
  readonly kind: 'refusal' | 'warning' | 'event';
  /** The calls that it is about; `mock` is about those that only a mock judges. */
  readonly family: ErrorFamily | 'mock';
  /** The requirement, in one sentence. */
  readonly sentence: string;
  /** The way to mend a call that breaks it, in the imperative. */
  readonly remedy: string;
  /** The answer of version 1 to a refusal; absent where the version cannot break it, or whatever failed brings its own. */
  readonly v1?: VersionAnswer;
  /** The same of version 2. */
  readonly v2?: VersionAnswer;
  /** True if the program did wrong, so that `run` ends with exit code 1; otherwise its report has a remark. */
  readonly isMistake: boolean;
  /** The operation that mends it; `null` where no call does. Absent where the same call does, corrected. It may differ by version. */
  readonly mendedBy?: Mender | Readonly<Record<`v${ApiVersion}`, Mender>>;
  /** True if it is about calls to other hosts than Epson's, of which the mock is the proxy. */
  readonly isOfOtherHosts?: true;
}

type Row<Strict> = Omit<Rule, 'kind' | 'family' | 'isMistake'> & {
  /** Default: true, but false of a warning. */
  readonly isMistake?: boolean;
  /** The rule by which a strict mock refuses what it would warn of: the description does not have it. */
  readonly strict?: Strict | ((family: ErrorFamily) => Strict);
};

/** Makes the rows of one kind and family rules of the table. */
export function rules<Id extends string, Strict extends string = never>(
  kind: Rule['kind'],
  family: Rule['family'],
  rows: Readonly<Record<Id, Row<Strict>>>,
): Readonly<Record<Id, Rule & Row<Strict>>> {
  const complete = Object.entries<Row<Strict>>(rows).map(([id, row]) => [
    id,
    { kind, family, isMistake: kind !== 'warning', ...row },
  ]);
  return Object.fromEntries(complete) as Record<Id, Rule & Row<Strict>>;
}

/** Returns the operation of a version that mends a call; undefined if it is the same one. */
export function menderOf({ mendedBy }: Pick<Rule, 'mendedBy'>, version: ApiVersion): Mender | undefined {
  return typeof mendedBy === 'object' ? (mendedBy?.[`v${version}`] ?? null) : mendedBy;
}

/** The operations of version 1 that a client calls, by their operation IDs. */
export type OperationIdV1 = Exclude<keyof operations, 'notifyJobStatus' | 'deliverScan'>;

/** The operations of version 2 that a client calls. */
export type OperationIdV2 = Exclude<
  keyof operationsV2,
  'notifyJobStatus' | 'deliverScan' | 'receiveAuthorization'
>;

/** The operations that a client calls. Those that both versions have bear the same ID. */
export type OperationId = OperationIdV1 | OperationIdV2;
