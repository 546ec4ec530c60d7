/** A time as the API writes it: `2026/01/31 23:59:59`, UTC without saying so. Evidence: specification. */
export function apiDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}
