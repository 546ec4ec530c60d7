import type { Assumptions } from './assumptions.js';
import type { Clock } from './clock.js';
import { Jobs } from './jobs.js';
import { Printers, type PrinterSeed } from './printers.js';
import type { Register } from './register.js';
import { Tokens } from './tokens.js';
import type { DocumentStore } from '../store/documents.js';

/** What a world is made of at the start. */
export interface WorldSeed {
  readonly printers: readonly PrinterSeed[];
  readonly clock: Clock;
  readonly assumptions: Assumptions;
  readonly documents: DocumentStore;
}

/** All that one client ID sees: its printers, tokens and jobs. Nothing passes from one world to another. */
export class World {
  readonly clientId: string;
  readonly clock: Clock;
  readonly printers: Printers;
  readonly tokens: Tokens;
  readonly jobs: Jobs;

  constructor(clientId: string, seed: WorldSeed, registers: { tokens: Register; keys: Register }) {
    this.clientId = clientId;
    this.clock = seed.clock;
    this.printers = new Printers(seed.printers);
    this.tokens = new Tokens(seed.clock, registers.tokens);
    this.jobs = new Jobs(seed.clock, seed.documents, seed.assumptions, registers.keys);
  }
}
