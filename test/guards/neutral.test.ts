import { describe, expect, it } from 'vitest';
import { listFiles, readText } from './repository.js';

const readable = listFiles().filter((name) => !/\.(?:pdf|png|jpe?g|ico|woff2?|lock)$/.test(name));

/** Lines of the repository that the pattern finds, with their place. */
const find = (pattern: RegExp): string[] =>
  readable.flatMap((name) =>
    readText(name)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
  );

describe('the repository', () => {
  it('names no path of the machine it was written on', () => {
    // Written so that the pattern does not find itself; `me` and `you` live on no machine.
    expect(find(/(?:^|[\s"'`(=:<])\/(?:home|root|work|Users)\/(?!me\/|you\/)\w/)).toEqual([]);
  });

  it('names no package registry, so that each machine keeps its own', () => {
    expect(find(/registry\.[a-z0-9-]+\.[a-z]{2,}|\/\/npm\.pkg\./)).toEqual([]);
  });

  it('tells git nothing about a private registry', () => {
    expect(listFiles().filter((name) => /(?:^|\/)\.(?:npmrc|yarnrc.*|env)$/.test(name))).toEqual([]);
  });
});
