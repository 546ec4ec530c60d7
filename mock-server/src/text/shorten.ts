/** Parameters whose values let whoever reads them print, or become somebody else. An empty one is told as it is. */
const PARAMETER =
  /((?:^|[?&])(?:Key|password|refresh_token|access_token|client_secret|token)=)(?:[^&/?#"\s]|[/?](?!File=))+/gi;
const MEMBER =
  /(["'](?:access_?token|refresh_?token|client_?secret|password)["']\s*:\s*)(?:"(?:[^"\\]|\\.)+"?|'[^']*'?|[^\s"',}\]]+)/gi;
/** The password before the name in an address, or what stands alone there; escaped as addresses and JSON do, or not. */
const USER =
  /((?::|%3a)(?:\\?\/|%2f){2}(?:(?:(?!%2f|%3f|%23|%3a|%40)[^\s/?#"'\\:@])*(?::|%3a))?)(?:(?!%2f|%3f|%23)[^\s/?#"'\\])+(?:@|%40)/gi;
const CREDENTIALS = /^(?:authorization|proxy-authorization|cookie|set-cookie)$/i;

/** The least number of characters of {@link LONG}. */
const LONG_CHARACTERS = 41;
/**
 * A text that is as long as a token or a key, wherever it stands and however it is escaped: more than any ID or digest that
 * people name things by.
 */
const LONG = /(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2}|\\u00[0-9A-Fa-f]{2}){41,}/g;
/** A possible beginning of something long, at the end of a text that was cut off. */
const CUT_OFF = /(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2}|\\u00[0-9A-Fa-f]{2}){8,}[%\\]?[0-9A-Fa-fu]{0,5}$/;

/** Masks keys, tokens and secrets in a request target, a text body or a hint, by where they stand and how long they are. */
export function maskText(text: string): string {
  // Most of what is shown cannot hold a secret, and looking for one costs more than all else that a line takes.
  let masked = text.includes('=') ? text.replace(PARAMETER, '$1***') : text;
  if (masked.includes(':')) masked = masked.replace(MEMBER, '$1"***"');
  if (masked.includes('@') || masked.includes('%40')) masked = masked.replace(USER, '$1***@');
  return masked.length < LONG_CHARACTERS ? masked : masked.replace(LONG, maskLong);
}

function maskLong(run: string): string {
  // Escaped text of another script is as long and no secret.
  const plain = run.replace(/(?:%|\\u00)([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return /[A-Za-z0-9]{41,}/.test(plain) ? '***' : run;
}

/**
 * Returns the beginning of a text for a message. Masks first: of a secret that was cut off, nobody sees any more that it
 * is one.
 */
export function excerpt(text: string, most: number): string {
  const masked = maskText(text);
  return masked.length > most ? `${masked.slice(0, most)}...` : masked;
}

/** Masks a text of which only the beginning is there: it may end in the beginning of a secret. */
export function maskBeginning(text: string): string {
  return maskText(text).replace(CUT_OFF, '***');
}

/** Masks a header's value; of credentials, shows only the scheme. */
export function maskHeader(name: string, value: string): string {
  if (!CREDENTIALS.test(name)) return maskText(value);
  const [scheme = ''] = value.split(' ');
  return /^(?:Basic|Bearer|Digest)$/i.test(scheme) ? `${scheme} ***` : '***';
}
