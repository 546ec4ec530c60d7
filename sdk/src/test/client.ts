import { EpsonConnect, type EpsonConnectOptions } from '../index.js';
import { baseUrl, deviceId, fakeHost, token } from './fake-host.js';

/** The URL at which the fake host creates jobs. */
export const jobsUrl = `${baseUrl}/api/1/printing/printers/${deviceId}/jobs`;

/** The header that carries the n-th access token of the fake host. */
export const bearer = (n: number): string => `Bearer ${token('access', n)}`;

/** A client on a fake host. */
export function clientOnFakeHost(more: EpsonConnectOptions = {}) {
  const host = fakeHost();
  return { host, epson: new EpsonConnect({ ...host.options, ...more }) };
}
