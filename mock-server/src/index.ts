/**
 * An offline host that behaves like the Epson Connect API, versions 1 and 2.
 *
 * @module
 */
export { createMockHost, startMockHost } from './host/host.js';
export { caFile } from './listen/tls/identity.js';
export { MockOptionError } from './config/options.js';
export { Clock } from './epson/domain/clock.js';
export { ASSUMPTIONS } from './rules/assumptions.js';

export type { StartOptions } from './config/options.js';
export type { MockCredentials, MockCredentialsV2 } from './host/credentials.js';
export type { MockHost, RunningMockHost } from './host/host.js';
export type { Https, ListenOptions } from './listen/listen.js';
export type { MockHostOptions } from './config/options.js';
export type { AssumptionName, AssumptionOptions, Assumptions } from './rules/assumptions.js';
export type { AccountSeed } from './epson/domain/accounts.js';
export type { AppSeed } from './epson/domain/apps.js';
export type { Consent } from './epson/domain/consent-requests.js';
export type { ClientSeed } from './epson/domain/clients.js';
export type { PresetName } from './epson/domain/capability.js';
export type { Capabilities, CapabilityOption } from './epson/v1/capability.js';
export type { OperationId } from './rules/rule.js';
export type { PaceName } from './epson/domain/pace.js';
export type { Trouble } from './epson/domain/printers.js';
export type { PrinterSeed } from './epson/v1/printer-seed.js';
export type { RuleId } from './rules/rules.js';
export type { AccountView, CodeRequest, IssuedCode } from './control/authorization-control.js';
export type { JobEnd } from './control/end-job.js';
export type { MockControl } from './control/control.js';
export type { WaitCondition, WaitOutcome } from './control/wait.js';
export type { EntryView } from './control/entry-view.js';
export type { PrinterControl, PrinterView } from './control/printer-control.js';
export type { DocumentView, JobView } from './control/view.js';
export type { Fault, FaultEffect } from './faults/fault.js';
export type { ArmedFault } from './faults/faults.js';
export type { EntryFilter } from './journal/journal.js';
export type { Exchange } from './http/exchange.js';
export type { OnPrint, PrintNews } from './hooks/print-command.js';
export type { Printed } from './hooks/printed.js';
export type { PrintedDocument } from './epson/domain/move-queue.js';
export type { Limits } from './listen/limits.js';
export type { Outcome } from './epson/webhooks/delivery.js';
export type { NotificationAttempt } from './epson/webhooks/notifier.js';
export type { ScanDelivery, ScannedFile } from './epson/webhooks/scan.js';
