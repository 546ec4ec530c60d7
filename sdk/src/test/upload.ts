import { EpsonConnect, type EpsonConnectOptions, type PrintDocument, type UploadOptions } from '../index.js';
import { clientId, clientSecret, jobId, printerEmail, uploadKey } from './fake-host.js';
import { startServer, type Arrived } from './http-server.js';

/** The bytes of the upload: 300,000, no two neighbours alike. */
export const bytes = new Uint8Array(300_000).map((_, n) => n % 251);

/** The same in pieces. */
export async function* pieces(stepBytes = 65_536): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += stepBytes) yield bytes.subarray(at, at + stepBytes);
}

/** The pieces as a stream of the web. */
export function webStream(source: AsyncGenerator<Uint8Array, void> = pieces()): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** A client for uploads, which need no other host than the one in the URI. */
export function uploader(more: EpsonConnectOptions = {}): EpsonConnect {
  return new EpsonConnect({ clientId, clientSecret, printerEmail, baseUrl: 'https://api.test', ...more });
}

/** Uploads to a server of its own, and gives what has arrived there. */
export async function uploaded(
  document: PrintDocument,
  options: UploadOptions = {},
  query = `?Key=${uploadKey}`,
): Promise<Arrived> {
  await using server = await startServer();
  const job = { id: jobId, upload_uri: `${server.url}/c0/v1/storage/PostData${query}` };
  await uploader().upload(job, document, options);
  const [arrived, ...more] = server.arrived;
  if (arrived === undefined || more.length > 0)
    throw new Error(`expected one upload, got ${server.arrived.length}`);
  return arrived;
}
