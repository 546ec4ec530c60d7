import { expect, it } from 'vitest';
import { distance, suggestion } from './suggest.js';

it.each([
  ['', '', 0],
  ['port', 'port', 0],
  ['', 'port', 4],
  ['prot', 'port', 2],
  ['printr', 'printer', 1],
  ['kitten', 'sitting', 3],
])('counts from %j to %j %i letters', (from, to, letters) => {
  expect(distance(from, to)).toBe(letters);
  expect(distance(to, from)).toBe(letters);
});

it('suggests the nearest name, whatever its case and hyphens, and none that is far', () => {
  expect(suggestion('Data_Dri', ['port', 'data-dir'])).toBe('; did you mean data-dir?');
  expect(suggestion('https-prt', ['port', 'https-port', 'http'], (name) => `--${name}`)).toBe(
    '; did you mean --https-port?',
  );
  expect(suggestion('colour', ['port', 'data-dir'])).toBe('');
});
