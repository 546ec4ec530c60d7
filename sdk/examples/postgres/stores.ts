// Everything that several workers share, in the three tables of `migration.sql`.
import type { CallLimit } from 'epson-connect-sdk';
import { sqlCallLimit } from './call-limit.js';
import { sqlLedger, type SqlLedger } from './ledger.js';
import { sqlTokenStore, type Query, type SqlTokenStore } from './token-store.js';

/** A `Pool` of the package `pg`, or whatever runs a statement as it does. The program opens and ends it. */
export interface Pool {
  query: Query;
}

/** Stores for `new EpsonConnect({ tokenStore, callLimit })` and `printAll(epson, documents, { ledger })`. */
export interface PostgresStores {
  readonly tokenStore: SqlTokenStore;
  readonly ledger: SqlLedger;
  readonly callLimit: CallLimit;
}

/**
 * Returns the stores that all workers with the same database share.
 *
 * @example
 * const { tokenStore, callLimit, ledger } = postgresStores(new pg.Pool());
 * const epson = new EpsonConnect({ tokenStore, callLimit });
 * for await (const { id, job, error } of printAll(epson, documents, { ledger })) console.log(id, job?.id ?? error);
 */
export function postgresStores(pool: Pool): PostgresStores {
  const query: Query = (sql, values) => pool.query(sql, values);
  return { tokenStore: sqlTokenStore(query), ledger: sqlLedger(query), callLimit: sqlCallLimit(query) };
}
