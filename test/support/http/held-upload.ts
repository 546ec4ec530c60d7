import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import type { MockHost } from 'epson-connect-mock';
import { hintOf, PDF } from '../mock/client.js';
import { listen } from './listen.js';

/** The answer to an upload. */
export interface UploadAnswer {
  readonly status: number | undefined;
  readonly hint: string;
}

/**
 * Begins an upload that the host has let in, and whose body is still to come.
 *
 * @returns sends the body, and resolves with the answer
 */
export async function holdUpload({ app }: MockHost, uploadUri: string): Promise<() => Promise<UploadAnswer>> {
  const { pathname, search } = new URL(`${uploadUri}&File=1.pdf`);
  const upload = request({
    port: await listen(createServer(app)),
    path: pathname + search,
    method: 'POST',
    headers: {
      'Content-Length': PDF.length,
      'Content-Type': 'application/octet-stream',
      Expect: '100-continue',
    },
  });
  upload.flushHeaders();
  await once(upload, 'continue');
  return async () => {
    upload.end(PDF);
    const [response] = (await once(upload, 'response')) as [IncomingMessage];
    response.resume();
    return { status: response.statusCode, hint: hintOf(response) };
  };
}
