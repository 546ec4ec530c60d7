import type { JobActions } from './job-actions.js';

/** A client for this call of the command, and what all commands use of it. */
export interface Connection<C> {
  readonly epson: C;
  readonly jobs: JobActions;
  /** The holder of the credentials, for `whoami`. */
  readonly who: Who;
}

/** The holder of the credentials, without a secret. */
export interface Who {
  readonly clientId: string | undefined;
  readonly baseUrl: string | undefined;
  /** The address of the printer in version 1. */
  readonly printerEmail?: string | undefined;
  /** The redirect URI in version 2. */
  readonly redirectUri?: string | undefined;
}
