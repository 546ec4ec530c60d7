import { describe, expect, it } from 'vitest';
import { SettingError } from '../errors/index.js';
import { checkedJobRequest, type JobRequest, type PrintSetting } from './create-job.js';

const setting: PrintSetting = {
  media_size: 'ms_a4',
  media_type: 'mt_plainpaper',
  borderless: false,
  print_quality: 'normal',
  source: 'auto',
  color_mode: 'color',
};

function refused(request: unknown): SettingError {
  try {
    checkedJobRequest(request as JobRequest);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return error as SettingError;
  }
  throw new Error('expected a refusal');
}

describe('checkedJobRequest', () => {
  it('fills in the mode, sends no setting where there is none, and takes a copy', () => {
    const request = Object.freeze({ job_name: 'a', print_setting: Object.freeze({ ...setting }) });
    expect(checkedJobRequest({ job_name: 'a' })).toEqual({ job_name: 'a', print_mode: 'document' });
    const checked = checkedJobRequest(request);
    expect(checked).toEqual({ job_name: 'a', print_mode: 'document', print_setting: setting });
    expect(checked.print_setting).not.toBe(request.print_setting);
  });

  it('keeps every member under its name on the wire', () => {
    const all: PrintSetting = {
      media_size: 'ms_letter',
      media_type: 'mt_photopaper',
      borderless: true,
      print_quality: 'high',
      source: 'rear',
      color_mode: 'mono',
      '2_sided': 'long',
      reverse_order: true,
      copies: 99,
      collate: false,
    };
    expect(checkedJobRequest({ job_name: 'a', print_mode: 'photo', print_setting: all })).toEqual({
      job_name: 'a',
      print_mode: 'photo',
      print_setting: all,
    });
  });

  it('lets words pass that only a newer printer knows', () => {
    const request: JobRequest = {
      job_name: 'a',
      print_mode: 'label',
      print_setting: { ...setting, media_size: 'ms_a2', source: 'roll', '2_sided': 'both' },
    };
    expect(checkedJobRequest(request)).toEqual(request);
  });

  it.each([
    ['job_name', '', '""'],
    ['job_name', 'x'.repeat(257), '"xxx'],
    ['job_name', '🖨'.repeat(257), '"🖨'],
    ['job_name', undefined, 'undefined'],
    ['job_name', null, 'null'],
    ['job_name', 7, '7'],
    ['print_mode', '', '""'],
    ['print_mode', 1, '1'],
    ['print_setting', 'ms_a4', '"ms_a4"'],
    ['print_setting', [setting], '[{'],
    ['print_setting', null, 'null'],
  ])('refuses %s %s, naming field and value', (field, value, shown) => {
    const { message, code } = refused({ job_name: 'a', [field]: value });
    expect(code).toBe('invalid_setting');
    expect(message).toMatch(new RegExp(`^${field} must be `));
    expect(message).toContain(`not ${shown}`);
  });

  it.each([
    ['copies', 0, '0'],
    ['copies', 1.5, '1.5'],
    ['copies', '5', '"5"'],
    ['copies', 100, '100'],
    ['copies', -1, '-1'],
    ['copies', NaN, 'NaN'],
    ['copies', [5], '[5]'],
    ['copies', null, 'null'],
    ['borderless', 'false', '"false"'],
    ['borderless', 0, '0'],
    ['reverse_order', 'true', '"true"'],
    ['collate', 1, '1'],
    ['2_sided', true, 'true'],
    ['media_size', 4, '4'],
    ['media_type', '', '""'],
    ['color_mode', { color: true }, '{"color":true}'],
  ])('refuses print_setting.%s %s, naming field and value', (field, value, shown) => {
    const { message } = refused({ job_name: 'a', print_setting: { ...setting, [field]: value } });
    expect(message).toMatch(new RegExp(`^print_setting\\.${field} must be `));
    expect(message).toContain(`not ${shown}.`);
  });

  it.each([
    ['colour_mode', 'color_mode'],
    ['colorMode', 'color_mode'],
    ['Copies', 'copies'],
    ['two_sided', '2_sided'],
    ['duplex', '2_sided'],
    ['paperSize', 'media_size, media_type, .*, collate'],
    ['quality', 'print_quality'],
  ])('refuses the name %s, and offers %s and a way out', (name, meant) => {
    const { code, message } = refused({ job_name: 'a', print_setting: { ...setting, [name]: 'x' } });
    expect(code).toBe('invalid_setting');
    expect(message).toMatch(
      new RegExp(
        `^print_setting\\.${name} is not a setting; use ${meant}\\. allowUnknownSettings: true sends it anyway\\.$`,
      ),
    );
  });

  it('sends names that only a newer printer knows where it is told to', () => {
    const print_setting = { ...setting, staple: 'left' };
    const request = { job_name: 'a', print_setting, allowUnknownSettings: true };
    expect(checkedJobRequest(request)).toEqual({ job_name: 'a', print_mode: 'document', print_setting });
    expect(() => checkedJobRequest({ ...request, print_setting: { ...print_setting, copies: 0 } })).toThrow(
      SettingError,
    );
  });

  it.each([1, 99])('takes %i copies', (copies) => {
    expect(
      checkedJobRequest({ job_name: 'a', print_setting: { ...setting, copies } }).print_setting,
    ).toMatchObject({ copies });
  });

  it('takes 256 characters, counted either way', () => {
    expect(checkedJobRequest({ job_name: '🖨'.repeat(256) }).job_name).toHaveLength(512);
    expect(checkedJobRequest({ job_name: 'x\n'.repeat(128) }).job_name).toHaveLength(256);
  });

  it('sends no member that is undefined', () => {
    const request = {
      job_name: 'a',
      print_mode: undefined,
      print_setting: { ...setting, copies: undefined } as never,
    };
    expect(JSON.stringify(checkedJobRequest(request))).toBe(
      JSON.stringify({ job_name: 'a', print_mode: 'document', print_setting: setting }),
    );
  });
});
