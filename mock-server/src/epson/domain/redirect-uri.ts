import * as v from 'valibot';

/** Returns what makes a text useless as a redirect URI, if anything does. */
export function flawOfRedirectUri(text: string): string | undefined {
  // Characters that have to be escaped would be written in another way where the browser is sent.
  if (!/^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(text) || /["<>\\^`{|}]/.test(text) || !URL.canParse(text))
    return 'it must be an absolute URI, such as http://127.0.0.1:8381/callback';
  if (text.includes('#')) return 'it must not have a fragment (#)';
  const { protocol, hostname, username, password } = new URL(text);
  if (/^(?:javascript|data|blob|file|vbscript|about):$/.test(protocol))
    return `${protocol} is not a redirect URI's scheme`;
  if (username !== '' || password !== '') return 'it must not have credentials';
  if (/^(?:.+\.)?localhost\.?$/i.test(hostname))
    return 'localhost is not accepted by Epson; use 127.0.0.1 instead';
  return undefined;
}

/** Returns true for an address on this machine, as programs of people's own desks have it: of any port. */
export function isLoopbackUri(text: string): boolean {
  return /^https?:\/\/(?:127\.0\.0\.1|\[::1\])(?::\d+)?(?:[/?]|$)/.test(text);
}

/** The answer that a browser takes back to a program. */
export type BackAnswer = { readonly code: string } | { readonly error: string };

/** Returns the address that takes an answer back. @param state as it is to stand in the address, escaped */
export function addressBack(redirectUri: string, answer: BackAnswer, state?: string): string {
  const [[name, value] = []] = Object.entries(answer);
  const more = state === undefined ? '' : `&state=${state}`;
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${name}=${value}${more}`;
}

const PARTS = [
  ['protocol', 'scheme'],
  ['hostname', 'name'],
  ['port', 'port'],
  ['pathname', 'path'],
  ['search', 'query'],
] as const;

/** Says in which part a redirect URI differs from a registered one. The comparison itself is of the whole text. */
export function differenceOf(given: string, registered: string): string {
  const [one, other] = [new URL(given), new URL(registered)];
  const different = PARTS.filter(([part]) => one[part] !== other[part]);
  const [part] = different;
  if (different.length !== 1 || part === undefined)
    return different.length === 0 ? 'written in another way' : '';
  const [name, word] = part;
  if (one[name].replace(/\/$/, '') === other[name].replace(/\/$/, '')) return 'the slash at the end';
  if (one[name].toLowerCase() === other[name].toLowerCase()) return `the ${word}, in upper and lower case`;
  return `the ${word}`;
}

/** A redirect URI, as settings have it. */
export const REDIRECT_URI = v.pipe(
  v.string(),
  v.check(
    (text) => flawOfRedirectUri(text) === undefined,
    ({ input }) => `is not a redirect URI: ${flawOfRedirectUri(input) ?? ''}`,
  ),
);
