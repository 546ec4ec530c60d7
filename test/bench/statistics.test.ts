import { describe, expect, it } from 'vitest';
import { ratioOf, spreadOf } from './statistics.js';

describe('a spread', () => {
  it('has the value in the middle, the least and the most', () => {
    expect(spreadOf([30, 10, 20])).toEqual({ median: 20, least: 10, most: 30 });
  });

  it('takes the mean of the two in the middle of an even number', () => {
    expect(spreadOf([4, 1, 2, 100]).median).toBe(3);
  });

  it('of nothing is refused', () => {
    expect(() => spreadOf([])).toThrow('a spread needs at least one value');
  });
});

describe('a ratio', () => {
  it('is taken round by round, so that a busy round tells nothing', () => {
    expect(ratioOf([20, 200, 22], [10, 100, 11])).toEqual({ median: 2, least: 2, most: 2 });
  });

  it('is taken to the median where the rounds are not the same', () => {
    expect(ratioOf([30], [10, 15, 20])).toEqual({ median: 2, least: 2, most: 2 });
  });
});
