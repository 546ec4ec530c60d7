/** Parameters whose values let whoever reads them print, or become somebody else. */
const PARAMETER = /((?:^|[?&])(?:Key|password|refresh_token|access_token|client_secret|token)=)[^&/?#"\s]*/gi;
const MEMBER = /("(?:access_token|refresh_token|client_secret|password)"\s*:\s*")[^"]*/gi;
const CREDENTIALS = /^(?:authorization|proxy-authorization|cookie|set-cookie)$/i;

/**
 * What is as long as a token or a key, wherever it stands and however it is escaped: more than any ID or digest that
 * people name things by. Of one that was cut off, so much is missing that the rest is of no use.
 */
const LONG = /(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2}|\\u00[0-9A-Fa-f]{2}){41,}/g;

/** A request target or a text body that may be shown: keys, tokens and secrets are `***`. */
export function maskText(text: string): string {
  return text.replace(PARAMETER, '$1***').replace(MEMBER, '$1***').replace(LONG, maskLong);
}

function maskLong(run: string): string {
  // Escaped text of another script is as long and no secret.
  const plain = run.replace(/(?:%|\\u00)([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return /[A-Za-z0-9]{41,}/.test(plain) ? '***' : run;
}

/** Takes secrets that are known out of a text, however they are written there. */
export type Hide = (text: string) => string;

/** @param secrets of any form; those of fewer than six characters would take away more than they hide */
export function hiderOf(secrets: readonly string[]): Hide {
  const written = secrets
    .filter((secret) => secret.length >= 6)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  // The longest first: one may be part of another.
  const all = [...new Set(written)].sort((a, b) => b.length - a.length);
  return (text) => all.reduce((rest, secret) => rest.replaceAll(secret, '***'), maskText(text));
}

/** A header's value that may be shown; of credentials, only the scheme. */
export function maskHeader(name: string, value: string): string {
  if (!CREDENTIALS.test(name)) return maskText(value);
  const [scheme = ''] = value.split(' ');
  return /^(?:Basic|Bearer|Digest)$/i.test(scheme) ? `${scheme} ***` : '***';
}
