// Characters of two columns: the wide and full-width characters of East Asia (UAX #11), and pictures.
const WIDE =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{16FE0}-\u{18DFF}\u{1B000}-\u{1B2FF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]$/u;
/** Accents that stand on the character before them. What asks for a picture may widen it, so that it counts. */
const ON_TOP = /^(?!\uFE0F)\p{M}$/u;

const widthOf = (character: string): number => (ON_TOP.test(character) ? 0 : WIDE.test(character) ? 2 : 1);

/** Returns the columns of a text on a terminal: rather too many than too few, where terminals differ. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += widthOf(character);
  return columns;
}

/** The text, cut to fit; with a sign that it was cut. */
export function cut(text: string, room: number): string {
  if (columnsOf(text) <= room) return text;
  let kept = '';
  let columns = 1;
  for (const character of text) {
    columns += widthOf(character);
    if (columns > room) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Rows as lines, of which each column begins in one place. */
export function padded(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => columnsOf(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((text, at) => text + ' '.repeat((widths[at] ?? 0) - columnsOf(text)))
      .join('  ')
      .trimEnd(),
  );
}

/** Fits a terminal of 80 columns, the last of which stays free. */
const WIDTH = 79;

/**
 * Returns a text of help whose long lines are broken between words. What goes on stands below its beginning, which of a flag is
 * behind the name. Calls and paths are copied as a whole.
 */
export function wrapped(text: string): string {
  const lines = text.split('\n').flatMap((line) => {
    if (columnsOf(line) <= WIDTH || /^ +(?:epson-connect |\/|\w:)/.test(line)) return line;
    const [start = ''] = /^ *(?:\S+(?: \S+)* {2,})?/.exec(line) ?? [];
    const [first = '', ...words] = line.slice(start.length).split(' ');
    const broken = [start + first];
    for (const word of words) {
      const longer = `${broken.at(-1)} ${word}`;
      if (columnsOf(longer) <= WIDTH) broken[broken.length - 1] = longer;
      else broken.push(' '.repeat(start.length) + word);
    }
    return broken;
  });
  return lines.join('\n');
}
