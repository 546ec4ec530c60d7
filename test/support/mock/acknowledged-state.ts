/** Whether something was asked for, and whether a 2xx came back. */
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

/** What a client was told by a host that is killed now and then: each of it has to be there afterwards. */
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
