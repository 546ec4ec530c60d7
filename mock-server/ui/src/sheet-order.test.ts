import { describe, expect, it } from 'vitest';
import { sheetsOf, stackText, turnedFor } from './sheet-order.js';

const ONE = { sided: 'none', isReverse: false, copies: 1, isCollated: true } as const;
const TWO_SIDED = { ...ONE, sided: 'long' } as const;
const REVERSE = { ...ONE, isReverse: true } as const;

describe('the sheets of a document', () => {
  it('has a sheet for each page of a one-sided job, without a back', () => {
    expect(sheetsOf(2, ONE)).toStrictEqual([
      { number: 1, front: 1 },
      { number: 2, front: 2 },
    ]);
  });

  it('has two pages on each sheet of a two-sided job, and leaves the last back blank for an odd number', () => {
    expect(sheetsOf(5, TWO_SIDED)).toStrictEqual([
      { number: 1, front: 1, back: 2 },
      { number: 2, front: 3, back: 4 },
      { number: 3, front: 5, back: null },
    ]);
  });

  it('comes out last sheet first in reverse order, with the same pages on each', () => {
    expect(sheetsOf(3, REVERSE).map(({ front }) => front)).toEqual([3, 2, 1]);
    expect(sheetsOf(3, { ...TWO_SIDED, isReverse: true })).toStrictEqual([
      { number: 2, front: 3, back: null },
      { number: 1, front: 1, back: 2 },
    ]);
  });

  it('has no sheet without a page', () => {
    expect(sheetsOf(0, TWO_SIDED)).toEqual([]);
  });
});

describe('the words for a stack', () => {
  it.each([
    [5, ONE, '5 sheets'],
    [1, ONE, '1 sheet'],
    [5, { ...TWO_SIDED, copies: 2 }, '2 sets of 3 sheets, turned over the long edge'],
    [4, { ...ONE, sided: 'short' }, '2 sheets, turned over the short edge'],
    [3, { ...ONE, copies: 2, isCollated: false }, '3 sheets, page by page: each 2 times'],
    [1, { ...ONE, copies: 3 }, '3 copies of 1 sheet'],
    [3, { ...REVERSE, copies: 2 }, '2 sets of 3 sheets, last page first'],
  ] as const)('tells %i pages', (pages, setting, text) => {
    expect(stackText(pages, setting)).toBe(text);
  });

  it('tells the order of copies also where nobody counted the pages', () => {
    expect(stackText(undefined, ONE)).toBe('');
    expect(stackText(undefined, { ...REVERSE, copies: 2 })).toBe('set by set, last page first');
    expect(stackText(undefined, { ...ONE, copies: 2, isCollated: false })).toBe('page by page');
  });
});

describe('the way paper lies', () => {
  const paper = { name: 'A4', width: 210, height: 297 };

  it('is turned for a landscape page alone', () => {
    expect(turnedFor(paper, { width: 842, height: 595 })).toEqual({ name: 'A4', width: 297, height: 210 });
    expect(turnedFor(paper, { width: 595, height: 842 })).toBe(paper);
    expect(turnedFor(paper, { width: 500, height: 500 })).toBe(paper);
  });
});
