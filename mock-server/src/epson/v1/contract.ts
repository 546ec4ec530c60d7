/** The words of the description of version 1, under short names. */
import type { components } from '../../generated/epson-connect.js';

type Schemas = components['schemas'];

export type AccessTokenAnswer = Schemas['AccessTokenAnswer'];
export type Capability = Schemas['Capability'];
export type CreatedJob = Schemas['CreatedJob'];
export type Destination = Schemas['Destination'];
export type Device = Schemas['Device'];
export type JobStatus = Schemas['JobStatus'];
export type JobStatusReason = Schemas['JobStatusReason'];
export type PrintJobInformation = Schemas['PrintJobInformation'];
export type PrintMode = Schemas['PrintMode'];
export type PrintSetting = Schemas['PrintSetting'];
