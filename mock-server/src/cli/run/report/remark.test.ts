import { describe, expect, it } from 'vitest';
import { PDF, SETTING } from '../../../test/report-scene.js';
import { authenticate, JSON_TYPE, program, type Program } from '../../../test/watched-program.js';
import { brokenRules, report } from './report.js';
import { styleFor } from './style.js';

/** Prints so many jobs with more members in their setting. */
async function printed(own: Program, jobCount: number, more: object): Promise<string> {
  const { jobs, bearer } = await authenticate(own);
  for (let count = 0; count < jobCount; count += 1) {
    const asked = {
      job_name: `job ${count}`,
      print_mode: 'document',
      print_setting: { ...SETTING, ...more },
    };
    const answer = await own.post(jobs, JSON.stringify(asked), { ...bearer, ...JSON_TYPE });
    const job = JSON.parse(answer) as { id: string; upload_uri: string };
    await own.post(`${job.upload_uri}&File=1.pdf`, PDF, { 'Content-Type': 'application/pdf' });
    await own.post(`${jobs}/${job.id}/print`, '', bearer);
  }
  own.input.summary.end();
  return report(own.input, { ...styleFor({ isTTY: false }, {}, 'linux'), columns: 1000 });
}

describe('a member under a name that the API does not know', () => {
  it.each<[string, object]>([
    ['two_sided: none', { two_sided: 'none' }],
    ['twoSided: false', { twoSided: false }],
    ['two_sided: null', { two_sided: null }],
    ['two_sided beside the same 2_sided', { two_sided: 'long', '2_sided': 'long' }],
    ['Copies: 1', { Copies: 1 }],
    ['reverseOrder: false', { reverseOrder: false }],
    ['Collate: true', { Collate: true }],
  ])('breaks no rule where its value is what is printed anyway: %s', async (_what, more) => {
    const own = await program();
    const text = await printed(own, 1, more);
    expect(Object.fromEntries(brokenRules(own.input))).toEqual({});
    expect(text).toContain('member-without-effect (a remark): ');
    expect(text).toMatch(/ {2}ok {3}print setting {2}201\n/);
  });

  it.each<[string, object, string]>([
    ['two_sided: long', { two_sided: 'long' }, 'two-sided-respelt'],
    ['two_sided: short', { two_sided: 'short' }, 'two-sided-respelt'],
    ['twoSided: true', { twoSided: true }, 'two-sided-respelt'],
    ['two_sided: none beside 2_sided: long', { two_sided: 'none', '2_sided': 'long' }, 'two-sided-respelt'],
    ['Copies: 2', { Copies: 2 }, 'unknown-member'],
    ['colour: color', { colour: 'color' }, 'unknown-member'],
  ])('breaks one where it asks for something else: %s', async (_what, more, rule) => {
    const own = await program();
    await printed(own, 1, more);
    expect(Object.fromEntries(brokenRules(own.input))).toEqual({ [rule]: 1 });
  });
});

describe('a remark that every job repeats', () => {
  it('is told once, with how often it came, and leaves the other jobs without a mark', async () => {
    const own = await program();
    const text = await printed(own, 30, { two_sided: 'none' });
    expect(text.match(/member-without-effect/g)).toHaveLength(1);
    expect(text).toContain('member-without-effect (a remark), 30 times: ');
    expect(text.match(/upload-type-undocumented/g)).toHaveLength(1);
    expect(text).toContain('upload-type-undocumented (a remark), 30 times: ');
    // All but the first are as good as jobs without a remark: twenty of them are shown.
    expect(text.match(/^Job /gm)).toHaveLength(21);
    expect(text).toContain('... and 9 more jobs of 30');
  });

  it('is not one that breaks a rule: that is told with each job', async () => {
    const own = await program();
    const text = await printed(own, 3, { two_sided: 'long' });
    expect(text.match(/two-sided-respelt: /g)).toHaveLength(3);
  });
});
