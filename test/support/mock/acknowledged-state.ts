/** Progress of an operation: not requested, requested, or answered with 2xx. */
export type Step = 'no' | 'asked' | 'answered';

export interface AnsweredJob {
  readonly id: string;
  readonly uploadUri: string;
  readonly printer: string;
  readonly sha256: string;
  uploaded: Step;
  executed: Step;
  cancelled: Step;
}

/** State that a host has acknowledged, which is killed now and then: all of it must be there afterwards. */
export class Answered {
  /** The newest access token of each printer, and its device ID. */
  readonly tokens = new Map<string, { access: string; refresh: string; deviceId: string }>();
  readonly jobs: AnsweredJob[] = [];
  readonly destinations = new Map<string, { printer: string; registered: Step; deleted: Step }>();
  readonly printers = new Set<string>();
  /** Counts settings of the notification: the last that was asked for, and the last that was answered. */
  notification = { asked: 0, answered: 0 };
  /** The latest world's time that was told. */
  nowMs = 0;
  /** Calls that were answered with 2xx. */
  calls = 0;
}
