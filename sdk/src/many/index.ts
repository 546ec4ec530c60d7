/**
 * The door for programs that print many documents: in order, a few at a time, and never twice when they are run again.
 *
 * @module
 */
export { printAll } from './print-all.js';
export type {
  ManyDocument,
  ManyDocumentV2,
  PrintAllOptions,
  PrintAllOptionsV2,
  PrintManyOptions,
  PrintResult,
} from './print-all.js';
export type { Opened } from './print-one.js';
export type { Ledger, LedgerClaim, LedgerEntry, LedgerJob, LedgerStep, SharedLedger } from './ledger.js';
