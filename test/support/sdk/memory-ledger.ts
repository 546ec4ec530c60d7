import { randomUUID } from 'node:crypto';
import type { LedgerClaim, LedgerEntry, SharedLedger } from 'epson-connect-sdk/many';

interface Row {
  entry?: LedgerEntry;
  owner?: string;
  leaseEndMs: number;
}

/** A ledger with claims, as a table of a database keeps it: every method is one atomic step, and time is the table's. */
export class MemoryLedger implements SharedLedger {
  readonly #rows = new Map<string, Row>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get(id: string): LedgerEntry | undefined {
    return this.#rows.get(id)?.entry;
  }

  /** Records for whoever asks. Tests use it where a ledger breaks its promise. */
  record(id: string, entry: LedgerEntry): void {
    this.#row(id).entry = entry;
  }

  claim(id: string, leaseMs: number): LedgerClaim | undefined {
    const row = this.#row(id);
    if (row.entry?.state === 'done' || row.leaseEndMs > this.#nowMs()) return undefined;
    const owner = randomUUID();
    Object.assign(row, { owner, leaseEndMs: this.#nowMs() + leaseMs });
    const asOwner = (change: Partial<Row>) => row.owner === owner && Boolean(Object.assign(row, change));
    return {
      entry: row.entry,
      record: (entry) => asOwner({ entry }),
      renew: (ms) => asOwner({ leaseEndMs: this.#nowMs() + ms }),
    };
  }

  #row(id: string): Row {
    const row = this.#rows.get(id) ?? { leaseEndMs: 0 };
    this.#rows.set(id, row);
    return row;
  }
}
