import { inspect } from 'node:util';

/** Secrets that this process has met, which nobody may be shown. */
const wholes = new Set<string>();
/** Parts of tokens and keys, so that one that was cut off, or stands in a longer text, is found as well. */
const parts = new Set<string>();
const PART = 24;
const STEP = 20;

/** Remembers a secret; what is shorter than 16 characters would be found everywhere. */
export function learn(secret: string): void {
  if (secret.length < 16) return;
  const isRandom = /^[A-Za-z0-9]{60,}$/.test(secret) && !/^([0-9a-f]{16})\1+$/.test(secret);
  if (!isRandom) {
    wholes.add(secret).add(encodeURIComponent(secret));
    return;
  }
  for (let at = 0; at + PART <= secret.length; at += STEP) parts.add(secret.slice(at, at + PART));
}

/** Remembers the tokens and keys in an answer of a host, as it goes over the wire. */
export function learnFromAnswer(text: string): void {
  if (!/_token"|Key=/.test(text)) return;
  for (const [, token = ''] of text.matchAll(/"(?:access|refresh)_token"\s*:\s*"([^"]+)"/g)) learn(token);
  // The key of a schedule is its ID, which is no secret.
  for (const [, key = ''] of text.matchAll(/(?<!\/schedule_data)[?&]Key=([^&"\\\s]+)/g)) learn(key);
}

/** Remembers client secrets, alone and as `Basic` has them. */
export function learnClient(clientId: string, clientSecret: string): void {
  learn(clientSecret);
  learn(Buffer.from(`${clientId}:${clientSecret}`).toString('base64'));
}

/** Everything that can be read of a value, in each way in which logs and people read it. */
function readings(value: unknown): string {
  if (typeof value === 'string') return value;
  const shown = [inspect(value, { depth: 12, showHidden: true, maxStringLength: null }), json(value)];
  for (let at: unknown = value; at instanceof Error; at = at.cause)
    shown.push(at.message, at.stack ?? '', json(at));
  return shown.join('\n');
}

function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // `inspect` reads values with cycles.
    return '';
  }
}

/** The secrets that a value shows; of tokens and keys, a part. */
export function scan(value: unknown): string[] {
  const text = readings(value);
  const found = [...wholes].filter((secret) => text.includes(secret));
  for (const [run] of text.matchAll(/[A-Za-z0-9]{24,}/g)) {
    for (let at = 0; at + PART <= run.length; at += 1) {
      const part = run.slice(at, at + PART);
      if (parts.has(part)) found.push(part);
    }
  }
  return found;
}

/** The leaks since the last check. */
let leaks: string[] = [];
/** Errors whose making is not over when they are noted; they are read later. */
let noted: unknown[] = [];

/** Holds something that is shown to people against the secrets: now, while it is as it was shown. */
export function note(what: string, value: unknown): void {
  for (const secret of scan(value)) leaks.push(`${what} shows ${secret}: ${readings(value).slice(0, 2000)}`);
}

/** The same for what is not complete yet. */
export function noteLater(value: unknown): void {
  noted.push(value);
}

/** All leaks since the last time. */
export function takeLeaks(): string[] {
  const errors = noted;
  noted = [];
  for (const error of errors) note('an error', error);
  const found = [...new Set(leaks)];
  leaks = [];
  return found;
}
