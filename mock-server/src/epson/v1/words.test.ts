import { describe, expect, it } from 'vitest';
import {
  colorModeValues,
  destinationTypeValues,
  jobStatusReasonValues,
  jobStatusValues,
  mediaSizeValues,
  mediaTypeValues,
  paperSourceValues,
  printQualityValues,
  twoSidedValues,
} from '../../generated/epson-connect.js';
import * as domain from '../domain/capability.js';
import { PRESETS, type ModeCapability } from '../domain/capability.js';
import { TROUBLES } from '../domain/printers.js';
import { capabilityAnswer, resolveCapabilities } from './capability.js';
import {
  destinationOf,
  destinationWords,
  reasonWord,
  settingWords,
  settingsOf,
  stateOf,
  statusWord,
} from './words.js';

const SETTING = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
} as const;

const settings = [
  ...mediaSizeValues.map((media_size) => ({ ...SETTING, media_size })),
  ...mediaTypeValues.map((media_type) => ({ ...SETTING, media_type })),
  ...printQualityValues.map((print_quality) => ({ ...SETTING, print_quality })),
  ...paperSourceValues.map((source) => ({ ...SETTING, source })),
  ...colorModeValues.map((color_mode) => ({ ...SETTING, color_mode })),
  ...twoSidedValues.map((sides) => ({ ...SETTING, '2_sided': sides })),
  ...[true, false].flatMap((flag) => [
    { ...SETTING, borderless: flag },
    { ...SETTING, reverse_order: flag },
    { ...SETTING, collate: flag },
  ]),
  { ...SETTING, copies: 99 },
];

/** Version 1 has no word for a roll of paper. */
const withoutRoll = (capability: ModeCapability): unknown =>
  JSON.parse(JSON.stringify(capability), (_key, value: unknown) =>
    Array.isArray(value)
      ? value.filter((each: { type?: string } | string) => ![each, Object(each).type].includes('roll'))
      : value,
  );

describe('the words of version 1', () => {
  it.each(settings)('come back as they were: %j', (setting) => {
    const read = settingsOf(setting);
    expect(settingWords(read)).toEqual(setting);
    expect(Object.keys(settingWords(read))).toEqual(Object.keys(setting));
    expect(domain.PAPER_SIZES).toContain(read.paperSize);
    expect(domain.PAPER_TYPES).toContain(read.paperType);
    expect(domain.PRINT_QUALITIES).toContain(read.quality);
    expect(domain.PAPER_SOURCES).toContain(read.source);
    expect(domain.COLOR_MODES).toContain(read.colorMode);
  });

  it('are as many as the domain has', () => {
    const { color_modes, media_sizes } = capabilityAnswer(PRESETS.everything.document);
    const [size] = media_sizes;
    const [type] = size?.media_types ?? [];
    expect(media_sizes.map(({ media_size }) => media_size)).toEqual(mediaSizeValues);
    expect(size?.media_types.map(({ media_type }) => media_type)).toEqual(mediaTypeValues);
    expect([color_modes, type?.sources, type?.print_qualities]).toEqual([
      colorModeValues,
      paperSourceValues,
      printQualityValues,
    ]);
  });

  it.each(
    jobStatusValues.flatMap((status) => [...jobStatusReasonValues, ''].map((reason) => [status, reason])),
  )('for a job come back as they were: %s, %s', (status, reason) => {
    const read = stateOf(status as 'pending', reason as '');
    // Nothing to add is one thing to the domain; the host says it in the one way or the other.
    expect([statusWord(read.state), reasonWord(read) ?? '']).toEqual([status, reason]);
  });

  it('tell a job that was printed from one that failed', () => {
    expect(stateOf('completed', '')).toEqual({ state: 'completed', reason: null });
    expect(stateOf('completed', null)).toEqual({ state: 'completed', reason: null });
    expect(stateOf('completed', 'document_access_error')).toEqual({
      state: 'failed',
      reason: 'document_lost',
    });
  });

  it.each(TROUBLES)('name every trouble of a printer: %s', (trouble) => {
    const word = reasonWord({ state: 'stopped', reason: trouble });
    expect(word).toBe(trouble === 'cover_open' ? 'attention_required' : trouble);
  });

  it.each(destinationTypeValues)('for a destination come back as they were: %s', (type) => {
    const destination = { id: 'a', alias_name: 'b', type, destination: 'c' };
    expect(destinationWords(destinationOf(destination))).toEqual(destination);
  });

  it.each(['office', 'photo', 'mono-laser', 'everything'] as const)(
    'for what a printer can do come back as they were: %s',
    (name) => {
      const answer = structuredClone(capabilityAnswer(PRESETS[name].photo));
      const read = resolveCapabilities({ document: answer, photo: answer });
      expect(read.photo).toEqual(withoutRoll(PRESETS[name].photo));
      // With a member that the description does not have: an answer that was given stays as it was given.
      const own = { ...answer, resolutions: [300] };
      expect(capabilityAnswer(resolveCapabilities(own).photo)).toEqual(own);
    },
  );
});
