import type { Request, Response } from 'express';
import type { Host } from '../epson/domain/host.js';
import type { PerWorld } from '../epson/domain/per-world.js';
import type { Notifier } from '../epson/webhooks/notifier.js';
import type { Faults } from '../faults/faults.js';
import type { Keeping } from '../http/durable-answers.js';
import type { Journal } from '../journal/journal.js';
import type { ChangeSignal } from './change-signal.js';
import type { MockControl } from './control.js';

/** The parts of the mock that its control acts on, for all worlds. */
export interface ControlContext {
  readonly host: Host;
  readonly notifier: Notifier;
  readonly faults: PerWorld<Faults>;
  readonly journals: PerWorld<Journal>;
  readonly changeSignals: PerWorld<ChangeSignal>;
  /** The storage of changes; absent without a data folder. */
  readonly keeper?: Keeping;
}

/** A call of the control API. */
export interface Command<Query = object> {
  readonly context: ControlContext;
  /** The control of the world that the call selects. */
  readonly control: MockControl;
  readonly clientId: string;
  readonly query: Query;
  readonly request: Request<Record<string, string>>;
  readonly response: Response;
}
