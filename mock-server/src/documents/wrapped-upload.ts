/** The form that a file was put into before it was sent, or that was sent in its place. */
export interface WrappedUpload {
  /** The name of the form, as the end of a sentence. */
  readonly what: string;
  /** The remedy, as a sentence that goes on behind a colon. */
  readonly mend: string;
}

/** The first bytes of files that print; office files are archives. */
const BEGINNINGS: readonly (readonly [beginning: string, what: string])[] = [
  ['%PDF-', 'a PDF'],
  ['\xff\xd8\xff', 'a JPEG'],
  ['\x89PNG', 'a PNG'],
  ['GIF8', 'a GIF'],
  ['II*\0', 'a TIFF'],
  ['MM\0*', 'a TIFF'],
  ['PK\x03\x04', 'an office file'],
  ['\xd0\xcf\x11\xe0', 'an office file'],
];

/** Base64 of any length that tells what it is of; of a text that ends sooner nobody can say. */
const BASE64 = /[A-Za-z0-9+/_-]{16,}(?=[=\s"'\\]|$)/g;
const ITSELF = 'send the bytes themselves';

/** @param head the first bytes of what was sent; a kilobyte is plenty */
export function wrappedUploadOf(head: Buffer): WrappedUpload | undefined {
  const text = head.toString('latin1').replace(/^(?:\xef\xbb\xbf|\s)+/, '');
  if (/^--\S{1,70}\r?\n[A-Za-z-]+:/.test(text)) {
    const mend = 'send the bytes of the file alone (with curl: --data-binary @FILE and not -F)';
    return { what: 'a multipart form', mend };
  }
  if (head[0] === 0x1f && head[1] === 0x8b) return { what: 'gzip', mend: `${ITSELF}, unpacked` };
  // The specification of PDF lets something stand before its first line.
  if (text.includes('%PDF-')) return undefined;
  if (/^<(?:!doctype\s+html|html)\b/i.test(text)) {
    const mend = 'what was fetched as the file is a page, perhaps of an error or a login; send the file';
    return { what: 'an HTML page', mend };
  }
  const inside = base64In(text);
  const isWhole = inside !== undefined && /^["']?$/.test(text.slice(0, inside.at));
  if (isWhole) return { what: inside.what, mend: ITSELF };
  if (/^data:[^\s,]{0,100},/i.test(text)) {
    const what = inside === undefined ? 'a data: URI' : `a data: URI with ${inside.what}`;
    return { what, mend: `${ITSELF}, which are what follows its comma, decoded` };
  }
  if (/^(?:\{\s*["}]|\[\s*(?:["{[\]\d]|true|false|null))/.test(text)) {
    const what = inside === undefined ? 'JSON' : `JSON with ${inside.what} in it`;
    return { what, mend: `${ITSELF}, and nothing around them` };
  }
  return undefined;
}

/** The first piece of base64 that a file begins in. */
function base64In(text: string): { readonly what: string; readonly at: number } | undefined {
  for (const { 0: piece, index } of text.matchAll(BASE64)) {
    const decoded = Buffer.from(piece.slice(0, 16), 'base64').toString('latin1');
    const [, what] = BEGINNINGS.find(([beginning]) => decoded.startsWith(beginning)) ?? [];
    if (what !== undefined) return { what: `base64 of ${what}`, at: index };
  }
  return undefined;
}
