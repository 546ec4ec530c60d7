import { ConfigurationError, messageOf, type ErrorDetails } from '../errors/index.js';

/** Returns the URL of a text; undefined when it is not an absolute one. */
export function urlOf(text: unknown): URL | undefined {
  try {
    return new URL(text as string);
  } catch {
    return undefined;
  }
}

/**
 * Returns the origin that was probably meant by a host without a scheme (`localhost:8380`, which is a URL of the scheme
 * `localhost:`). Only host and port are repeated: what follows may be a secret.
 */
function withoutScheme(text: string): string | undefined {
  const [, authority] =
    /^([\w.-]+\.[\w-]+|[\w.-]+:\d+|localhost|\[[\da-f:]+\](?::\d+)?)(?:[/?#]|$)/i.exec(text) ?? [];
  const url = authority && urlOf(`https://${authority}`);
  return url ? `${LOOPBACK.test(url.hostname) ? 'http' : 'https'}://${authority}` : undefined;
}

const LOOPBACK = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/;

/** Returns the reason why nothing must be sent to this URL, if there is one. It does not contain the URL. */
export function objectionTo(text: string, allowInsecureHosts: readonly string[]): string | undefined {
  const url = urlOf(text);
  const meant = withoutScheme(text);
  if (meant) return `must begin with https:// or http://, as ${meant} does`;
  // `user:password@host` is a URL, too: of the scheme `user:`.
  if (url === undefined || !/^\w+:\/\//.test(text))
    return 'must be an absolute URL that begins with https://';
  const { protocol, hostname, host } = url;
  if (url.username || url.password) return 'has a user name or password in it';
  if (protocol === 'https:') return undefined;
  // `mock`, `mock:8380`, `::1` and `[::1]` are all ways to name a host.
  const names = [hostname, host, hostname.replace(/[[\]]/g, '')];
  const isAllowed =
    LOOPBACK.test(hostname) || allowInsecureHosts.some((name) => names.includes(String(name).toLowerCase()));
  return protocol === 'http:' && isAllowed ? undefined : `is ${protocol}//${host}: only https: is safe`;
}

/** Makes the error for an unsafe URL: `subject` is its name. */
export function unsafeUrl(subject: string, problem: string, details: ErrorDetails): ConfigurationError {
  const isInsecure = problem.endsWith('only https: is safe');
  const advice = isInsecure ? 'Use https, or name the host in allowInsecureHosts.' : undefined;
  const said = { subject, problem, advice };
  return new ConfigurationError(messageOf(said), { ...details, ...said });
}
