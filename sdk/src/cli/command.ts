import type { Connection } from './connect.js';
import type { Flags, FlagTable } from './flags.js';
import type { Interrupt } from './interrupt.js';
import type { Io, Terminal } from './terminal.js';

/** What a command works with. */
export interface Run extends Connection {
  readonly io: Io;
  readonly terminal: Terminal;
  readonly flags: Flags;
  /** What stands behind the command's name, flags apart. */
  readonly words: readonly string[];
  readonly interrupt: Interrupt;
}

export interface Command {
  /** What follows the name, as help shows it. */
  readonly usage: string;
  readonly summary: string;
  readonly flags?: FlagTable;
  /** Lines of help: what the flags do. */
  readonly about?: readonly string[];
  readonly examples: readonly string[];
  /** Whether it asks for new tokens, whatever is kept: it is there to try the credentials. */
  readonly isAuthentication?: boolean;
  /** How many words it takes, at least and at most. */
  readonly words: readonly [least: number, most: number];
  /** Refuses what is wrong in the call itself, before credentials are read or anything is sent. @throws {UsageError} */
  check?(given: Pick<Run, 'flags' | 'words'>): void;
  /** @returns the exit code */
  run(given: Run): Promise<number>;
}
