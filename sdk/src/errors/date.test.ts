import { describe, expect, it } from 'vitest';
import { dateOf } from './job.js';

describe('dateOf', () => {
  it('takes what the host writes for UTC, whatever the time zone here', () => {
    const before = process.env['TZ'];
    try {
      for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
        process.env['TZ'] = zone;
        expect(dateOf('2024/03/10 02:30:00')?.toISOString()).toBe('2024-03-10T02:30:00.000Z');
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it.each(['', null, undefined, 7, {}, 'soon', '2024/13/01 00:00:00', '2024/05/01 09:15:03Z'])(
    'knows that %j is no date',
    (text) => {
      expect(dateOf(text)).toBeUndefined();
    },
  );
});
