import type { Io } from './terminal.js';

const NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** The reason of a call that was ended by the user. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  constructor() {
    super('interrupted');
  }
}

/** Effect of Ctrl-C: the first ends work that can be ended without doubt, the second ends the process. */
export interface Interrupt {
  readonly signal: AbortSignal;
  readonly isAsked: boolean;
  /** 130 after Ctrl-C. */
  readonly exitCode: number;
  /** Begins work that must not be interrupted: `onAsked` is called instead. */
  protect(onAsked: () => void): void;
  unprotect(): void;
  close(): void;
}

export function watchInterrupts(io: Io): Interrupt {
  const controller = new AbortController();
  let exitCode = 130;
  let isAsked = false;
  let protecting: (() => void) | undefined;
  function ask(name: NodeJS.Signals): void {
    exitCode = 128 + NUMBERS[name as keyof typeof NUMBERS];
    if (isAsked) io.exit(exitCode);
    isAsked = true;
    if (protecting) protecting();
    else controller.abort(new Interrupted());
  }
  const names = Object.keys(NUMBERS) as (keyof typeof NUMBERS)[];
  for (const name of names) io.on(name, ask);
  return {
    signal: controller.signal,
    get isAsked() {
      return isAsked;
    },
    get exitCode() {
      return exitCode;
    },
    protect(onAsked) {
      protecting = onAsked;
    },
    unprotect() {
      protecting = undefined;
    },
    close() {
      for (const name of names) io.off(name, ask);
    },
  };
}
