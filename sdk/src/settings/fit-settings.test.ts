import { describe, expect, it } from 'vitest';
import { type Capability, type PrintSetting, fitSettings } from './index.js';

const plain = {
  media_type: 'mt_plainpaper',
  borderless: false,
  sources: ['auto', 'front1'],
  print_qualities: ['normal', 'high'],
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
  color_modes: ['color', 'mono'],
  media_sizes: [
    { media_size: 'ms_a4', media_types: [plain, photo] },
    { media_size: 'ms_new', media_types: [plain] },
  ],
};
const legal: PrintSetting = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'mono',
};

describe('fitSettings', () => {
  it.each<PrintSetting | undefined>([
    legal,
    undefined,
    { ...legal, media_size: 'ms_new', '2_sided': 'short', reverse_order: false, collate: true, copies: 99 },
    { ...legal, media_type: 'mt_photopaper', source: 'rear', borderless: true, '2_sided': 'none' },
    { ...legal, reverse_order: true, collate: false },
  ])('calls %j legal', (settings) => {
    expect(fitSettings(settings, capability)).toEqual({ fits: true, problems: [], message: '' });
  });

  it.each<[object, object, string]>([
    [
      { media_size: 'ms_a3' },
      { field: 'media_size', value: 'ms_a3', legal: ['ms_a4', 'ms_new'] },
      'media_size "ms_a3" is not legal: use ms_a4 or ms_new.',
    ],
    [
      { media_size: 'ms_new', media_type: 'mt_photopaper' },
      { field: 'media_type', value: 'mt_photopaper', legal: ['mt_plainpaper'] },
      'media_type "mt_photopaper" is not legal with media_size "ms_new": use mt_plainpaper.',
    ],
    [
      { source: 'rear' },
      { field: 'source', value: 'rear', legal: ['auto', 'front1'] },
      'source "rear" is not legal with media_size "ms_a4" and media_type "mt_plainpaper": use auto or front1.',
    ],
    [
      { borderless: true },
      { field: 'borderless', value: true, legal: [false] },
      'borderless true is not legal with media_size "ms_a4" and media_type "mt_plainpaper": use false.',
    ],
    [
      { color_mode: undefined },
      { field: 'color_mode', value: undefined, legal: ['color', 'mono'] },
      'color_mode is missing: use color or mono.',
    ],
    [
      { '2_sided': 'both' },
      { field: '2_sided', legal: ['none', 'long', 'short'] },
      '2_sided "both" is not legal with media_size "ms_a4" and media_type "mt_plainpaper": use none, long or short.',
    ],
    [
      { '2_sided': 'long', collate: false },
      { field: 'collate', value: false, legal: [true] },
      'collate false is not legal with 2_sided "long": use true.',
    ],
    [
      { '2_sided': 'short', reverse_order: true },
      { field: 'reverse_order', value: true, legal: [false] },
      'reverse_order true is not legal with 2_sided "short": use false.',
    ],
    [
      { copies: 0 },
      { field: 'copies', value: 0, legal: Array.from({ length: 99 }, (_, n) => n + 1) },
      'copies 0 is not legal: use a whole number from 1 to 99.',
    ],
    [
      { two_sided: 'long' },
      { field: 'two_sided', value: 'long', legal: [] },
      'two_sided "long" is not legal: the name is 2_sided.',
    ],
    [
      { colour_mode: 'mono' },
      { field: 'colour_mode', value: 'mono', legal: [] },
      'colour_mode "mono" is not legal: the name is color_mode.',
    ],
    [
      { staple: true },
      { field: 'staple', value: true, legal: [] },
      'staple true is not legal: there is no such setting.',
    ],
  ])('says of %j what is wrong and what would be legal', (change, problem, message) => {
    const fit = fitSettings(Object.freeze({ ...legal, ...change }), capability);
    expect(fit.fits).toBe(false);
    expect(fit.problems).toEqual([{ value: expect.anything(), ...problem, message }]);
    expect(fit.message).toBe(message);
  });

  it('says everything that is wrong at once', () => {
    const settings = { ...legal, media_size: 'ms_a3', source: 'front4', copies: 100 };
    const { problems, message } = fitSettings(settings, capability);
    expect(problems.map(({ field }) => field)).toEqual(['media_size', 'source', 'copies']);
    expect(message.split('. ')).toHaveLength(3);
  });

  it('finds nothing legal where a printer can do nothing', () => {
    const { problems } = fitSettings(legal, { color_modes: [], media_sizes: [] });
    expect(problems[0]).toMatchObject({ field: 'media_size', legal: [] });
  });
});
