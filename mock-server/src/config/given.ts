import { describeFlaw, InvalidValue } from '../text/check.js';

/** Where a value can come from, the lowest first. */
export const SOURCES = ['default', 'file', 'environment', 'flag'] as const;
export type Source = (typeof SOURCES)[number];

/** Where a value comes from, and how messages call it: `--port`, `EPSON_MOCK_PORT`, `port in mock.json`. */
export interface Origin {
  readonly source: Source;
  readonly label: string;
}

/** A value as it was found, not yet looked at. */
export interface Given {
  readonly name: string;
  readonly origin: Origin;
  /** What a relative path starts from: the working directory, or the folder of the config file. */
  readonly folder: string;
  /** A flag's texts, a variable's text, or what stands in the file. Without any: `--no-NAME`, the default again. */
  readonly raw?:
    { readonly texts: readonly string[] } | { readonly text: string } | { readonly json: unknown };
}

/** What is wrong, and what is worth a word, with all that was found. */
export interface Findings {
  readonly problems: string[];
  readonly warnings: string[];
}

/**
 * Reads a value; what is wrong with it goes to the findings, under the label of its origin.
 *
 * @param isSecret whether no message may show it
 */
export function attempt<T>(
  { label, source }: Origin,
  { problems }: Findings,
  isSecret: boolean,
  read: () => T,
): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    const [key = '', ...where] = label.split(' in ');
    for (const flaw of error.flaws) {
      // Of a flag that was given several times, the value says which.
      const at = source === 'flag' ? flaw.at.replace(/^\[\d+\]/, '') : flaw.at;
      problems.push(describeFlaw(flaw, [key + at, ...where].join(' in '), isSecret));
    }
    return undefined;
  }
}
