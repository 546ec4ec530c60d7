import { PDF } from '../mock/client.js';

export const BOUNDARY = 'X-BOUNDARY';
/** A multipart body with one file in it. */
export const MULTIPART = Buffer.from(
  [
    `--${BOUNDARY}`,
    'Content-Disposition: form-data; name="file"; filename="a.pdf"',
    'Content-Type: application/pdf',
    '',
    PDF.toString('latin1'),
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n'),
  'latin1',
);
export const MULTIPART_TYPE = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
