/** Parameters whose values let a reader print, or act as somebody else. An empty one is shown as it is. */
const PARAMETER =
  /((?:^|[?&])(?:Key|password|refresh_token|access_token|client_secret|token|code|code_verifier)=)(?:[^&/?#"\s]|[/?](?!File=))+/gi;
const MEMBER =
  /(["'](?:access_?token|refresh_?token|client_?secret|api_?key|password|code_?verifier)["']\s*:\s*)(?:"(?:[^"\\]|\\.)+"?|'[^']*'?|[^\s"',}\]]+)/gi;
/** The password before the name in an address, or what stands alone there; escaped as addresses and JSON do, or not. */
const USER =
  /((?::|%3a)(?:\\?\/|%2f){2}(?:(?:(?!%2f|%3f|%23|%3a|%40)[^\s/?#"'\\:@])*(?::|%3a))?)(?:(?!%2f|%3f|%23)[^\s/?#"'\\])+(?:@|%40)/gi;
const CREDENTIALS = /^(?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)$/i;

/** The least number of characters of {@link LONG}. */
const LONG_CHARACTERS = 41;
/**
 * A text that is as long as a token or a key, wherever it stands and however it is escaped: more than any ID or digest that
 * people name things by. Two parameters of a request for authorization are as long, and are no secrets: a reader compares
 * them with what came back.
 */
const LONG =
  /((?:^|[?&])(?:state|code_challenge)=[^&#"\s]*)|(?:[A-Za-z0-9]|%[0-9A-Fa-f]{2}|\\u00[0-9A-Fa-f]{2}){41,}/gm;
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

function maskLong(run: string, shown?: string): string {
  if (shown !== undefined) return shown;
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

/** Takes secrets that are known out of a text, however they are written there. */
export type Hide = (text: string) => string;

/**
 * @param secrets of any form; those of fewer than six characters would take away more than they hide
 * @param known whose pieces are taken out as well
 */
export function hiderOf(secrets: readonly string[], known: readonly KnownSecrets[] = []): Hide {
  const wholes = [...new Set(secrets)].filter((secret) => secret.length >= 6);
  // The longest first: one may be part of another.
  const patterns = wholes
    .sort((a, b) => b.length - a.length)
    .map((secret) => ({ pattern: patternOf(secret), least: Array.from(secret).length }));
  return (text) => {
    const hidden = patterns.reduce(
      (rest, { pattern, least }) => (rest.length < least ? rest : rest.replace(pattern, '***')),
      maskText(text),
    );
    return known.reduce((rest, each) => each.mask(rest), hidden);
  };
}

/** Matches a secret with each of its characters as it is, or escaped as addresses, forms and JSON do. */
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

/** Matches hexadecimal digits in upper or lower case. */
function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}

/** Shorter pieces of a secret say too little of it, and are found everywhere. */
const PIECE = 8;
/** Secrets in one part of the memory; with two parts, the newest 500 to 1,000 are known. */
const MOST = 500;
/** The length of a secret that is known by its pieces: all of what the host hands out, and of its credentials. */
const LONGEST = 180;
/** More than all pieces of so many secrets. */
const SLOTS = 2 ** 17;

/** A hash of the last eight characters is rolled on from one to the next: a text of 1,000 characters takes a few microseconds. */
const FACTOR = 0x01000193;
const LEAVING = Array.from({ length: PIECE - 1 }).reduce<number>((power) => Math.imul(power, FACTOR), 1);

function roll(hash: number, text: string, at: number): number {
  const leaving = at < PIECE ? 0 : Math.imul(text.charCodeAt(at - PIECE), LEAVING);
  return (Math.imul(hash - leaving, FACTOR) + text.charCodeAt(at)) | 0;
}

/** A part of the secrets, and the hashes of all pieces of them. */
class Part {
  readonly secrets = new Set<string>();
  /** The slots of the hashes; a hash whose slot is taken has the next free one. Made with the first entry. */
  #hashes: Int32Array | undefined;
  #last = '';

  /** True if no piece is known. */
  get isEmpty(): boolean {
    return this.#hashes === undefined;
  }

  learn(secret: string): void {
    this.secrets.add(secret);
    // One that repeats itself stands in some documentation: its pieces are no secret.
    if (secret.includes(secret.slice(0, PIECE), 1)) return;
    this.#hashes ??= new Int32Array(SLOTS);
    let hash = 0;
    for (let at = 0; at < Math.min(secret.length, LONGEST); at += 1) {
      hash = roll(hash, secret, at);
      if (at + 1 >= PIECE) this.#hashes[this.#slotOf(hash)] = hash || 1;
    }
  }

  /** Tells whether a piece of this hash is one of a secret. */
  has(hash: number, text: string, end: number): boolean {
    if (this.#hashes === undefined || this.#hashes[this.#slotOf(hash)] === 0) return false;
    const piece = text.slice(end - PIECE, end);
    // One piece mostly follows another of the same secret.
    if (this.#last.includes(piece)) return true;
    for (const secret of this.secrets) {
      if (!secret.includes(piece)) continue;
      this.#last = secret;
      return true;
    }
    return false;
  }

  #slotOf(hash: number): number {
    const hashes = this.#hashes as Int32Array;
    let slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    while (hashes[slot] !== 0 && hashes[slot] !== (hash || 1)) slot = (slot + 1) & (SLOTS - 1);
    return slot;
  }
}

/** Secrets that were handed out or are known otherwise, whose pieces are masked. */
export class KnownSecrets {
  #older = new Part();
  #newer = new Part();
  /** Learned when a text must be masked: many hosts come and go without. */
  readonly #waiting: string[] = [];

  add(secret: string): void {
    this.#waiting.push(secret);
    if (this.#waiting.length > 3 * MOST) this.#waiting.splice(0, MOST);
  }

  /** Masks every piece of eight characters or more, however it is escaped. */
  mask(text: string): string {
    if (text.length < PIECE) return text;
    this.#learn();
    if (this.#newer.isEmpty && this.#older.isEmpty) return text;
    const { text: plain, places } = /[%\\+]/.test(text) ? unescape(text) : { text, places: undefined };
    let masked = '';
    let [begin, behind, hash] = [0, 0, 0];
    let end = -1;
    for (let at = 0; at < plain.length; at += 1) {
      hash = roll(hash, plain, at);
      if (at + 1 < PIECE || !this.#has(hash, plain, at + 1)) continue;
      if (at + 1 - PIECE > end) {
        if (end >= 0) [masked, behind] = [`${masked}${text.slice(behind, begin)}***`, places?.[end] ?? end];
        begin = places?.[at + 1 - PIECE] ?? at + 1 - PIECE;
      }
      end = at + 1;
    }
    if (end < 0) return text;
    return `${masked}${text.slice(behind, begin)}***${text.slice(places?.[end] ?? end)}`;
  }

  #has(hash: number, text: string, end: number): boolean {
    return this.#newer.has(hash, text, end) || this.#older.has(hash, text, end);
  }

  #learn(): void {
    for (const each of this.#waiting.splice(0)) {
      const secret = each.replaceAll('+', ' ');
      if (secret.length < PIECE || this.#newer.secrets.has(secret) || this.#older.secrets.has(secret))
        continue;
      if (this.#newer.secrets.size >= MOST) [this.#older, this.#newer] = [this.#newer, new Part()];
      this.#newer.learn(secret);
    }
  }
}

/** Takes back the escapes of addresses, forms and JSON. */
function unescape(text: string): { readonly text: string; readonly places: readonly number[] } {
  const places: number[] = [];
  let plain = '';
  for (const { 0: unit, index } of text.matchAll(/%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\["\\/]|[^]/g)) {
    places.push(index);
    if (unit.length === 1) plain += unit === '+' ? ' ' : unit;
    else if (unit.length === 2) plain += unit[1];
    else plain += String.fromCharCode(Number.parseInt(unit.replace(/^%|^\\u/, ''), 16));
  }
  places.push(text.length);
  return { text: plain, places };
}
