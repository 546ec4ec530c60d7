import { describe, expect, it } from 'vitest';
import { PAPER_SOURCES, PAPER_TYPES, PRESETS } from './capability.js';
import { defaultSettingsOf, misfitOf } from './fit.js';

const { office, everything } = PRESETS;
const PLAIN = defaultSettingsOf(office.document);

describe('the default settings of a printer', () => {
  it('are plain A4 paper from the first source, and all ten', () => {
    expect(PLAIN).toEqual({
      paperSize: 'a4',
      paperType: 'plainpaper',
      borderless: false,
      quality: 'normal',
      source: 'auto',
      colorMode: 'color',
      duplex: 'none',
      reverseOrder: false,
      copies: 1,
      collate: true,
    });
  });

  it.each(Object.entries(PRESETS))('fit the printer: %s', (_name, { document, photo }) => {
    for (const capability of [document, photo])
      expect(misfitOf(defaultSettingsOf(capability), capability)).toBeUndefined();
  });
});

describe('settings that a printer cannot do', () => {
  it.each([
    [{ colorMode: 'color' }, 'mono-laser', 'colorMode', ['mono']],
    [{ paperSize: 'postcard' }, 'office', 'paperSize', ['a3', 'a4', 'a5', 'a6', 'b5', 'letter', 'legal']],
    [{ paperType: 'roll' }, 'office', 'paperType', ['plainpaper']],
    [{ source: 'roll' }, 'office', 'source', ['auto', 'rear', 'front1', 'front2']],
    [{ quality: 'draft', paperSize: 'kg', paperType: 'hagaki' }, 'everything', undefined, undefined],
    [{ borderless: true }, 'office', 'borderless', [false]],
    [{ duplex: 'long' }, 'photo', 'duplex', ['none']],
  ] as const)('are named, with those that it can do: %o of %s', (change, preset, member, supported) => {
    const misfit = misfitOf({ ...PLAIN, ...change }, PRESETS[preset].document);
    expect([misfit?.member, misfit?.supported]).toEqual([member, supported]);
  });

  it('include a roll of paper only where the printer takes one', () => {
    const roll = { ...PLAIN, paperType: 'roll', source: 'roll' } as const;
    expect(misfitOf(roll, everything.document)).toBeUndefined();
    expect([PAPER_TYPES, PAPER_SOURCES].every((words) => words.some((word) => word === 'roll'))).toBe(true);
  });
});
