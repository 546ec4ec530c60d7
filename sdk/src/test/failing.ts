import { json } from './fake-host.js';

/** An error as Node's fetch throws it. */
export const fetchFailed = (code: string, message = code): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) });

/** Ways to fail, by what is known of the request afterwards. */
export const failures = {
  'a refused connection': () => Promise.reject(fetchFailed('ECONNREFUSED')),
  'a call limit': () => json(403, { code: 'rate_limit_exceeded' }),
  'a 429': () => new Response('Too many', { status: 429 }),
  "Epson's own service_unavailable": () => json(503, { code: 'service_unavailable' }),
  'a broken connection': () => Promise.reject(fetchFailed('UND_ERR_SOCKET', 'other side closed')),
  'a failure of the host': () => json(500, { code: 'internal_server_error' }),
  "a gateway's page": () => new Response('<html>', { status: 502 }),
  'a bad certificate': () => Promise.reject(fetchFailed('CERT_HAS_EXPIRED')),
  'a refusal': () => json(403, { code: 'forbidden' }),
} satisfies Record<string, () => Response | Promise<Response>>;

export type Failing = keyof typeof failures;

/** After these the host has surely done nothing, and may do it now. */
export const unprocessed: readonly Failing[] = [
  'a refused connection',
  'a call limit',
  'a 429',
  "Epson's own service_unavailable",
];

/** After these nobody knows what the host has done. */
export const doubtful: readonly Failing[] = [
  'a broken connection',
  'a failure of the host',
  "a gateway's page",
];
