import type { Addresses } from '../domain/addresses.js';
import { VERSION } from '../version.js';
import type { Handle } from '../wire/routed.js';
import { sendJson } from '../wire/send.js';

/** Tells whoever asks that the mock is there. */
export function health(addresses: Addresses): Handle {
  return (_request, response) => {
    const https_port = addresses.httpsPort ?? null;
    sendJson(response, 200, { status: 'ok', name: 'epson-connect-mock', version: VERSION, https_port });
  };
}
