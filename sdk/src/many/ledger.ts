/** What a ledger keeps of a job: all that is needed to look at it or to execute it, and no secret. */
export interface LedgerJob {
  readonly id: string;
  readonly device_id: string;
  readonly job_name: string;
  readonly print_mode: string;
}

/**
 * How far a document has come:
 * - `executing`: its file is uploaded, and the job was about to be executed. Whether it was is for the host to say.
 * - `done`: the host has accepted the job.
 * - `failed`: the host has refused to execute it, and the refusal proves that nothing was printed.
 */
export interface LedgerEntry {
  readonly state: 'executing' | 'done' | 'failed';
  readonly job: LedgerJob;
}

/**
 * What was printed, by the caller's own ids, so that a run that broke off can be run again. `fileLedger` from
 * `epson-connect-sdk/node` keeps it in a file; a table with two columns does it, too.
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
