import { EPSON_NAMES } from '../../epson/domain/addresses.js';

/**
 * The names that a certificate of the mock is for: this machine's own, and all of Epson's. Those of version 2 of the API are
 * among them, so that it needs no CA of its own.
 */
export const DNS_NAMES = [
  'localhost',
  ...EPSON_NAMES,
  'auth.epsonconnect.com',
  'upload.epsonconnect.com',
  'dummy-api.epsonconnect.com',
] as const;
export const IP_ADDRESSES = ['127.0.0.1', '::1'] as const;

/** The addresses that the CA may sign for: with their masks, as a name constraint has them. */
export const PERMITTED_ADDRESSES = ['127.0.0.0/8', '::1/128'] as const;
