import { expect, it } from 'vitest';
import { suggestion } from './suggest.js';

it('suggests the nearest name, whatever its case and hyphens, and none that is far', () => {
  expect(suggestion('Data_Dri', ['port', 'data-dir'])).toBe('; did you mean data-dir?');
  expect(suggestion('https-prt', ['port', 'https-port', 'http'], (name) => `--${name}`)).toBe(
    '; did you mean --https-port?',
  );
  expect(suggestion('colour', ['port', 'data-dir'])).toBe('');
});
