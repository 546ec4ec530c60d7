import type { Connection } from './connection.js';
import type { Flags, FlagTable } from './flags.js';
import type { Interrupt } from './interrupt.js';
import type { Io, Terminal } from './terminal.js';

/** Arguments of a command. `C` is the client that it needs; many need none. */
export interface Run<C = unknown> extends Connection<C> {
  readonly io: Io;
  readonly terminal: Terminal;
  readonly flags: Flags;
  /** The arguments after the command's name, without flags. */
  readonly words: readonly string[];
  readonly interrupt: Interrupt;
}

/** A command. `C` is the client of the version of the API that it speaks. */
export interface Command<C = unknown> {
  /** The arguments, as help shows them. */
  readonly usage: string;
  readonly summary: string;
  readonly flags?: FlagTable;
  /** Lines of help: what the flags do. */
  readonly about?: readonly string[];
  readonly examples: readonly string[];
  /** True if it requests new tokens in any case: it is there to try the credentials. */
  readonly isAuthentication?: boolean;
  /** Smallest and largest number of arguments. */
  readonly words: readonly [least: number, most: number];
  /** Refuses what is wrong in the call itself, before credentials are read or anything is sent. @throws {UsageError} */
  check?(given: Pick<Run<C>, 'flags' | 'words'>): void;
  /** @returns the exit code */
  run(given: Run<C>): Promise<number>;
}
