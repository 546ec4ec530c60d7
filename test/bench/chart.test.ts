import { describe, expect, it } from 'vitest';
import { chart, niceTop } from './chart.js';

const curve = {
  title: 'Create job, by <jobs>',
  x: 'jobs held',
  y: 'time, µs per call',
  points: [
    { x: 10, values: [4, 5, 6] },
    { x: 1000, values: [5] },
  ],
};

describe('a chart', () => {
  it('names both axes with their units, and escapes what it names', () => {
    const svg = chart(curve);
    expect(svg).toContain('>jobs held</text>');
    expect(svg).toContain('>time, µs per call</text>');
    expect(svg).toContain('Create job, by &lt;jobs>');
  });

  it('draws the same cost at the same height, and a spread from the least to the most', () => {
    const svg = chart(curve);
    const heights = [...svg.matchAll(/<circle class="dot" cx="[\d.]+" cy="([\d.]+)"/g)].map(([, y]) => y);
    expect(heights).toHaveLength(2);
    expect(heights[0]).toBe(heights[1]);
    expect(svg).toMatch(/class="spread" d="M70 [\d.]+V[\d.]+"/);
  });

  it('is drawn of a single size too', () => {
    expect(chart({ ...curve, points: [{ x: 7, values: [1] }] })).not.toContain('NaN');
  });

  it('is readable on black', () => {
    expect(chart(curve)).toContain('@media (prefers-color-scheme: dark)');
  });
});

describe('the top of an axis', () => {
  it.each([
    [0.7, 0.8],
    [1, 1],
    [3, 4],
    [99, 100],
    [140, 200],
  ])('of %d is %d', (most, top) => {
    expect(niceTop(most)).toBeCloseTo(top);
  });
});
