/** The words of the description that the domain speaks, under short names. */
import type { components, operations } from '../generated/epson-connect.js';

type Schemas = components['schemas'];

export type AccessTokenAnswer = Schemas['AccessTokenAnswer'];
export type Capability = Schemas['Capability'];
export type CreatedJob = Schemas['CreatedJob'];
export type Destination = Schemas['Destination'];
export type Device = Schemas['Device'];
export type JobStatus = Schemas['JobStatus'];
export type JobStatusReason = Schemas['JobStatusReason'];
export type OperatedBy = Schemas['OperatedBy'];
export type PrintJobInformation = Schemas['PrintJobInformation'];
export type PrintMode = Schemas['PrintMode'];
export type PrintSetting = Schemas['PrintSetting'];

/** The operations of the description that a client calls, by their operation IDs. */
export type OperationId = Exclude<keyof operations, 'notifyJobStatus' | 'deliverScan'>;
