/**
 * `Retry-After` in milliseconds, given in seconds or as a date; undefined when there is none that can be read. A date is
 * one of the host's clock, which the answer's own `Date` shows: ours may be wrong.
 */
export function retryAfterMsOf(headers: Headers, nowMs: number): number | undefined {
  const said = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(said)) return Number(said) * 1000;
  // Every date of HTTP, the old forms too, begins with the name of a day.
  const untilMs = /^[A-Z][a-z]{2}/.test(said) ? Date.parse(said) : NaN;
  if (Number.isNaN(untilMs)) return undefined;
  const hostsMs = Date.parse(headers.get('date') ?? '');
  return Math.max(0, untilMs - (Number.isNaN(hostsMs) ? nowMs : hostsMs));
}
