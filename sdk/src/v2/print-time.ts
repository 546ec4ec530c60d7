import { settingError } from '../errors/index.js';

const QUARTER_MS = 15 * 60_000;
const LATEST_MS = 14 * 24 * 60 * 60_000;

/**
 * Returns the moment as the host reads it, `YYYYMMDDHHMM` in UTC. Rejects one that the host would refuse only after the upload:
 * it is not on a quarter of an hour, or not 15 minutes to 14 days ahead. Evidence: specification.
 */
export function printDateTimeOf(printAt: Date, nowMs: number): string {
  // A date of another realm, as test runners have them, is a date, too.
  const ms = typeof (printAt as Date | undefined)?.getTime === 'function' ? printAt.getTime() : NaN;
  if (Number.isNaN(ms)) throw settingError('printAt', 'must be a valid Date');
  const soonestMs = Math.ceil((nowMs + QUARTER_MS) / QUARTER_MS) * QUARTER_MS;
  const latestMs = Math.floor((nowMs + LATEST_MS) / QUARTER_MS) * QUARTER_MS;
  if (ms % QUARTER_MS === 0 && ms >= soonestMs && ms <= latestMs) return digits(new Date(ms));
  const nextMs = Math.max(soonestMs, Math.ceil(ms / QUARTER_MS) * QUARTER_MS);
  const possible =
    nextMs <= latestMs
      ? `The next possible time is ${new Date(nextMs).toISOString()}.`
      : `The last possible time is ${new Date(latestMs).toISOString()}.`;
  throw settingError(
    'printAt',
    `must be on a quarter of an hour and 15 minutes to 14 days ahead, not ${new Date(ms).toISOString()}`,
    possible,
  );
}

const digits = (moment: Date): string => moment.toISOString().replace(/\D/g, '').slice(0, 12);

/** Returns `YYYYMMDDHHMM` in UTC as a moment; undefined when it is not one. */
export function printAtOf(printDateTime: unknown): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(String(printDateTime));
  if (!parts) return undefined;
  const [, year, month, day, hour, minute] = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
