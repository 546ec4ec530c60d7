import { expect, it } from 'vitest';
import { RULES } from './rules.js';

/** The same member in each version. */
const MEMBERS = [
  ['job_name', 'jobName'],
  ['print_mode', 'printMode'],
  ['print_setting', 'printSettings'],
  ['upload_uri', 'uploadUri'],
  ['callback_uri', 'callbackUri'],
  ['alias_name', 'aliasName'],
  ['reverse_order', 'reverseOrder'],
  ['2_sided', 'doubleSided'],
  ['media_size', 'paperSize'],
] as const;
/** Words of version 1 that version 2 has nothing for. */
const OF_VERSION_1 = /\b(?:subject_id|username|device ID|answer to (?:print setting|authenticate))\b/;

const shared = Object.entries(RULES).filter(([, { v1, v2 }]) => v1 !== undefined && v2 !== undefined);

it.each(shared)('%s, which both versions have, is worded for both', (_id, { sentence, remedy }) => {
  for (const text of [sentence, remedy]) {
    const halves = MEMBERS.filter(([one, two]) => text.includes(one) !== text.includes(two));
    expect(halves, text).toEqual([]);
    expect(text).not.toMatch(OF_VERSION_1);
  }
});

it('is said of many rules', () => {
  expect(shared.length).toBeGreaterThan(40);
});
