import { readFile } from 'node:fs/promises';
import { Refusal } from '../rules/refusal.js';
import { exchangeOf } from '../http/exchange.js';
import { rightCall } from '../rules/right-call.js';
import { deliverScan, type ScannedFile } from '../epson/webhooks/scan.js';
import { DocumentTooLargeError } from '../documents/documents.js';
import { askForBody, endAfterBody } from '../http/body.js';
import { receiveForm, refuseUnreadableFields } from '../http/form.js';
import { sendJson } from '../http/send.js';
import { sendControlError } from './refusal.js';
import type { Command } from './inputs.js';
import { excerpt } from '../text/mask.js';

/** The mock's own limit, because Epson documents none for a scan. */
const LARGEST_BYTES = 20 * 1024 * 1024;

/**
 * Answers `POST /_mock/api/scan`: simulates a scan, from a multipart form with a `file` (JPEG or PDF) and, optionally,
 * `printer` (an address). Answers when each delivery has ended.
 */
export async function scanForm({ context: { host }, clientId, request, response }: Command): Promise<void> {
  askForBody(request, response);
  try {
    const { fields, file, ...form } = await receiveForm(request, response, (source) =>
      host.documents.receive(source, LARGEST_BYTES),
    );
    if (file === undefined)
      throw new Refusal(
        'file-missing',
        'The form holds no file. Send a JPEG or PDF as the part "file" (with curl: -F file=@FILE).',
      );
    try {
      refuseUnreadableFields(form);
      const { printers } = host.worlds.ofClient(clientId);
      const printer = printers.byEmail(fields['printer'] ?? printers.all()[0]?.email ?? '');
      const scanned = await read(file.ownName, file.stored.path);
      const deliveries = await deliverScan(printer, [scanned]);
      if (deliveries.length === 0) {
        const hint = `The printer ${printer.email} has no destination, so the scan went nowhere. ${rightCall('registerDestination')}`;
        exchangeOf(request).warnings.push({ rule: 'scan-without-destination', hint });
      }
      sendJson(response, 200, { deliveries });
    } finally {
      await host.documents.discard(file.stored);
    }
  } catch (error) {
    if (error instanceof DocumentTooLargeError) {
      endAfterBody(request, response);
      return sendControlError(
        response,
        400,
        'body-too-large',
        `The file is larger than ${LARGEST_BYTES} bytes.`,
      );
    }
    if (!(error instanceof Refusal)) throw error;
    exchangeOf(request).refusal = { rule: error.rule, hint: error.hint };
    endAfterBody(request, response);
    sendControlError(response, 400, error.rule, error.hint);
  }
}

async function read(name: string, path: string): Promise<ScannedFile> {
  const isPdf = /\.pdf$/i.test(name);
  if (!isPdf && !/\.jpe?g$/i.test(name)) {
    throw new Refusal(
      'type-not-printable',
      `A printer scans to JPEG or PDF, and the file is called ${JSON.stringify(excerpt(name, 60))}.`,
    );
  }
  return { name, contentType: isPdf ? 'application/pdf' : 'image/jpeg', bytes: await readFile(path) };
}
