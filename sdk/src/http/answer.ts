import { redact } from './redact.js';
import type { Answer } from './transport.js';

/** The body as a JSON value; undefined when it is empty, `notJson` when it is something else. */
export function jsonOf({ text }: Answer): unknown {
  try {
    return text.trim() ? JSON.parse(text) : undefined;
  } catch {
    return notJson;
  }
}

export const notJson = Symbol();

/**
 * Returns Epson's word for a refusal: the token path says `error`, every other path `code`. A gateway that says `error`
 * on one of those is not Epson.
 */
export function wordOf(answer: Answer): string | undefined {
  const { code, error } = Object(jsonOf(answer)) as { code?: unknown; error?: unknown };
  const word = answer.call.about.step === 'authenticate' ? (error ?? code) : code;
  // A word, not prose: anything else is not Epson's, and might repeat what it was sent.
  return typeof word === 'string' && /^\w{1,64}$/.test(word) ? redact(word) : undefined;
}
