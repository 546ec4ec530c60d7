/** Returns the time of day of a time, in UTC as everywhere in the mock: `09:15:02`. */
export const clockTime = (time: string) => time.slice(11, 19);

/** Returns a time with its day, in UTC: `2024-05-01 09:15:02`. */
export const dayTime = (time: string) => time.slice(0, 19).replace('T', ' ');

/** Returns bytes in hexadecimal as ASCII characters, with a dot for each other one. */
export function bytesText(hex: string): string {
  const codes = hex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  return codes.map((code) => (code >= 32 && code < 127 ? String.fromCharCode(code) : '.')).join('');
}
