import { LIMITS } from '../listen/limits.js';
import { MockOptionError, type MockHostOptions } from './options.js';
import { unknownMember } from '../text/suggest.js';

/** The options of `createMockHost`. */
const OPTIONS = Object.keys({
  clients: 0,
  printers: 0,
  assume: 0,
  strict: 0,
  worlds: 0,
  faults: 0,
  clock: 0,
  dataDir: 0,
  limitBytes: 0,
  pace: 0,
  callsPerMinute: 0,
  publicUrl: 0,
  allowHosts: 0,
  controlToken: 0,
  corsOrigins: 0,
  onPrint: 0,
  onPrinted: 0,
  onPrintNews: 0,
  onNotification: 0,
  onWarning: 0,
  onExchange: 0,
} satisfies Record<keyof MockHostOptions, 0>);

/** Options that hold options of their own. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  limitBytes: ['document', 'photo'],
  tls: ['port', 'caDir'],
  limits: Object.keys(LIMITS),
};

/**
 * Refuses options that nobody knows: left out without a word, the host would not be as it was asked for.
 *
 * @param listening the options of a host that listens, where it does
 * @throws MockOptionError with the option that was probably meant
 */
export function refuseUnknownOptions(options: object, listening: readonly string[] = []): void {
  const known = [...OPTIONS, ...listening];
  const problems = [
    unknownMember('option', options, known),
    ...Object.entries(options).map(([name, value]) =>
      Object.hasOwn(INNER, name) && typeof value === 'object' && value !== null
        ? unknownMember(`option of ${name}`, value as object, INNER[name] ?? [])
        : undefined,
    ),
  ];
  const problem = problems.find((each) => each !== undefined);
  if (problem !== undefined) throw new MockOptionError(problem);
}
