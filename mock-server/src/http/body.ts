import type { IncomingMessage, ServerResponse, IncomingHttpHeaders } from 'node:http';
import { isAscii, isUtf8 } from 'node:buffer';
import { arrivedOf } from './exchange.js';
import type { Warning } from '../rules/refusal.js';
import { excerpt } from '../text/mask.js';

/** Longest text body that is read: no body of the API comes near it. */
const MAX_TEXT_BYTES = 1024 * 1024;
/** The bytes of a refused body that are still read and discarded, and the time for that. */
const MAX_DISCARDED_BYTES = 64 * 1024 * 1024;
const LONGEST_DISCARD_MS = 10_000;

/** The body did not come whole, or is longer than any body of the API. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
}

const expecting = new WeakSet<IncomingMessage>();

/** The client sent `Expect: 100-continue` and waits before it sends the body. */
export function expectsContinue(request: IncomingMessage): void {
  expecting.add(request);
}

/** Returns true while the client waits for `100 Continue`. */
export function isExpecting(request: IncomingMessage): boolean {
  return expecting.has(request);
}

/** Asks for the body, if the client waits to be asked. Called before a body is read. */
export function askForBody(request: IncomingMessage, response: ServerResponse): void {
  if (expecting.delete(request)) response.writeContinue();
}

/** @throws BodyError when it breaks off or is longer than 1 MiB */
export function readBytes(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
  askForBody(request, response);
  // Listeners instead of the stream's own iterator, which costs more than all the rest of a small call.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const onData = (chunk: Buffer) => {
      sizeBytes += chunk.length;
      chunks.push(chunk);
      if (sizeBytes > MAX_TEXT_BYTES) fail(`The body is longer than ${MAX_TEXT_BYTES} bytes.`);
    };
    const onEnd = () => {
      leave();
      resolve(Buffer.concat(chunks, sizeBytes));
    };
    const onBroken = () => fail(`The connection ended before the body was complete: ${arrivedOf(request)}.`);
    const leave = () => {
      request.off('data', onData).off('end', onEnd).off('error', onBroken).off('close', onBroken);
    };
    const fail = (why: string) => {
      leave();
      // The rest of the body is left to the code that answers the refusal.
      request.pause();
      reject(new BodyError(why));
    };
    if (request.destroyed) return onBroken();
    request.on('data', onData).on('end', onEnd).on('error', onBroken).on('close', onBroken);
  });
}

/**
 * Lets the answer be complete only when the body that is still arriving has been read and thrown away, within a bound: a
 * client that is sending when its connection closes never sees why it was refused. The answer itself goes out at once.
 */
export function endAfterBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete || request.destroyed || expecting.has(request)) return;
  const end = response.end.bind(response) as (...args: unknown[]) => typeof response;
  response.end = ((bytes?: Buffer) => {
    if (bytes === undefined) response.flushHeaders();
    else response.write(bytes);
    discardRest(request, () => end());
    return response;
  }) as typeof response.end;
}

function discardRest(request: IncomingMessage, onOver: () => void): void {
  let sizeBytes = 0;
  const timer = setTimeout(() => request.destroy(), LONGEST_DISCARD_MS);
  const over = () => {
    clearTimeout(timer);
    onOver();
  };
  request.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_DISCARDED_BYTES) request.destroy();
  });
  request.once('end', over).once('close', over);
  request.resume();
}

/** A body as text. */
export interface BodyText {
  /** Without its byte order mark, if it had one. */
  readonly text: string;
  /** The reason for which it cannot be read, in one or two sentences. */
  readonly unreadable?: string;
  /** A warning about its encoding. */
  readonly warning?: Warning;
}

const MEND = 'Write the body in UTF-8 without a byte order mark, and declare charset=utf-8.';
const UNPACKED = 'Send the body as it is, without Content-Encoding; the host is not known to unpack one.';

/** Decodes a body as UTF-8, which all bodies of the API are. Evidence: specification. */
export function decodeBody(bytes: Buffer, headers: IncomingHttpHeaders): BodyText {
  const packing = packingOf(bytes, headers);
  if (packing !== undefined && bytes.length > 0) return { text: '', unreadable: `${packing}. ${UNPACKED}` };
  if (isUtf16(bytes)) return { text: '', unreadable: `The body is UTF-16. ${MEND}` };
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const hint = `The body begins with a byte order mark (EF BB BF). ${MEND}`;
    return { text: bytes.toString('utf8', 3), warning: { rule: 'byte-order-mark', hint } };
  }
  const text = bytes.toString('utf8');
  const why = otherCharset(bytes, headers['content-type']);
  return why === undefined ? { text } : { text, warning: { rule: 'body-not-utf8', hint: `${why}. ${MEND}` } };
}

/** Returns the encoding that a body is declared to be packed with; nothing where it is as it is. */
export function contentEncodingOf(headers: IncomingHttpHeaders): string | undefined {
  const declared = excerpt(headers['content-encoding']?.trim() ?? '', 60);
  return declared === '' || declared.toLowerCase() === 'identity' ? undefined : declared;
}

function packingOf(bytes: Buffer, headers: IncomingHttpHeaders): string | undefined {
  const declared = contentEncodingOf(headers);
  if (declared !== undefined) return `The body has Content-Encoding: ${declared}`;
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? 'The body is gzip' : undefined;
}

/** Looks for its mark, or for a zero byte: JSON and forms begin with an ASCII character. */
function isUtf16(bytes: Buffer): boolean {
  if (bytes.length < 2) return false;
  const [first, second] = bytes;
  return (
    first === 0 || second === 0 || (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  );
}

function otherCharset(bytes: Buffer, contentType: string | undefined): string | undefined {
  // Most charsets hold ASCII, and nothing of it is spoiled.
  if (isAscii(bytes)) return undefined;
  const declared =
    /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
  const isDeclared = !/^(?:utf-?8|(?:us-)?ascii)$/.test(declared);
  if (isUtf8(bytes)) {
    if (!isDeclared) return undefined;
    return `The Content-Type says charset=${declared}, and the body holds more than ASCII, which is read as UTF-8 here`;
  }
  const what = isDeclared
    ? `The body is declared as charset=${declared} and is not UTF-8`
    : `The body is not UTF-8; it looks like ${guess(bytes)}`;
  return `${what}. It is read as UTF-8, so its letters become replacement characters (U+FFFD), in the name of the job for example`;
}

/** Letters of Japanese stand side by side; accented ones of Latin stand between those of ASCII. */
function guess(bytes: Buffer): string {
  try {
    const text = new TextDecoder('shift_jis', { fatal: true }).decode(bytes);
    if (/[\u3040-\u30ff\u4e00-\u9fff]{2}/.test(text)) return 'Shift_JIS';
  } catch {
    // It is not.
  }
  return 'ISO 8859-1';
}
