import { isLoopback } from '../epson/domain/addresses.js';

/** A host as far as it matters who reaches it. */
export interface Exposed {
  readonly url: string;
  /** The address it listens on. */
  readonly host: string;
  readonly controlTokenFile?: string | undefined;
  /** The hosts that it relays. */
  readonly relay?: readonly string[] | undefined;
}

/** One line for a host that other machines reach: what is open to them, and what is demanded. Nothing for others. */
export function warningOf({ url, host, controlTokenFile, relay = [] }: Exposed): string | undefined {
  if (isLoopback(host)) return undefined;
  const where = controlTokenFile === undefined ? 'that was given' : `in ${controlTokenFile}`;
  const relayed = relay.length === 0 ? '' : `, this machine as a proxy to ${relay.join(', ')},`;
  return `warning: listening on ${url}, which other machines can reach. Open to them: the API to whoever has a client ID and secret (the usual ones are public)${relayed === '' ? ',' : relayed} and /_mock/health. Everything else below /_mock/ demands the control token ${where}.`;
}

/** The URL as a program of this machine calls it: all addresses together are none that one can call on some systems. */
export function reachable(url: string): string {
  return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
