// Records documents in a table of PostgreSQL, so that several workers print each of them once.
import { hostname } from 'node:os';
import process from 'node:process';
import type { LedgerClaim, LedgerEntry, LedgerStep, SharedLedger } from 'epson-connect-sdk/many';
import type { Query } from './token-store.js';

/** A ledger with the history of each document. */
export interface SqlLedger extends SharedLedger {
  get(id: string): Promise<LedgerEntry | undefined>;
  claim(id: string, leaseMs: number): Promise<LedgerClaim | undefined>;
  /** Returns what was done for a document, the oldest step first; empty when nothing was. */
  history(id: string): Promise<LedgerStep[]>;
  /** Takes a document and its history out, so that it is printed anew. */
  forget(id: string): Promise<void>;
}

/** The steps of a history: those before, and the one of a state and a job. */
const withStep = (state: string, jobId: string) => `
  history || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
    'atMs', floor(epson_now_ms()), 'owner', owner, 'state', ${state}, 'job_id', ${jobId})))`;

const CLAIM = `
  INSERT INTO epson_prints AS known (id, owner, lease_end, history)
  SELECT id, owner, lease_end, ${withStep("'claimed'", 'NULL::text')}
  FROM (SELECT $1::text, $2::text, clock_timestamp() + $3 * interval '1 ms', '[]'::jsonb)
    AS new (id, owner, lease_end, history)
  ON CONFLICT (id) DO UPDATE
  SET owner = excluded.owner, lease_end = excluded.lease_end, history = known.history || excluded.history
  WHERE known.state IS DISTINCT FROM 'done' AND known.lease_end <= clock_timestamp()
  RETURNING state, job`;

const RECORD = `
  UPDATE epson_prints SET state = $3, job = $4, history = ${withStep('$3::text', "$4::jsonb ->> 'id'")}
  WHERE id = $1 AND owner = $2 RETURNING id`;

const RENEW = `
  UPDATE epson_prints SET lease_end = clock_timestamp() + $3 * interval '1 ms'
  WHERE id = $1 AND owner = $2 RETURNING id`;

function entryOf(row: Readonly<Record<string, unknown>> | undefined): LedgerEntry | undefined {
  return typeof row?.['state'] === 'string' ? (row as unknown as LedgerEntry) : undefined;
}

/**
 * Returns a ledger that every program with the same database shares. The table is that of `migration.sql`. Each step is one
 * statement, which is on disk when it is answered (`synchronous_commit` of PostgreSQL must not be `off`).
 *
 * @param worker the name of this worker in the history
 */
export function sqlLedger(query: Query, worker = `${hostname()}:${process.pid}`): SqlLedger {
  const rowsOf = async (sql: string, ...values: unknown[]) => (await query(sql, values)).rows;
  return {
    async get(id) {
      return entryOf((await rowsOf('SELECT state, job FROM epson_prints WHERE id = $1', id))[0]);
    },
    async claim(id, leaseMs) {
      const owner = `${worker}:${crypto.randomUUID()}`;
      const renew = async (ms: number) => (await rowsOf(RENEW, id, owner, ms)).length === 1;
      const [row] = await rowsOf(CLAIM, id, owner, leaseMs).catch((error: unknown) => {
        // The claim may have been made although its answer is lost: nobody has to wait for its end.
        renew(0).catch(() => {});
        throw error;
      });
      if (row === undefined) return undefined;
      return {
        entry: entryOf(row),
        record: async ({ state, job }) =>
          (await rowsOf(RECORD, id, owner, state, JSON.stringify(job))).length === 1,
        renew,
      };
    },
    async history(id) {
      const [row] = await rowsOf('SELECT history FROM epson_prints WHERE id = $1', id);
      return (row?.['history'] ?? []) as LedgerStep[];
    },
    async forget(id) {
      await rowsOf('DELETE FROM epson_prints WHERE id = $1', id);
    },
  };
}
