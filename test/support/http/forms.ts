/** A form body. */
export const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString();

/** The address of the printer that a mock host has unless told otherwise. */
export const username = 'mock.printer@print.epsonconnect.com';
