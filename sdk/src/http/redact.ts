/**
 * Removes everything that has the shape of a secret from a foreign text: long runs of letters and digits, as tokens, keys and
 * client secrets are. The shape alone decides, so that a re-encoded secret is found, too.
 */
export function redact(text: unknown): string {
  // Only the reason in a message of OpenSSL, which has colons and files, is for people.
  const said = String(text)
    .replace(/\w+:error:\w+:[^:]*:[^:]*:([^:]+):.*/s, '$1')
    .trim();
  return said.replace(/(?=[a-z_+/=%-]*\d)[\w+/=%-]{16,}|[a-z\d]{32,}/gi, '[redacted]');
}

/** The members that errors of any runtime's `fetch` may have. */
export interface Failure {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly cause?: Failure;
}

/**
 * Returns a copy of an error with name, message and code only, to serve as `cause`. The original is not kept: errors of HTTP
 * libraries carry the whole request, authorization header included.
 */
export function withoutSecrets(error: unknown, depth = 3): Error | undefined {
  if (!(error instanceof Object) || depth === 0) return undefined;
  const { name, message, code, cause } = error as Failure;
  const copy = new Error(redact(message), { cause: withoutSecrets(cause, depth - 1) });
  return Object.assign(copy, { name: redact(name) }, code && { code: redact(code) });
}
