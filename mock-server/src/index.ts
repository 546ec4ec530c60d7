/**
 * An offline host that behaves like the Epson Connect API, version 1.
 *
 * @module
 */
export { createMockHost, startMockHost } from './host.js';
export { caFile } from './tls/identity.js';
export { MockOptionError } from './options.js';
export { Clock } from './domain/clock.js';
export { ASSUMPTIONS } from './domain/assumptions.js';

export type { MockCredentials, MockHost, RunningMockHost, StartOptions } from './host.js';
export type { Https, ListenOptions } from './listen/listen.js';
export type { MockHostOptions } from './options.js';
export type { AssumptionName, AssumptionOptions, Assumptions } from './domain/assumptions.js';
export type { ClientSeed } from './domain/clients.js';
export type { Capabilities, CapabilityOption, PresetName } from './domain/capability.js';
export type { OperationId } from './domain/contract.js';
export type { PaceName } from './domain/pace.js';
export type { PrinterSeed, Trouble } from './domain/printers.js';
export type { RuleId } from './domain/rule-ids.js';
export type { JobEnd, MockControl, WaitOutcome } from './control/control.js';
export type { WaitCondition } from './control/condition.js';
export type { EntryView } from './control/entry-view.js';
export type { PrinterControl, PrinterView } from './control/printer-control.js';
export type { DocumentView, JobView } from './control/view.js';
export type { Fault, FaultEffect } from './faults/fault.js';
export type { ArmedFault } from './faults/faults.js';
export type { EntryFilter } from './journal/journal.js';
export type { Exchange } from './journal/exchange.js';
export type { OnPrint, PrintNews } from './print-command/print-command.js';
export type { Printed } from './print-command/printed.js';
export type { PrintedDocument } from './domain/move-queue.js';
export type { Limits } from './listen/limits.js';
export type { Outcome } from './notify/delivery.js';
export type { NotificationAttempt } from './notify/notifier.js';
export type { ScanDelivery, ScannedFile } from './notify/scan.js';
