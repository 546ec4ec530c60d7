import { describe, expect, it } from 'vitest';
import { retryAfterMsOf } from './classify-answer.js';

const nowMs = Date.UTC(2026, 0, 1, 12);

describe('Retry-After', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': ' 120 ' }, 120_000],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': '1.5' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '2026-01-01' }, undefined],
    [{ 'retry-after': 'Thu, 01 Jan 2026 12:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Thursday, 01-Jan-26 12:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Thu, 01 Jan 2026 11:00:00 GMT' }, 0],
    // A clock of ours that is an hour slow does not make it an hour and a minute.
    [{ date: 'Thu, 01 Jan 2026 13:00:00 GMT', 'retry-after': 'Thu, 01 Jan 2026 13:01:00 GMT' }, 60_000],
    [{ date: 'yesterday', 'retry-after': 'Thu, 01 Jan 2026 12:01:00 GMT' }, 60_000],
  ])('of %j is %s milliseconds', (headers, expected) => {
    expect(retryAfterMsOf(new Headers(headers), nowMs)).toBe(expected);
  });
});
