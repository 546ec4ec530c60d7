import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { settleTarget } from '../../http/target.js';
import { Addresses } from '../domain/addresses.js';
import { uploadOrigin } from './upload-uri.js';

const V1 = { member: 'upload_uri', epsonName: 'www.epsonconnect.com', isApart: false };
const V2 = { member: 'uploadUri', epsonName: 'upload.epsonconnect.com', isApart: true };

/** A call over TLS by a name. */
function called(host: string): IncomingMessage {
  const socket = { encrypted: true, servername: host, remoteAddress: '127.0.0.1', localPort: 8443 };
  const request = { url: '/', headers: { host }, socket } as unknown as IncomingMessage;
  settleTarget(request);
  return request;
}

it.each([
  ['api.epsonconnect.com', V1, undefined, 'https://api.epsonconnect.com'],
  ['api.epsonconnect.com', V1, 9, 'https://www.epsonconnect.com'],
  ['api.epsonconnect.com', V2, undefined, 'https://upload.epsonconnect.com'],
  ['dummy-api.epsonconnect.com', V2, 9, 'https://upload.epsonconnect.com'],
  ['localhost:8443', V2, undefined, 'https://localhost:8443'],
  ['localhost:8443', V2, 9, 'https://localhost:9'],
])("gives a call to %s the place of the version's uploads", (host, address, uploadPort, origin) => {
  const addresses = new Addresses();
  Object.assign(addresses, { httpsPort: 8443, uploadPort });
  expect(uploadOrigin(addresses, called(host), address, () => expect.unreachable())).toBe(origin);
});
