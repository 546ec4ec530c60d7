import type { IncomingMessage, ServerResponse } from 'node:http';
import { VERSION } from '../version.js';
import { sendJson } from '../wire/send.js';

/** Tells whoever asks that the mock is there. */
export function health(_request: IncomingMessage, response: ServerResponse): void {
  sendJson(response, 200, { status: 'ok', name: 'epson-connect-mock', version: VERSION });
}
