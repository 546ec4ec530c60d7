import * as v from 'valibot';
import { check } from '../../text/check.js';

/**
 * The names under which Epson's host is called: the API and `www` (evidence: client); of version 2 also authorization, uploads
 * and the demo host (evidence: specification).
 */
export const EPSON_HOSTS = {
  api: 'api.epsonconnect.com',
  www: 'www.epsonconnect.com',
  auth: 'auth.epsonconnect.com',
  upload: 'upload.epsonconnect.com',
  demo: 'dummy-api.epsonconnect.com',
} as const;
const EPSON_NAMES: readonly string[] = Object.values(EPSON_HOSTS);

/** Returns true for a name of Epson's host. */
export function isEpsonName(name: string): boolean {
  // The dot at the end says that a name is whole.
  return EPSON_NAMES.includes(name.toLowerCase().replace(/\.$/, ''));
}

/** Returns true if a name or an address in a URL means this machine, on every machine that reads it. */
export function isLoopbackName(name: string): boolean {
  return /^(?:(?:.+\.)?localhost\.?|127(?:\.\d{1,3}){3}|\[?::1\]?|(?:::ffff:)127(?:\.\d{1,3}){3})$/i.test(
    name,
  );
}

/** Returns true if an address that a host listens on is reached from this machine alone. */
export function isLoopback(address: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(address);
}

/** The addresses of a host: its listeners, and the public URL that the user has set. */
export class Addresses {
  #publicUrl: string | undefined;
  /** The address that it listens on, which is its name as well. */
  boundHost = '127.0.0.1';
  /** The port of the plain listener, which is the proxy's as well; absent while it does not listen by itself. */
  plainPort: number | undefined;
  httpsPort: number | undefined;
  /** The second origin, to which files are uploaded. It takes http and https. */
  uploadPort: number | undefined;

  /** @throws InvalidValue */
  constructor(publicUrl?: string) {
    this.setPublicUrl(publicUrl ?? null);
  }

  /** The origin of every upload URI, without a slash at the end; without one, it is that of the request. */
  get publicUrl(): string | undefined {
    return this.#publicUrl;
  }

  /** @throws InvalidValue when it is no origin */
  setPublicUrl(url: string | null): void {
    this.#publicUrl = url === null ? undefined : check(ORIGIN, url, 'publicUrl');
  }

  /** Returns true if a name in a URL is this host's own. */
  isOwnName(name: string): boolean {
    const bare = name.replace(/^\[|\]$/g, '').toLowerCase();
    return isLoopbackName(bare) || bare === this.boundHost.toLowerCase();
  }

  /** All ports that it listens on. */
  get ports(): number[] {
    return [this.plainPort, this.httpsPort, this.uploadPort].filter((port) => port !== undefined);
  }
}

/** Tells whether a text is an address without path, query and credentials. */
function isOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === '') &&
    url.pathname === '/'
  );
}

const ORIGIN = v.pipe(
  v.custom<string>(
    (value) => typeof value === 'string' && isOrigin(value),
    'http:// or https://, a name and if need be a port, such as https://print.example.com, with no path, query or credentials',
  ),
  v.transform((text) => new URL(text).origin),
);

/** The names that a certificate of the mock is for: this machine's own, and all of Epson's. */
export const DNS_NAMES: readonly string[] = ['localhost', ...EPSON_NAMES];
export const IP_ADDRESSES = ['127.0.0.1', '::1'] as const;

/** The addresses that the CA may sign for: with their masks, as a name constraint has them. */
export const PERMITTED_ADDRESSES = ['127.0.0.0/8', '::1/128'] as const;
