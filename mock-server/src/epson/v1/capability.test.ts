import { describe, expect, it } from 'vitest';
import {
  colorModeValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printModeValues,
  printQualityValues,
} from '../../generated/epson-connect.js';
import { checkFit } from './requests/print-setting.js';
import { PRESETS } from '../domain/capability.js';
import { capabilityAnswer, resolveCapabilities } from './capability.js';
import { Refusal } from '../../rules/refusal.js';

const SETTING = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: true,
  print_quality: 'high',
  source: 'auto',
  color_mode: 'color',
  '2_sided': 'short',
} as const;

function hintOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.hint;
    throw error;
  }
  return '';
}

describe('the preset everything', () => {
  it('permits each documented value, with every other', () => {
    for (const mode of printModeValues)
      for (const media_size of mediaSizeValues)
        for (const media_type of mediaTypeValues)
          for (const [name, values] of Object.entries({
            print_quality: printQualityValues,
            source: paperSourceValues,
            color_mode: colorModeValues,
          }))
            for (const value of values) {
              const setting = { ...SETTING, media_size, media_type, [name]: value };
              expect(hintOf(() => checkFit(setting, PRESETS.everything[mode], mode))).toBe('');
            }
  });
});

describe('a setting that a printer cannot do', () => {
  const postcard = { ...SETTING, media_size: 'ms_postcard' } as const;

  it.each(['office', 'photo', 'mono-laser'] as const)(
    'is told to be lacking in the preset %s, not in the printer',
    (name) => {
      const wish = { ...SETTING, media_size: 'ms_a0' } as unknown as typeof SETTING;
      const hint = hintOf(() => checkFit(wish, PRESETS[name].document, 'document'));
      expect(hint).toContain(`preset ${name} of the mock`);
      expect(hint).toContain('--capability');
      expect(hint).toContain('everything');
    },
  );

  it("is the printer's own matter where its capability was given", () => {
    const own = resolveCapabilities(structuredClone(capabilityAnswer(PRESETS.office.document)));
    const hint = hintOf(() => checkFit(postcard, own.document, 'document'));
    expect(hint).toContain('This printer cannot do media_size');
    expect(hint).not.toContain('preset');
  });
});
