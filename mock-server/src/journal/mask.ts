/** Parameters whose values let whoever reads them print, or become somebody else. */
const PARAMETER = /((?:^|[?&])(?:Key|password|refresh_token|access_token|client_secret)=)[^&/?#"\s]*/gi;
const MEMBER = /("(?:access_token|refresh_token|client_secret|password)"\s*:\s*")[^"]*/gi;
const CREDENTIALS = /^(?:authorization|proxy-authorization|cookie|set-cookie)$/i;

/** A request target or a text body that may be shown: keys, tokens and secrets are `***`. */
export function maskText(text: string): string {
  return text.replace(PARAMETER, '$1***').replace(MEMBER, '$1***');
}

/** A header's value that may be shown; of credentials, only the scheme. */
export function maskHeader(name: string, value: string): string {
  if (!CREDENTIALS.test(name)) return maskText(value);
  const [scheme = ''] = value.split(' ');
  return /^(?:Basic|Bearer|Digest)$/i.test(scheme) ? `${scheme} ***` : '***';
}
