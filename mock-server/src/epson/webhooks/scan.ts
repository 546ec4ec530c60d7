import type { Printer } from '../domain/printers.js';
import { maskText } from '../../text/mask.js';
import { deliver, type Outcome } from './delivery.js';

/** The time that a receiver has to accept a scan. Epson's limit is not known. */
const TIMEOUT_MS = 30_000;
/** Always the same. Evidence: specification. */
const BOUNDARY = '-----------------------------MultipartPost';

/** One scanned file. */
export interface ScannedFile {
  /** The file name. */
  readonly name: string;
  /** The content type. */
  readonly contentType: 'image/jpeg' | 'application/pdf';
  /** The content. */
  readonly bytes: Uint8Array;
}

/** The outcome of a scan at one destination. Mail is not sent, only reported. */
export interface ScanDelivery {
  /** The name of the destination. */
  readonly alias_name: string;
  /** The type of the destination: `mail` or `url`. */
  readonly type: string;
  /** The address or URL of the destination, masked. */
  readonly destination: string;
  /** The status of the answer, the reason of a failure, or a note that mail is not sent. */
  readonly outcome: Outcome | 'not sent: the mock sends no mail';
}

/** Delivers a scan to every destination of a printer, all at the same time. */
export async function deliverScan(printer: Printer, files: readonly ScannedFile[]): Promise<ScanDelivery[]> {
  const body = multipart(files);
  const headers = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
  return Promise.all(
    printer.destinations.all().map(async ({ alias, service, target }) => ({
      alias_name: alias,
      type: service,
      destination: maskText(target),
      outcome:
        service === 'url'
          ? await deliver({ uri: target, body, headers, timeoutMs: TIMEOUT_MS })
          : ('not sent: the mock sends no mail' as const),
    })),
  );
}

/** One part for each file, numbered from 1, with the line ends that multipart asks for. */
function multipart(files: readonly ScannedFile[]): Uint8Array<ArrayBuffer> {
  const parts = files.flatMap(({ name, contentType, bytes }, index) => [
    Buffer.from(
      [
        `--${BOUNDARY}`,
        `Content-Disposition: form-data; name="${index + 1}"; filename="${name.replace(/["\r\n]/g, '_')}"`,
        `Content-Type: ${contentType}`,
        '',
        '',
      ].join('\r\n'),
    ),
    bytes,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}
