/**
 * Characters that steer a terminal, or show a text in another order than it has: control characters of ASCII and of C1, separators of
 * lines, and the marks, embeddings, overrides and isolates of text that runs from right to left.
 */
// eslint-disable-next-line no-control-regex -- control characters are what it is about
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]/g;

/** Makes a text of others fit to be shown in a terminal, on one line. */
export function printable(text: string, instead = '?'): string {
  return text.replace(STEERING, instead);
}

/** Makes a text of several lines fit to be shown in a terminal. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line))
    .join('\n');
}

/** Writes a value as JSON that is fit to be shown in a terminal: what steers it is escaped. */
export function printableJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  return json
    .split('\n')
    .map((line) => line.replace(STEERING, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`))
    .join('\n');
}
