import { describe, expect, it } from 'vitest';
import { lookupElsewhere } from './relay.js';

/** Returns the address that is found, or the error. */
function found(name: string, all: boolean): Promise<unknown> {
  return new Promise((resolve) => {
    lookupElsewhere(name, { all }, (error, addresses) => resolve(error?.message ?? addresses));
  });
}

describe('the addresses that a relayed name may stand for', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '0.0.0.0',
    '169.254.169.254',
    '::1',
    '::',
    'fe80::1',
    '::ffff:127.0.0.1',
  ])('are not those of this machine or its link: %s', async (name) => {
    for (const all of [true, false])
      expect(await found(name, all)).toBe(`${name} is an address of this machine itself; name it as such`);
  });

  it('are all others, in the form that is asked for', async () => {
    expect(await found('203.0.113.7', false)).toBe('203.0.113.7');
    expect(await found('203.0.113.7', true)).toEqual([{ address: '203.0.113.7', family: 4 }]);
    expect(await found('2001:db8::7', true)).toEqual([{ address: '2001:db8::7', family: 6 }]);
  });

  it('are none where nobody knows the name', async () => {
    expect(await found('relayed.invalid', true)).toMatch(/ENOTFOUND|EAI_AGAIN/);
  });
});
