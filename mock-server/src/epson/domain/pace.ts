/** The time that a job takes, in the world's time. */
export interface Pace {
  /** From execute until the print data is made. */
  readonly closedMs: number;
  /** In the queue of a printer that is free. */
  readonly queuedMs: number;
  /** On paper. */
  readonly printingMs: (pages: number) => number;
  /** True if a printer prints one job after the other, as real ones do. */
  readonly isOneByOne: boolean;
}

/** An office printer's speed. */
const PAGES_PER_MINUTE = 20;

export const PACES = {
  /** Completed before execute is answered: for tests that do not care. */
  instant: { closedMs: 0, queuedMs: 0, printingMs: () => 0, isOneByOne: false },
  /** Printed in about two seconds, whatever is ahead: for people who watch. */
  fast: { closedMs: 300, queuedMs: 300, printingMs: () => 1400, isOneByOne: false },
  /** As a printer would, page by page and job by job. */
  real: {
    closedMs: 3000,
    queuedMs: 2000,
    printingMs: (pages: number) => 5000 + (pages * 60_000) / PAGES_PER_MINUTE,
    isOneByOne: true,
  },
} satisfies Record<string, Pace>;

/** The name of a pace: `instant`, `fast` or `real`. */
export type PaceName = keyof typeof PACES;

export const PACE_NAMES = Object.keys(PACES) as PaceName[];
