import { describe, expect, it } from 'vitest';
import { resolveCapabilities } from '../../domain/capability.js';
import { mendJobRequest } from './mend.js';

const REST = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
};

describe('a corrected print setting', () => {
  it.each([
    ['2_sided', true, 'long'],
    ['2_sided', false, 'none'],
    ['2_sided', 'True', 'long'],
    ['two_sided', true, 'long'],
    ['2_sided', 'SHORT', 'short'],
  ])('asks for the sides that the program meant: %s is %j', (name, given, right) => {
    const sent = { job_name: 'a', print_mode: 'document', print_setting: { ...REST, [name]: given } };
    expect(mendJobRequest(JSON.stringify(sent), resolveCapabilities('office'))).toEqual({
      job_name: 'a',
      print_mode: 'document',
      print_setting: { ...REST, '2_sided': right },
    });
  });

  it('leaves sides out where nobody can tell which are meant', () => {
    const sent = { job_name: 'a', print_mode: 'document', print_setting: { ...REST, '2_sided': 2 } };
    expect(mendJobRequest(JSON.stringify(sent), resolveCapabilities('office'))).toEqual({
      ...sent,
      print_setting: REST,
    });
  });
});
