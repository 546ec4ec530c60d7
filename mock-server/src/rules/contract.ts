import type { operations } from '../generated/epson-connect.js';

/** The operations of the description that a client calls, by their operation IDs. */
export type OperationId = Exclude<keyof operations, 'notifyJobStatus' | 'deliverScan'>;
