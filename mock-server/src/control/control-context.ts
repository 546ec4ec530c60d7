import type { Host, PerWorld } from '../epson/domain/worlds.js';
import type { Notifier } from '../epson/webhooks/notifier.js';
import type { Faults } from '../faults/faults.js';
import type { Changes } from './changes.js';
import type { Keeping } from '../http/durable-answers.js';
import type { ChangeSignal, Journal } from '../journal/journal.js';

/** The parts of the mock that its control acts on, for all worlds. */
export interface ControlContext {
  readonly host: Host;
  readonly notifier: Notifier;
  readonly faults: PerWorld<Faults>;
  readonly journals: PerWorld<Journal>;
  readonly changeSignals: PerWorld<ChangeSignal>;
  readonly changes: PerWorld<Changes>;
  /** The storage of changes; absent without a data folder. */
  readonly keeper?: Keeping;
}
