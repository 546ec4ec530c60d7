/** Returns how many letters have to be put in, taken out, replaced or exchanged to make one word of the other. */
function distance(from: string, to: string): number {
  let above: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const twoAbove = above;
    above = row;
    row = [i + 1];
    for (let j = 0; j < to.length; j += 1) {
      const replaced = (above[j] as number) + (letter === to[j] ? 0 : 1);
      const isExchanged = i > 0 && j > 0 && letter === to[j - 1] && from[i - 1] === to[j];
      const exchanged = isExchanged ? (twoAbove[j - 1] as number) + 1 : Infinity;
      row.push(Math.min(replaced, exchanged, (above[j + 1] as number) + 1, (row[j] as number) + 1));
    }
  }
  return row[to.length] as number;
}

/** Names of other tools for what this command calls differently. */
const synonyms: Readonly<Record<string, string>> = {
  duplex: '2-sided',
  'two-sided': '2-sided',
  sides: '2-sided',
  color: 'color-mode',
  colour: 'color-mode',
  mono: 'color-mode',
  paper: 'media-size',
  size: 'media-size',
  media: 'media-size',
  quality: 'print-quality',
  tray: 'source',
  title: 'job-name',
  mode: 'print-mode',
  url: 'base-url',
  host: 'base-url',
};

/** Returns the name that was probably meant; undefined when none is near. */
export function suggestion(given: string, names: readonly string[]): string | undefined {
  const wanted = given.toLowerCase().replaceAll('_', '-');
  const other = synonyms[wanted.replace(/^no-/, '')];
  if (other && names.includes(other)) return other;
  const near = names
    .map((name) => ({
      name,
      steps: name.startsWith(wanted) && wanted.length > 2 ? 0 : distance(wanted, name),
    }))
    .filter(({ name, steps }) => steps <= Math.min(3, Math.floor(name.length / 3)));
  return near.toSorted((a, b) => a.steps - b.steps)[0]?.name;
}
