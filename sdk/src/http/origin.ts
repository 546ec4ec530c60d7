/** The URL that a text is, if it is an absolute one. */
export function urlOf(text: unknown): URL | undefined {
  try {
    return new URL(text as string);
  } catch {
    return undefined;
  }
}

const LOOPBACK = /^(.+\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/;

/** Why nothing must be sent to this URL; undefined when there is no objection. The URL itself is not repeated. */
export function objectionTo(text: string, allowInsecureHosts: readonly string[]): string | undefined {
  const url = urlOf(text);
  if (url === undefined) return 'is not an absolute URL';
  const { protocol, hostname, host } = url;
  if (url.username || url.password) return 'has a user name or password in it';
  if (protocol === 'https:') return undefined;
  // `mock`, `mock:8380`, `::1` and `[::1]` are all ways to name a host.
  const names = [hostname, host, hostname.replace(/[[\]]/g, '')];
  const isAllowed =
    LOOPBACK.test(hostname) || allowInsecureHosts.some((name) => names.includes(String(name).toLowerCase()));
  return protocol === 'http:' && isAllowed
    ? undefined
    : `is ${protocol}//${host}: only https: is safe, or a host named in allowInsecureHosts`;
}
