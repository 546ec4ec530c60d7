/** A job in a ledger: all that is needed to look at it or to execute it, and no secret. */
export interface LedgerJob {
  /** The ID of the job. */
  readonly id: string;
  /** The printer: `subject_id` of the token answer; in version 2, which has none, the `connection` of the client. */
  readonly device_id: string;
  /** The name of the job. */
  readonly job_name: string;
  /** The print mode: `document` or `photo`. */
  readonly print_mode: string;
  /** 2 for a job of version 2; absent for one of version 1. A client never goes on with a job of another version. */
  readonly api_version?: 2 | undefined;
}

/**
 * State of a document:
 * - `executing`: its file is uploaded, and the job was about to be executed. Whether it was is for the host to say.
 * - `done`: the host has accepted the job.
 * - `failed`: the host has refused to execute it, and the refusal proves that nothing was printed.
 */
export interface LedgerEntry {
  /** The state of the document. */
  readonly state: 'executing' | 'done' | 'failed';
  /** The job that prints the document. */
  readonly job: LedgerJob;
}

/** A step in the history of a document, for people who find out what became of it. */
export interface LedgerStep {
  /** When it was recorded, on the clock of the store: milliseconds since 1970. */
  readonly atMs: number;
  /** The owner of the claim. */
  readonly owner: string;
  /** `claimed` when a worker took the document, or the state that it recorded. */
  readonly state: 'claimed' | LedgerEntry['state'];
  /** The ID of the job; absent while there is none. */
  readonly job_id?: string | undefined;
}

/**
 * The right to print one document, for one worker at a time. It has an owner of its own, and a lease: a time, on the clock
 * of the store, after which another worker may take the claim over.
 */
export interface LedgerClaim {
  /**
   * The entry that the claim was taken with. After `executing` the job is looked at and goes on, because the worker
   * before may have executed it; after `failed`, and without an entry, the document is printed.
   */
  readonly entry: LedgerEntry | undefined;
  /**
   * Records the entry if this claim still is the one of the document, in one atomic step, also after the end of its lease.
   * Anything but `true` means that another worker has the claim: nothing was recorded, and nothing is executed.
   */
  record(entry: LedgerEntry): boolean | Promise<boolean>;
  /**
   * Sets the end of the lease to `leaseMs` from now, if this claim still is the one of the document. 0 gives it back.
   * Resolves to `false` when another worker has taken it over.
   */
  renew(leaseMs: number): boolean | Promise<boolean>;
}

/**
 * Record of printed documents by the caller's own IDs, so that an interrupted run can be run again. `fileLedger` from
 * `epson-connect-sdk/node` keeps it in a file; a table with two columns does it, too. It is for one run at a time; a
 * {@link SharedLedger} is for several workers.
 *
 * `record` must not resolve before the entry is where a crash cannot reach it: an `executing` that is lost may be
 * printed twice. What it throws ends the document, and nothing is executed.
 *
 * @example
 * const ledger: Ledger = {
 *   get: (id) => table.find(id),
 *   record: (id, entry) => table.upsert(id, entry),
 * };
 */
export interface Ledger {
  /** The latest entry of this id; undefined when there is none. */
  get(id: string): LedgerEntry | undefined | Promise<LedgerEntry | undefined>;
  /** Puts the entry in the place of the one before. */
  record(id: string, entry: LedgerEntry): unknown;
}

/**
 * Ledger that several workers share, on one machine or on many: each document is printed by the worker that has claimed it, and
 * the others wait for its result. `redisStores` of `epson-connect-sdk/redis` keeps one in Redis; a table with five columns does it, too.
 *
 * The `record` of a claim must not resolve before the entry is where a crash cannot reach it. What it throws ends the document,
 * and nothing is executed.
 *
 * @example
 * // Columns: id, state and job, owner and lease_end. `sql` resolves to the rows.
 * const claim: SharedLedger['claim'] = async (id, leaseMs) => {
 *   const owner = crypto.randomUUID();
 *   const [row] = await sql`
 *     insert into prints (id, owner, lease_end) values (${id}, ${owner}, now() + ${leaseMs} * interval '1 ms')
 *     on conflict (id) do update set owner = excluded.owner, lease_end = excluded.lease_end
 *     where prints.state is distinct from 'done' and prints.lease_end <= now() returning state, job`;
 *   if (!row) return undefined;
 *   return {
 *     entry: row.state ? { state: row.state, job: row.job } : undefined,
 *     record: async ({ state, job }) =>
 *       (await sql`update prints set state = ${state}, job = ${job} where id = ${id} and owner = ${owner} returning id`)
 *         .length === 1,
 *     renew: async (ms) =>
 *       (await sql`update prints set lease_end = now() + ${ms} * interval '1 ms' where id = ${id} and owner = ${owner} returning id`)
 *         .length === 1,
 *   };
 * };
 */
export interface SharedLedger {
  /** The latest entry of this id; undefined when there is none. */
  get(id: string): LedgerEntry | undefined | Promise<LedgerEntry | undefined>;
  /**
   * Claims the document for `leaseMs`, in one atomic step, with an owner that no claim had before. Resolves to undefined when its
   * entry is `done`, or while the lease of another claim runs. `printAll` asks for 30 s and renews the lease every 10 s.
   */
  claim(id: string, leaseMs: number): LedgerClaim | undefined | Promise<LedgerClaim | undefined>;
}
