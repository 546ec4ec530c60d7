import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, root } from './repository.js';

/** The rows of the table of threats: threat, answer, file and name of the test. */
const rows = readText('SECURITY.md')
  .split('\n')
  .flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, file = '', name = ''] = /^`([^`]+)`: (.+)$/.exec(cells[3] ?? '') ?? [];
    return file === '' ? [] : [{ threat: cells[1] ?? '', answer: cells[2] ?? '', file, name }];
  });

describe('the table of threats', () => {
  it('has a test in every row', () => {
    const lines = readText('SECURITY.md')
      .split('\n')
      .filter((line) => line.startsWith('|'));
    // All lines but the head and the rule below it.
    expect(rows).toHaveLength(lines.length - 2);
    expect(rows.length).toBeGreaterThan(30);
  });

  it.each(rows)('names a test that exists against: $threat', ({ answer, file, name }) => {
    expect(answer).not.toBe('');
    expect(existsSync(join(root, file)), file).toBe(true);
    const named = [`'${name}'`, `"${name}"`, `\`${name}\``].filter((quoted) =>
      readText(file).includes(quoted),
    );
    expect(named, `${file} has a test called ${name}`).toHaveLength(1);
  });
});
