import { maskText } from '../text/shorten.js';

const MAX_LENGTH = 1000;
const PLAIN = /^[ -$&-~]*$/;

/**
 * Makes a text fit for the header `x-epson-mock-hint`: one line of at most 1,000 ASCII characters, with
 * everything else (and the percent sign) percent-encoded. `decodeURIComponent` gives the text back.
 */
export function hintHeader(hint: string): string {
  // Before it is cut: of half a secret nobody sees any more that it is one.
  const text = maskText(hint);
  // Nearly every hint is in English, and needs nothing but to be cut.
  if (PLAIN.test(text)) return text.trim().slice(0, MAX_LENGTH);
  // Through bytes and back: half a surrogate pair, which JSON can carry, cannot be encoded.
  const wellFormed = Buffer.from(text.trim()).toString();
  const units = Array.from(wellFormed, (char) => (/^[ -$&-~]$/.test(char) ? char : encodeURIComponent(char)));
  let length = 0;
  const fits = units.filter((unit) => (length += unit.length) <= MAX_LENGTH);
  return fits.join('');
}
