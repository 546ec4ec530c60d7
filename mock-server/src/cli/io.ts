import type { Surroundings } from '../config/read.js';

/** The parts of `process` that the command uses; environment and folder are the process's own where not given. */
export type Io = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'once' | 'off'> &
  Partial<Pick<NodeJS.Process, 'env' | 'cwd' | 'platform'>> & {
    readonly stdin?: { readonly isTTY?: boolean };
  };

/** The exit code for wrong usage, or for something that the user has to change before the mock can start. */
export const EXIT_USAGE = 2;

/** Returns the environment and the folder that a configuration is read from. */
export function surroundings(io: Io): Surroundings {
  return { env: io.env ?? process.env, cwd: io.cwd?.() ?? process.cwd() };
}

/** Tells whether a stream shows colours. */
export function isStyled(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env['NO_COLOR'] === undefined;
}
