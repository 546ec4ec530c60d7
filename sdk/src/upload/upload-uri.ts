import type { Call } from '../http/limits.js';
import { objectionTo, unsafeUrl } from '../http/origin.js';

/**
 * The upload URI with `File` added, every other character as the host gave it: the query may be signed, and parsing
 * it to write it again would change `+`, `%2B` or the order. A `File` that is there already gives way.
 */
export function withFile(uploadUri: string, extension: string): string {
  const [, path, query = ''] = /^([^?#]*)\??([^#]*)/s.exec(uploadUri) as string[];
  const kept = query.split('&').filter((pair) => pair && !/^File(=|$)/.test(pair));
  return `${path}?${[...kept, `File=1.${extension}`].join('&')}`;
}

/** Refuses to send a document over an open line, or to where a user name in the URI would go with it. */
export function checkUploadUri(
  uploadUri: string,
  allowInsecureHosts: readonly string[],
  { about }: Call,
): void {
  const objection = objectionTo(uploadUri, allowInsecureHosts);
  if (objection) throw unsafeUrl('upload_uri', objection, { ...about, code: 'unsafe_upload_uri' });
}
