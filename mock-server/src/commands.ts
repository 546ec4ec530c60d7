import type { Io } from './io.js';

/** A command of the binary beside starting the mock. */
export interface Subcommand {
  /** How it is called, without the binary's name: `run [options] -- COMMAND ARGS`. */
  readonly synopsis: string;
  readonly summary: string;
  /** Imported when it is called, so that starting the mock does not pay for it. */
  readonly load: () => Promise<(argv: readonly string[], io: Io) => Promise<number>>;
}

/** The commands of the binary, by the first argument; each answers `--help` itself. */
export const COMMANDS: Readonly<Record<string, Subcommand>> = {};
