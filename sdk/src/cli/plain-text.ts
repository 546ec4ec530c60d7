import { stripVTControlCharacters } from 'node:util';

/**
 * A text of somebody else's (the host, a file name) as it may be shown: on one line, without anything that steers a
 * terminal or turns the direction of writing.
 */
export function plainText(text: unknown): string {
  return (
    stripVTControlCharacters(String(text))
      .replace(/\s+/g, ' ')
      // Also what a terminal takes for the beginning of an order, and what Unicode has for hidden ones.
      .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')
  );
}

/** Returns a value as a line of JSON that steers no terminal: what {@link plainText} takes out is escaped. */
export const jsonLine = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007F-\u009F\p{Cf}\u2028\u2029]/gu, (found) =>
    [...Array(found.length).keys()]
      .map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** A number of bytes for people. */
export const sized = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
