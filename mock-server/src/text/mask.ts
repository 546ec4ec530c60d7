import type { KnownSecrets } from './secret-pieces.js';
import { maskText } from './shorten.js';

/** Takes secrets that are known out of a text, however they are written there. */
export type Hide = (text: string) => string;

/**
 * @param secrets of any form; those of fewer than six characters would take away more than they hide
 * @param known whose pieces are taken out as well
 */
export function hiderOf(secrets: readonly string[], known: readonly KnownSecrets[] = []): Hide {
  const wholes = [...new Set(secrets)].filter((secret) => secret.length >= 6);
  // The longest first: one may be part of another.
  const patterns = wholes
    .sort((a, b) => b.length - a.length)
    .map((secret) => ({ pattern: patternOf(secret), least: Array.from(secret).length }));
  return (text) => {
    const hidden = patterns.reduce(
      (rest, { pattern, least }) => (rest.length < least ? rest : rest.replace(pattern, '***')),
      maskText(text),
    );
    return known.reduce((rest, each) => each.mask(rest), hidden);
  };
}

/** Matches a secret with each of its characters as it is, or escaped as addresses, forms and JSON do. */
function patternOf(secret: string): RegExp {
  const units = Array.from(secret, (char) => {
    const bytes = [...Buffer.from(char)].map((byte) => byte.toString(16).padStart(2, '0'));
    const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
    const ways = [escaped(char), bytes.map((byte) => `%${anyCase(byte)}`).join('')];
    if (char === ' ') ways.push('\\+');
    if (char === '"' || char === '\\') ways.push(escaped(`\\${char}`));
    if (char.length === 1) ways.push(`\\\\u${anyCase(char.charCodeAt(0).toString(16).padStart(4, '0'))}`);
    return `(?:${ways.join('|')})`;
  });
  return new RegExp(units.join(''), 'g');
}

/** Matches hexadecimal digits in upper or lower case. */
function anyCase(hex: string): string {
  return hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
