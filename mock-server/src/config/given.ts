import { describeFlaw, InvalidValue } from '../text/check.js';

/** The sources of values, the lowest priority first. */
export const SOURCES = ['default', 'file', 'environment', 'flag'] as const;
export type Source = (typeof SOURCES)[number];

/** The source of a value, and its label in messages: `--port`, `EPSON_MOCK_PORT`, `port in mock.json`. */
export interface Origin {
  readonly source: Source;
  readonly label: string;
}

/** A value as it was found, not yet checked. */
export interface Given {
  readonly name: string;
  readonly origin: Origin;
  /** The folder that a relative path starts from: the working directory, or that of the config file. */
  readonly folder: string;
  /** The texts of a flag, the text of a variable, or the value in the file. Absent for `--no-NAME`. */
  readonly raw?:
    { readonly texts: readonly string[] } | { readonly text: string } | { readonly json: unknown };
}

/** Problems, which end the start, and warnings. */
export interface Findings {
  readonly problems: string[];
  readonly warnings: string[];
}

/**
 * Reads a value, and adds its problems to the findings under the label of its origin.
 *
 * @param isSecret true if no message may show the value
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
      // The value shows which flag of a repeated one is meant, so the index is left out.
      const at = source === 'flag' ? flaw.at.replace(/^\[\d+\]/, '') : flaw.at;
      problems.push(describeFlaw(flaw, [key + at, ...where].join(' in '), isSecret));
    }
    return undefined;
  }
}
