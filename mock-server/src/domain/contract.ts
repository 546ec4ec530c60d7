/** The words of the description that the domain speaks, under short names. */
import type { components } from '../generated/epson-connect.js';

export type PrintMode = components['schemas']['PrintMode'];
export type PrintSetting = components['schemas']['PrintSetting'];
export type CreateJobRequest = components['schemas']['CreateJobRequest'];
export type AccessTokenAnswer = components['schemas']['AccessTokenAnswer'];
export type CreatedJob = components['schemas']['CreatedJob'];

/** The operations of the description, by their operation IDs. */
export type OperationId = 'authenticate' | 'createPrintJob' | 'uploadPrintFile' | 'executePrint';
