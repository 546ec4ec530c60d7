import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The command of the mock, bundled from the sources as they are: a file for Node. */
    mockCommand: string;
  }
}

/** Returns the command of the mock, as the run of the tests has built it: a file for Node. */
export const builtCommand = (): string => inject('mockCommand');
