import { describe, expect, it } from 'vitest';
import { resolveCapabilities } from '../epson/v1/capability.js';
import { SETTING as REST } from '../test/report-scene.js';
import { mendJobRequest } from './mend.js';

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
