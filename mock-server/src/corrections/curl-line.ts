import { uploadFileNameValues } from '../generated/epson-connect.js';
import type { Capabilities } from '../epson/domain/capability.js';
import { FILE_NAMES } from '../epson/v2/words.js';
import type { Exchange } from '../http/exchange.js';

export const BASE = '$EPSON_CONNECT_API_BASE_URL';
export const JSON_TYPE = "-H 'Content-Type: application/json'";

/** A call, as far as the corrected one depends on it. */
export type SentCall = Pick<Exchange, 'target' | 'requestBody' | 'warnings'> &
  Partial<Pick<Exchange, 'operation' | 'refusal' | 'apiVersion' | 'startedAt'>>;

/** Writes the corrected call of an operation as a shell line. */
export type Line = (sent: SentCall, capabilities: Capabilities, extension: string) => string;

/** Writes an upload, which both versions take in the same form. */
export function uploadLine(extension: string): string {
  return `curl -sS -H 'Content-Type: application/octet-stream' --data-binary "@$FILE" "$UPLOAD_URI&File=1.${extension}"`;
}

/** Returns the extension that an upload names, if files of that type print. */
export function extensionIn({ target, apiVersion }: SentCall): string | undefined {
  const named = /File=[^&]*?([A-Za-z0-9]+)(?:&|$)/.exec(target)?.[1]?.toLowerCase();
  return printing(named?.replace(/^1(?=[a-z])/, ''), apiVersion === 2 ? FILE_NAMES : uploadFileNameValues);
}

/** Returns the extension of the real content of a document, from the hint of the mock. */
export function contentIn(hint: string): string | undefined {
  const content = /the content is ([a-z]+)\.$/.exec(hint)?.[1];
  return printing(content === 'tif' ? 'tiff' : content);
}

function printing(
  extension: string | undefined,
  names: readonly string[] = uploadFileNameValues,
): string | undefined {
  return names.includes(`1.${extension}`) ? extension : undefined;
}
