const MAX_LENGTH = 1000;

/**
 * Makes a text fit for the header `x-epson-mock-hint`: one line of at most 1,000 ASCII characters, with
 * everything else (and the percent sign) percent-encoded. `decodeURIComponent` gives the text back.
 */
export function hintHeader(text: string): string {
  // Through bytes and back: half a surrogate pair, which JSON can carry, cannot be encoded.
  const wellFormed = Buffer.from(text.trim()).toString();
  const units = Array.from(wellFormed, (char) => (/^[ -$&-~]$/.test(char) ? char : encodeURIComponent(char)));
  let length = 0;
  const fits = units.filter((unit) => (length += unit.length) <= MAX_LENGTH);
  return fits.join('');
}
