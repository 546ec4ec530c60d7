import type { RequestHandler } from 'express';
import type { Addresses } from '../epson/domain/addresses.js';
import { VERSION } from '../package.js';
import { sendJson } from '../http/send.js';

/** Tells whoever asks that the mock is there. */
export function health(addresses: Addresses): RequestHandler {
  return (_request, response) => {
    const https_port = addresses.httpsPort ?? null;
    sendJson(response, 200, { status: 'ok', name: 'epson-connect-mock', version: VERSION, https_port });
  };
}
