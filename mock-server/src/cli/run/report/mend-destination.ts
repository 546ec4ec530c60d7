import type { Destination } from '../../../epson/v1/contract.js';
import { parseObject } from './mend.js';

const MOST_CHARACTERS = 32;

/**
 * The body of register destination as it should be, near to what the program sent. The type goes by where the destination
 * leads, because that is what the program knows.
 *
 * @param text what was sent, as far as it is known
 */
export function mendDestination(text: string | undefined): Omit<Destination, 'id'> {
  const { alias_name: alias, destination: sent } = parseObject(text);
  const destination = typeof sent === 'string' ? sent : '';
  const alias_name =
    typeof alias === 'string' && alias !== '' ? [...alias].slice(0, MOST_CHARACTERS).join('') : 'Scans';
  if (/^[^\s@/]+@[^\s@/]+$/.test(destination)) return { alias_name, type: 'mail', destination };
  const isUrl = /^https?:\/\/[^/]/i.test(destination);
  return { alias_name, type: 'url', destination: isUrl ? destination : 'https://example.com/scans' };
}
