/** Credentials of a client or an app. */
interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

const escapeMarks = (text: string) =>
  encodeURIComponent(text).replace(
    /[-_.!~*'()]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The spellings of credentials in Basic: as they are, and form-encoded as OAuth libraries do (RFC 6749, 2.3.1). */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  encodeURIComponent,
  escapeMarks,
  (text) => escapeMarks(text).replace(/%../g, (escape) => escape.toLowerCase()),
];

/** Returns the secret of a client, alone and as Basic has it: none of them may be shown. */
export function spellingsOf({ clientId, clientSecret }: Credentials): string[] {
  const basics = SPELLINGS.map((spell) =>
    Buffer.from(`${spell(clientId)}:${spell(clientSecret)}`).toString('base64'),
  );
  return [...new Set([clientSecret, ...basics])];
}
