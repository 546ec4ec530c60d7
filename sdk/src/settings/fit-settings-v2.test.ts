import { describe, expect, it } from 'vitest';
import { SettingError } from '../index.js';
import {
  completeSettings,
  fitSettings,
  type CapabilityV2,
  type PartialPrintSettings,
  type PrintSettings,
} from './index.js';

const plain = {
  paperType: 'pt_plainpaper',
  borderless: false,
  paperSources: ['rear'],
  printQualities: ['draft', 'normal'],
  doubleSided: false,
};
const photo = { ...plain, paperType: 'pt_photopaper', borderless: true, printQualities: ['high'] };
const roll = { ...plain, paperType: 'pt_roll', paperSources: ['roll', 'auto'] };
const duplex = { ...plain, paperSources: ['front1', 'auto'], doubleSided: true };
/** As a small printer that was seen: without `auto`, and without printing on both sides on A4. */
const capability: CapabilityV2 = {
  colorModes: ['mono', 'color'],
  resolutions: [360, 720],
  paperSizes: [
    { paperSize: 'ps_kg', paperTypes: [photo] },
    { paperSize: 'ps_a4', paperTypes: [photo, plain, roll] },
    { paperSize: 'ps_letter', paperTypes: [duplex] },
  ],
};
const legal: PrintSettings = {
  paperSize: 'ps_a4',
  paperType: 'pt_plainpaper',
  borderless: false,
  printQuality: 'normal',
  paperSource: 'rear',
  colorMode: 'color',
};
const onBothSides: PrintSettings = {
  ...legal,
  paperSize: 'ps_letter',
  paperSource: 'auto',
  doubleSided: 'long',
};

describe('fitSettings with a capability of version 2', () => {
  it.each<PrintSettings | undefined>([
    legal,
    undefined,
    { ...legal, doubleSided: 'none', reverseOrder: true, collate: false, copies: 99 },
    { ...legal, paperType: 'pt_roll', paperSource: 'roll' },
    onBothSides,
    // Version 2 does not say that printing on both sides excludes them.
    { ...onBothSides, reverseOrder: true, collate: false },
  ])('calls %j legal', (settings) => {
    expect(fitSettings(settings, capability)).toEqual({ fits: true, problems: [], message: '' });
  });

  const onA4 = 'with paperSize "ps_a4" and paperType "pt_plainpaper"';
  it.each<[object, string]>([
    [{ paperSize: 'ms_a4' }, 'paperSize "ms_a4" is not legal: use ps_kg, ps_a4 or ps_letter.'],
    [{ paperSource: 'auto' }, `paperSource "auto" is not legal ${onA4}: use rear.`],
    [{ paperSource: 'roll' }, `paperSource "roll" is not legal ${onA4}: use rear.`],
    [{ doubleSided: 'long' }, `doubleSided "long" is not legal ${onA4}: use none.`],
    [{ doubleSided: false }, `doubleSided false is not legal ${onA4}: use none.`],
    [{ borderless: true }, `borderless true is not legal ${onA4}: use false.`],
    [{ colorMode: 'grey' }, 'colorMode "grey" is not legal: use mono or color.'],
    [{ printQuality: undefined }, 'printQuality is missing: use draft or normal.'],
    [{ copies: 100 }, 'copies 100 is not legal: use a whole number from 1 to 99.'],
    [{ media_size: 'ms_a4' }, 'media_size "ms_a4" is not legal: the name is paperSize.'],
    [{ '2_sided': 'none' }, '2_sided "none" is not legal: the name is doubleSided.'],
    [{ source: 'rear' }, 'source "rear" is not legal: the name is paperSource.'],
    [{ resolution: 360 }, 'resolution 360 is not legal: there is no such setting.'],
  ])('says of %j what is wrong and what would be legal', (change, message) => {
    const fit = fitSettings(Object.freeze({ ...legal, ...change }), capability);
    expect([fit.fits, fit.message, fit.problems.length]).toEqual([false, message, 1]);
  });
});

describe('completeSettings with a capability of version 2', () => {
  it('makes whole settings of two copies in mono, without a tray that the printer does not list', () => {
    expect(completeSettings({ copies: 2, colorMode: 'mono' }, capability)).toEqual({
      ...legal,
      colorMode: 'mono',
      copies: 2,
    });
  });

  it.each<[PartialPrintSettings, PartialPrintSettings]>([
    [{ borderless: true }, { paperSize: 'ps_a4', paperType: 'pt_photopaper', printQuality: 'high' }],
    [{ paperSize: 'ps_kg' }, { paperType: 'pt_photopaper', paperSource: 'rear', borderless: false }],
    [{ doubleSided: 'short' }, { paperSize: 'ps_letter', paperSource: 'auto' }],
    [{ paperType: 'pt_roll' }, { paperSize: 'ps_a4', paperSource: 'auto' }],
    [{ paperSource: 'roll' }, { paperType: 'pt_roll' }],
    [{ paperSize: undefined }, { paperSize: 'ps_a4', paperSource: 'rear' }],
  ])('chooses what goes with %j', (partial, wanted) => {
    const whole = completeSettings(Object.freeze(partial), capability);
    expect(whole).toMatchObject(wanted);
    expect(fitSettings(whole, capability).message).toBe('');
  });

  it.each<[object, string]>([
    [{ doubleSided: 'long', paperSize: 'ps_a4' }, 'doubleSided "long" is not legal'],
    [{ doubleSided: true }, 'doubleSided true is not legal'],
    [{ media_size: 'ms_a4' }, 'the name is paperSize'],
  ])('refuses %j, which no choice makes legal', (partial, message) => {
    const call = () => completeSettings(partial, capability);
    expect(call).toThrow(SettingError);
    expect(call).toThrow(message);
  });
});
