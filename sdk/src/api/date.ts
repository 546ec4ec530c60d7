/**
 * A date of the API as a moment: `YYYY/MM/DD HH:MM:SS` is UTC, although nothing in it says so, and `Date` alone would
 * take it for local time. Undefined when it is not one. Evidence: specification, client.
 */
export function dateOf(text: unknown): Date | undefined {
  const [, day, time] = /^([\d/]{10}) ([\d:]{8})$/.exec(String(text)) ?? [];
  const date = new Date(`${day?.replaceAll('/', '-')}T${time}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
