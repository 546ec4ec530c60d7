import { describe, expect, it } from 'vitest';
import { SettingError } from '../index.js';
import { completeSettings, fitSettings, type Capability, type PartialPrintSetting } from './index.js';

const plain = {
  media_type: 'mt_plainpaper',
  borderless: false,
  sources: ['front1', 'auto'],
  print_qualities: ['high', 'normal'],
  '2_sided': true,
};
const photo = {
  ...plain,
  media_type: 'mt_photopaper',
  borderless: true,
  sources: ['rear'],
  '2_sided': false,
};
const capability: Capability = {
  color_modes: ['mono', 'color'],
  media_sizes: [
    { media_size: 'ms_kg', media_types: [photo] },
    { media_size: 'ms_a4', media_types: [photo, plain] },
    { media_size: 'ms_letter', media_types: [plain] },
  ],
};

describe('completeSettings', () => {
  it('makes a whole setting of two copies in mono', () => {
    expect(completeSettings({ copies: 2, color_mode: 'mono' }, capability)).toEqual({
      media_size: 'ms_a4',
      media_type: 'mt_plainpaper',
      source: 'auto',
      print_quality: 'normal',
      color_mode: 'mono',
      borderless: false,
      copies: 2,
    });
  });

  it.each<[PartialPrintSetting, PartialPrintSetting]>([
    [{}, { media_size: 'ms_a4', color_mode: 'color' }],
    [{ borderless: true }, { media_size: 'ms_a4', media_type: 'mt_photopaper', source: 'rear' }],
    [{ media_size: 'ms_kg' }, { media_type: 'mt_photopaper', source: 'rear', borderless: false }],
    [{ '2_sided': 'long' }, { media_type: 'mt_plainpaper', '2_sided': 'long' }],
    [
      { source: 'rear', print_quality: 'high' },
      { media_type: 'mt_photopaper', print_quality: 'high' },
    ],
    [{ media_size: undefined, copies: undefined }, { media_size: 'ms_a4' }],
  ])('chooses what goes with %j', (partial, wanted) => {
    const whole = completeSettings(Object.freeze(partial), capability);
    expect(whole).toMatchObject(wanted);
    expect(fitSettings(whole, capability).message).toBe('');
    expect(Object.values(whole)).not.toContain(undefined);
  });

  it('takes the first that the printer has where it lacks the usual one', () => {
    const odd: Capability = {
      color_modes: ['mono'],
      media_sizes: [{ media_size: 'ms_b5', media_types: [{ ...photo, print_qualities: ['draft'] }] }],
    };
    expect(completeSettings({}, odd)).toEqual({
      media_size: 'ms_b5',
      media_type: 'mt_photopaper',
      source: 'rear',
      print_quality: 'draft',
      color_mode: 'mono',
      borderless: false,
    });
  });

  it.each<[object, string]>([
    [{ media_size: 'ms_a3' }, 'media_size "ms_a3" is not legal: use ms_kg, ms_a4 or ms_letter.'],
    [{ media_size: 'ms_letter', borderless: true }, 'borderless true is not legal'],
    [{ '2_sided': 'long', media_type: 'mt_photopaper' }, '2_sided "long" is not legal'],
    [{ '2_sided': 'long', collate: false }, 'collate false is not legal with 2_sided "long"'],
    [{ copies: 0 }, 'copies 0 is not legal'],
    [{ two_sided: 'long' }, 'the name is 2_sided'],
  ])('refuses %j, which no choice makes legal', (partial, message) => {
    const call = () => completeSettings(partial, capability);
    expect(call).toThrow(SettingError);
    expect(call).toThrow(message);
  });

  it('refuses a printer that can do nothing', () => {
    expect(() => completeSettings({}, { color_modes: [], media_sizes: [] })).toThrow(SettingError);
  });
});
