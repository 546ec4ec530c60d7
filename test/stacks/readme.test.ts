import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { STACKS } from './stacks.js';

const readme = await readFile(new URL('../../mock-server/guides/https.md', import.meta.url), 'utf8');
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('the table of HTTP stacks in the guide', () => {
  it.each(STACKS)('says of $name what it is given in its tests', ({ name, trust, detour, warnings }) => {
    const row = rows.find(([, first]) => first === name);
    expect(row?.slice(2, -1)).toEqual([
      trust.written,
      detour?.written ?? 'ignores proxy variables',
      warnings === undefined ? 'prints' : `prints, with a remark: \`${warnings.join('`, `')}\``,
    ]);
  });
});
