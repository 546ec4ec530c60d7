import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { MISTAKES, STUMBLES } from './numbers.js';

it('each known mistake has one test, named by its number', () => {
  const folder = new URL('.', import.meta.url);
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const named = [...sources.join('\n').matchAll(/\bit(?:\.each\([^]*?\))?\(\s*['"`]([A-Z]\d+): /g)];
  const known = Object.keys({ ...MISTAKES, ...STUMBLES });
  expect(named.map(([, number]) => number).sort()).toEqual(known.sort());
});
