import type { Io } from './io.js';

/** A command of the binary beside starting the mock. */
export interface Subcommand {
  /** The usage without the binary's name: `run [options] -- COMMAND ARGS`. */
  readonly synopsis: string;
  readonly summary: string;
  /** Imports the command when it is called, which keeps the start of the mock fast. */
  readonly load: () => Promise<(argv: readonly string[], io: Io) => Promise<number>>;
}

/** The commands of the binary, by the first argument; each answers `--help` itself. */
export const COMMANDS: Readonly<Record<string, Subcommand>> = {
  run: {
    synopsis: 'run [options] -- COMMAND',
    summary: "Run a command unchanged, with a mock in the place of Epson's host, and report its jobs.",
    load: async () => (await import('./run/run.js')).runCommand,
  },
  env: {
    synopsis: 'env [options]',
    summary: 'Print the variables that lead programs to a running mock.',
    load: async () => (await import('./run/env.js')).printVariables,
  },
  ca: {
    synopsis: 'ca [options]',
    summary: 'Print the path of the certificate that programs have to trust; it is created if it is missing.',
    load: async () => (await import('./run/ca.js')).printCaFile,
  },
};
