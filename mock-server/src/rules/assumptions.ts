/**
 * Behaviours of the host that Epson does not document, and the possible ones that the mock can show.
 * The first value of each is the default.
 */
export const ASSUMPTIONS = {
  'wrong-device': ['forbidden', 'printer_not_found'],
  'duplex-conflict': ['override', 'reject'],
  'second-upload': ['replace', 'refuse'],
  multipart: ['refuse', 'accept'],
  'upload-content-type': ['any', 'documented'],
  'missing-bearer': ['client_authentication_error', 'access_token_verification_failed'],
  'refresh-rotation': ['off', 'on'],
  'device-id-after-cancel': ['new', 'same'],
  'job-info-before-execute': ['job_not_found', 'pending_held'],
  megabyte: ['1048576', '1000000'],
  'missing-password': ['refuse', 'accept'],
  'empty-upload': ['accept', 'refuse'],
  /** The end of a job whose PDF opens with a password only, is cut off or has no pages. */
  'unprintable-pdf': ['attention_required', 'completed'],
  'callback-values': ['pascal', 'snake'],
  /** `off`, or for how many milliseconds after an upload execute is not yet allowed. */
  'slow-storage': ['off', 'milliseconds'],
} as const;

export type AssumptionName = keyof typeof ASSUMPTIONS;

type ValueOf<N extends AssumptionName> = N extends 'slow-storage'
  ? 'off' | number
  : (typeof ASSUMPTIONS)[N][number];

/** One value for every assumption. */
export type Assumptions = { readonly [N in AssumptionName]: ValueOf<N> };

/** The values that differ from the default; numbers may be written as numbers or as text. */
export type AssumptionOptions = { readonly [N in AssumptionName]?: ValueOf<N> | number | (string & {}) };

/** A name or value that is not an assumption's. The message lists what is. */
export class AssumptionError extends Error {
  override readonly name = 'AssumptionError';
}

function allowedValues(name: AssumptionName): string {
  return ASSUMPTIONS[name]
    .map((value) => (value === 'milliseconds' ? 'a number of milliseconds' : value))
    .join(', ');
}

/**
 * Completes the given values with the defaults.
 *
 * @throws AssumptionError for an unknown name or value
 */
export function resolveAssumptions(options: AssumptionOptions = {}): Assumptions {
  const resolved: Record<string, string | number> = {};
  for (const [name, values] of Object.entries(ASSUMPTIONS)) resolved[name] = values[0];
  for (const [name, given] of Object.entries(options)) {
    if (!Object.hasOwn(ASSUMPTIONS, name)) {
      throw new AssumptionError(
        `there is no assumption "${name}"; there are ${Object.keys(ASSUMPTIONS).join(', ')}`,
      );
    }
    if (given !== undefined) resolved[name] = resolveValue(name as AssumptionName, given);
  }
  return resolved as Assumptions;
}

function resolveValue(name: AssumptionName, given: string | number): string | number {
  const text = String(given);
  if (name === 'slow-storage' && text !== 'off') {
    if (/^\d{1,9}$/.test(text)) return Number(text);
  } else if ((ASSUMPTIONS[name] as readonly string[]).includes(text)) {
    return text;
  }
  throw new AssumptionError(`the assumption "${name}" cannot be "${text}"; it can be ${allowedValues(name)}`);
}
