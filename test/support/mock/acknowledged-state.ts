/** Progress of an operation: not requested, requested, or acknowledged with 2xx. */
export type Step = 'no' | 'asked' | 'acknowledged';

export interface AcknowledgedJob {
  readonly id: string;
  readonly uploadUri: string;
  readonly printer: string;
  readonly sha256: string;
  uploaded: Step;
  executed: Step;
  cancelled: Step;
}

/** State that a host has acknowledged, which is killed now and then: all of it must be there afterwards. */
export class AcknowledgedState {
  /** The newest access token of each printer, and its device ID. */
  readonly tokens = new Map<string, { access: string; refresh: string; deviceId: string }>();
  readonly jobs: AcknowledgedJob[] = [];
  readonly destinations = new Map<string, { printer: string; registered: Step; deleted: Step }>();
  readonly printers = new Set<string>();
  /** Counts settings of the notification: the last that was asked for, and the last that was acknowledged. */
  notification = { asked: 0, acknowledged: 0 };
  /** The latest world's time that was told. */
  nowMs = 0;
  /** Calls that were answered with 2xx. */
  calls = 0;
}
