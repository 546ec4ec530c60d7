import type { Step } from './acknowledged-state.js';

/** A job or a schedule, as far as its host has acknowledged it. */
export interface AcknowledgedJobV2 {
  readonly id: string;
  readonly printer: string;
  readonly sha256: string;
  /** Absent for a copy, which has its file from the beginning. */
  readonly uploadUri?: string;
  /** The time of a schedule, in ms of the world's clock. */
  readonly printAtMs?: number;
  uploaded: Step;
  /** Executed, or reserved if it is a schedule. */
  executed: Step;
  /** Cancelled, or deleted if it is a schedule. */
  cancelled: Step;
}

/** The tokens of one printer, which rotate. */
export interface Connection {
  readonly printer: string;
  /** The code that it came from. */
  readonly code: string;
  access: string;
  refresh: string;
  /** When the access token ends at the earliest, in ms of the world's clock. */
  endsMs: number;
  /** True while a refresh was asked for and not answered: nobody knows which token is the newest. */
  isAsked: boolean;
}

/** An authorization code. */
export interface IssuedCode {
  readonly code: string;
  /** When it ends at the earliest, in ms of the world's clock. */
  readonly endsMs: number;
  readonly printer: string;
}

export interface AcknowledgedDestination {
  readonly printer: string;
  readonly id: string;
  /** Aliases in the order in which they were asked for; after the last acknowledged one, none other may be seen. */
  aliases: string[];
  deleted: Step;
}

/** State of version 2 that a host has acknowledged, which is killed now and then. */
export class AcknowledgedStateV2 {
  /** The newest connections, the latest last. */
  readonly connections: Connection[] = [];
  /** Refresh tokens that were replaced, and the answer was read. */
  readonly usedTokens: string[] = [];
  /** Codes that nobody has exchanged. */
  readonly codes: IssuedCode[] = [];
  /** Codes of which it is not known if they were exchanged. */
  readonly askedCodes: IssuedCode[] = [];
  /** Codes that were exchanged, with the refresh token of what they gave, which nobody uses any more. */
  readonly usedCodes: { readonly code: string; readonly refresh: string }[] = [];
  readonly jobs: AcknowledgedJobV2[] = [];
  readonly destinations: AcknowledgedDestination[] = [];
  application = '';
  /** Counts settings of the notification: the last that was asked for, and the last that was acknowledged. */
  notification = { asked: 0, acknowledged: 0, isAsked: false };
  /** The distance by which the world's clock is ahead of this machine's: as it was told last, and at most. */
  readonly ahead = { leastMs: 0, mostMs: 0 };
  /** The latest world's time that was told. */
  nowMs = 0;
  /** Calls that were answered with 2xx, or led back with a code. */
  calls = 0;
  /** Counts what the proof is about. */
  readonly counts = {
    refreshes: 0,
    exchanges: 0,
    usedTokens: 0,
    usedCodes: 0,
    unusedCodes: 0,
    lostAnswers: 0,
  };

  get earliestMs(): number {
    return Date.now() + this.ahead.leastMs;
  }

  get latestMs(): number {
    return Date.now() + this.ahead.mostMs;
  }
}
