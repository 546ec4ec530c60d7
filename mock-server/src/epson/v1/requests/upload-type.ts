import type { Assumptions } from '../../../rules/assumptions.js';
import { Refusal, type Warning } from '../../../rules/refusal.js';
import { excerpt } from '../../../text/shorten.js';

const DOCUMENTED = ['application/octet-stream', 'image/jpeg'];

/** How the file lies in the body. */
export type UploadForm = 'raw' | 'multipart';

/**
 * Decides by its Content-Type whether an upload is taken, and how its body is read.
 *
 * @throws Refusal `upload-multipart` or `upload-type-refused`
 */
export function checkUploadType(
  contentType: string | undefined,
  assumptions: Assumptions,
  warn: (warning: Warning) => void,
): UploadForm {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type.startsWith('multipart/')) {
    const hint =
      'The body is multipart: with its boundaries and part headers it is not the file. Send the bytes of the file alone as the body (with curl: --data-binary @FILE and not -F).';
    if (assumptions.multipart === 'refuse') throw new Refusal('upload-multipart', hint);
    warn({
      rule: 'multipart-unpacked',
      hint: `${hint} It was unpacked because of the assumption multipart=accept.`,
    });
    return 'multipart';
  }
  if (DOCUMENTED.includes(type)) return 'raw';
  const what =
    type === '' ? 'The upload has no Content-Type' : `The Content-Type of the upload is ${excerpt(type, 60)}`;
  const hint = `${what}. Documented are application/octet-stream, and image/jpeg for pictures.`;
  if (assumptions['upload-content-type'] === 'documented') throw new Refusal('upload-type-refused', hint);
  warn({ rule: 'upload-type-undocumented', hint });
  return 'raw';
}
