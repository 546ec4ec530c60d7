// Stores tokens in a table of PostgreSQL, for programs on several machines and for serverless functions.
import type { StoredTokens, TokenStore } from 'epson-connect-sdk/v2';

/** Runs one statement, as `(sql, values) => pool.query(sql, values)` of the package `pg` does. No transaction is needed. */
export type Query = (
  sql: string,
  values: unknown[],
) => Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;

/**
 * For how long a killed holder blocks the others. A refresh takes 30 s at most, and one that is stored after the lease has ended
 * is lost: leave a margin. With a longer `timeoutMs` of the client, make this longer, too.
 */
const LEASE_S = 45;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns a token store that every program with the same database shares. The table is that of `migration.sql`. */
export function sqlTokenStore(query: Query): TokenStore {
  /** The leases of this process, by owner. */
  const leases = new Map<string, string>();

  async function read(owner: string | undefined): Promise<StoredTokens | undefined> {
    const { rows } = await query('SELECT tokens::text FROM epson_tokens WHERE owner = $1', [owner]);
    const tokens = rows[0]?.['tokens'];
    return typeof tokens === 'string' ? (JSON.parse(tokens) as StoredTokens) : undefined;
  }

  async function exclusive<T>(owner: string, work: () => Promise<T>): Promise<T> {
    const lease = crypto.randomUUID();
    // The clock is the database's: those of the machines may differ.
    const take = `
      INSERT INTO epson_tokens AS stored (owner, lease, leased_until)
      VALUES ($1, $2, clock_timestamp() + $3 * interval '1 second')
      ON CONFLICT (owner) DO UPDATE SET lease = excluded.lease, leased_until = excluded.leased_until
      WHERE stored.lease IS NULL OR stored.leased_until < clock_timestamp()
      RETURNING owner`;
    while ((await query(take, [owner, lease, LEASE_S])).rows.length === 0)
      await sleep(50 + Math.random() * 100);
    leases.set(owner, lease);
    try {
      return await work();
    } finally {
      if (leases.get(owner) === lease) leases.delete(owner);
      const release =
        'UPDATE epson_tokens SET lease = NULL, leased_until = NULL WHERE owner = $1 AND lease = $2';
      // A lease that cannot be given back ends by itself; the tokens are stored.
      await query(release, [owner, lease]).catch(() => {});
    }
  }

  return {
    read,
    async replace(previous, next) {
      const owner = next?.owner ?? previous?.owner ?? '';
      const update = `
        UPDATE epson_tokens SET tokens = $3
        WHERE owner = $1 AND lease = $2 AND leased_until > clock_timestamp()
          AND tokens ->> 'access_token' IS NOT DISTINCT FROM $4
        RETURNING owner`;
      const values = [owner, leases.get(owner), next && JSON.stringify(next), previous?.access_token];
      return (await query(update, values)).rows.length === 1;
    },
    exclusive,
  };
}
