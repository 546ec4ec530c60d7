// Counts the calls of each client ID in a table of PostgreSQL, so that all workers together keep the limit of the host.
import type { CallLimit, LimitedCall } from 'epson-connect-sdk';
import type { Query } from './token-store.js';

const TAKE = 'SELECT epson_take_call($1, $2, $3, $4) AS delay_ms';

const END = `
  UPDATE epson_call_limits
  SET calls = calls || jsonb_build_object($2::text, jsonb_build_object('until', epson_now_ms() + 60100, 'ended', true)),
    is_doubtful = is_doubtful AND NOT $3
  WHERE client = $1`;

const CLOSE = `
  INSERT INTO epson_call_limits AS known (client, closed_until_ms, is_doubtful)
  VALUES ($1, epson_now_ms() + $2, true)
  ON CONFLICT (client) DO UPDATE
  SET closed_until_ms = greatest(known.closed_until_ms, excluded.closed_until_ms), is_doubtful = true`;

/** A call limit in PostgreSQL. */
export interface SqlCallLimit extends CallLimit {
  take(call: LimitedCall): Promise<number>;
}

/** Returns a call limit that every program with the same database shares. Table and function are those of `migration.sql`. */
export function sqlCallLimit(query: Query): SqlCallLimit {
  return {
    async take({ client, id, callsPerMinute, timeoutMs }) {
      const { rows } = await query(TAKE, [client, id, callsPerMinute, timeoutMs]);
      return Number(rows[0]?.['delay_ms']);
    },
    end: ({ client, id }, isAccepted) => query(END, [client, id, isAccepted]),
    close: (client, delayMs) => query(CLOSE, [client, delayMs]),
  };
}
