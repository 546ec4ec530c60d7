/**
 * An offline host that behaves like the Epson Connect API, version 1.
 *
 * @module
 */
export { createMockHost, startMockHost } from './host.js';
export { MockOptionError } from './options.js';
export { Clock } from './domain/clock.js';
export { ASSUMPTIONS } from './domain/assumptions.js';

export type { MockControl, MockCredentials, MockHost, RunningMockHost, StartOptions } from './host.js';
export type { MockHostOptions } from './options.js';
export type { AssumptionName, AssumptionOptions, Assumptions } from './domain/assumptions.js';
export type { ClientSeed } from './domain/clients.js';
export type { OperationId } from './domain/contract.js';
export type { PrinterSeed } from './domain/printers.js';
export type { RuleId } from './domain/rule-ids.js';
export type { DocumentView, JobView } from './control/view.js';
export type { Fault } from './faults/faults.js';
export type { Exchange } from './journal/exchange.js';
