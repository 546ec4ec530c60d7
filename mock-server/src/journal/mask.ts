/** Parameters whose values let whoever reads them print, or become somebody else. An empty one is told as it is. */
const PARAMETER = /((?:^|[?&])(?:Key|password|refresh_token|access_token|client_secret|token)=)[^&/?#"\s]+/gi;
const MEMBER = /("(?:access_token|refresh_token|client_secret|password)"\s*:\s*")[^"]+/gi;
const CREDENTIALS = /^(?:authorization|proxy-authorization|cookie|set-cookie)$/i;

/** So many characters {@link LONG} has at least. */
const LONG_CHARACTERS = 41;
/**
 * What is as long as a token or a key, wherever it stands and however it is escaped: more than any ID or digest that
 * people name things by. Of one that was cut off, so much is missing that the rest is of no use.
 */
const LONG = /(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2}|\\u00[0-9A-Fa-f]{2}){41,}/g;

/** A request target or a text body that may be shown: keys, tokens and secrets are `***`. */
export function maskText(text: string): string {
  // Most of what is shown cannot hold a secret, and looking for one costs more than all else that a line takes.
  const masked = text.includes('=') ? text.replace(PARAMETER, '$1***') : text;
  const members = masked.includes('"') ? masked.replace(MEMBER, '$1***') : masked;
  return members.length < LONG_CHARACTERS ? members : members.replace(LONG, maskLong);
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
  const known = [...new Set(secrets)].filter((secret) => secret.length >= 6);
  // The longest first: one may be part of another.
  const patterns = known
    .sort((a, b) => b.length - a.length)
    .map((secret) => ({ pattern: patternOf(secret), least: Array.from(secret).length }));
  return (text) =>
    patterns.reduce(
      (rest, { pattern, least }) => (rest.length < least ? rest : rest.replace(pattern, '***')),
      maskText(text),
    );
}

/** A secret with each of its characters as it is, or escaped as addresses, forms and JSON do. */
function patternOf(secret: string): RegExp {
  const units = Array.from(secret, (char) => {
    const bytes = [...Buffer.from(char)].map((byte) => byte.toString(16).padStart(2, '0'));
    const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    const ways = [escaped(char), bytes.map((byte) => `%${anyCase(byte)}`).join('')];
    if (char === ' ') ways.push('\\+');
    if (char === '"' || char === '\\') ways.push(escaped(`\\${char}`));
    if (char.length === 1) ways.push(`\\\\u${anyCase(char.charCodeAt(0).toString(16).padStart(4, '0'))}`);
    return `(?:${ways.join('|')})`;
  });
  return new RegExp(units.join(''), 'g');
}

/** Hexadecimal digits in upper or lower case. */
function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** A header's value that may be shown; of credentials, only the scheme. */
export function maskHeader(name: string, value: string): string {
  if (!CREDENTIALS.test(name)) return maskText(value);
  const [scheme = ''] = value.split(' ');
  return /^(?:Basic|Bearer|Digest)$/i.test(scheme) ? `${scheme} ***` : '***';
}
