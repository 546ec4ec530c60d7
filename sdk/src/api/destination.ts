import type { components } from '../generated/epson-connect.js';
import type { Open } from './settings.js';

type Schemas = components['schemas'];

/** What makes a destination: an address under a name. */
export interface NewDestination {
  /** 1 to 32 characters; no other destination of the device has it. */
  readonly alias_name: string;
  /** `mail` or `url`. */
  readonly type: Open<Schemas['DestinationType']>;
  /** The mail address or URL, 4 to 544 characters. */
  readonly destination: string;
}

/** A place that the device can send its scans to. */
export interface Destination extends NewDestination {
  /** The destination ID. */
  readonly id: string;
}
