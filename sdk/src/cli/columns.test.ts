import { describe, expect, it } from 'vitest';
import { columnsOf, cut, padded } from './columns.js';

describe('columns of a terminal', () => {
  it.each([
    ['a.pdf', 5],
    ['請求書', 6],
    ['ｱｲｳ', 3],
    ['ＡＢ', 4],
    ['한글', 4],
    ['e\u0301', 1],
    ['🖨', 1],
    ['🖨\uFE0F', 2],
    ['📄', 2],
    ['𠮷', 2],
    ['März…', 5],
  ])('are counted for %j', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  it('bound what is cut, without half a character', () => {
    expect([cut('請求書', 6), cut('請求書', 5), cut('請求書', 4), cut('a📄b', 3)]).toEqual([
      '請求書',
      '請求…',
      '請…',
      'a…',
    ]);
  });

  it('are as wide as what stands in them, whatever blanks there are in it', () => {
    expect(
      padded([
        ['1', 'My Books', 'mail'],
        ['22', '請求書', 'url'],
      ]),
    ).toEqual(['1   My Books  mail', '22  請求書    url']);
    expect(padded([])).toEqual([]);
  });
});
