import type { DocumentStore } from '../../documents/documents.js';
import type { Addresses } from './addresses.js';
import type { Assumptions } from '../../rules/assumptions.js';
import type { Clients } from './clients.js';
import type { PrintMode } from './capability.js';
import type { Worlds } from './worlds.js';

/** The host as its operations see it. */
export interface Host {
  /** Where it is reached. */
  readonly addresses: Addresses;
  readonly clients: Clients;
  readonly worlds: Worlds;
  readonly assumptions: Assumptions;
  /** Whether it refuses what the description does not have. */
  readonly isStrict: boolean;
  readonly documents: DocumentStore;
  /** The largest document of each print mode, in bytes. */
  readonly limitBytes: Readonly<Record<PrintMode, number>>;
}
