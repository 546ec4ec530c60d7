import { EPSON_NAMES } from '../domain/addresses.js';

/** The names that a certificate of the mock is for: this machine's own, and those of Epson's host. */
export const DNS_NAMES = ['localhost', ...EPSON_NAMES] as const;
export const IP_ADDRESSES = ['127.0.0.1', '::1'] as const;

/** What the CA may sign for, and nothing else: IP addresses with their masks, as a name constraint has them. */
export const PERMITTED_ADDRESSES = ['127.0.0.0/8', '::1/128'] as const;
