// Everything that several workers share, in the three tables of `migration.sql`.
import type { TokenStore } from 'epson-connect-sdk/v2';
import { sqlCallLimit, type SqlCallLimit } from './call-limit.js';
import { sqlLedger, type SqlLedger } from './ledger.js';
import { sqlTokenStore, type Query } from './token-store.js';

/** A `Pool` of the package `pg`, or whatever runs a statement as it does. The program opens and ends it. */
export interface Pool {
  query: Query;
}

/** Stores for `new EpsonConnect({ tokenStore, callLimit })` and `printAll(epson, documents, { ledger })`. */
export interface PostgresStores {
  readonly tokenStore: TokenStore;
  readonly ledger: SqlLedger;
  readonly callLimit: SqlCallLimit;
}

/** Options of `postgresStores`. */
export interface PostgresStoresOptions {
  /** Name of this worker in the history of a document. Default: host name and process ID. */
  readonly worker?: string;
}

/**
 * Returns the stores that all workers with the same database share.
 *
 * @example
 * const { tokenStore, callLimit, ledger } = postgresStores(new pg.Pool());
 * const epson = new EpsonConnect({ tokenStore, callLimit });
 * for await (const { id, job, error } of printAll(epson, documents, { ledger })) console.log(id, job?.id ?? error);
 */
export function postgresStores(pool: Pool, { worker }: PostgresStoresOptions = {}): PostgresStores {
  const query: Query = async (sql, values) => {
    try {
      return await pool.query(sql, values);
    } catch (cause) {
      throw new Error(`PostgreSQL did not do what the printing needs: ${(cause as Error).message}.`, {
        cause,
      });
    }
  };
  return {
    tokenStore: sqlTokenStore(query),
    ledger: sqlLedger(query, worker),
    callLimit: sqlCallLimit(query),
  };
}
