import { JOB, SETTINGS } from '../../support/mock/client-v2.js';

/** A body with settings that differ from right ones. */
export const withSettings = (changes: object, more: object = {}) => ({
  ...JOB,
  ...more,
  printSettings: { ...SETTINGS, ...changes },
});

/** [what is wrong, body, word, rule, what the hint names] */
export const CREATE_REFUSALS: [string, object, string, string, RegExp][] = [
  ['no name', { printMode: 'document' }, 'invalid_resource', 'job-name-invalid', /jobName is missing/],
  [
    'the name of version 1',
    { job_name: 'a', printMode: 'document' },
    'invalid_resource',
    'job-name-invalid',
    /not job_name/,
  ],
  ['an empty name', { ...JOB, jobName: '' }, 'invalid_resource', 'job-name-invalid', /1 to 256/],
  [
    'a name of 257 characters',
    { ...JOB, jobName: 'a'.repeat(257) },
    'invalid_resource',
    'job-name-invalid',
    /257 characters/,
  ],
  ['a name that is no text', { ...JOB, jobName: 7 }, 'invalid_resource', 'job-name-invalid', /a number/],
  ['no print mode', { jobName: 'a' }, 'invalid_resource', 'print-mode-invalid', /printMode is missing/],
  [
    'another print mode',
    { ...JOB, printMode: 'Document' },
    'invalid_resource',
    'print-mode-invalid',
    /document, photo/,
  ],
  ...[null, [], 'a', 7].map((printSettings): [string, object, string, string, RegExp] => [
    `settings that are ${JSON.stringify(printSettings)}`,
    { ...JOB, printSettings },
    'invalid_resource',
    'print-setting-not-an-object',
    /Send an object/,
  ]),
  [
    'settings without anything in them',
    { ...JOB, printSettings: {} },
    'invalid_print_settings',
    'print-setting-invalid',
    /paperSize is missing.*colorMode is missing/,
  ],
  ...Object.keys(SETTINGS).map((name): [string, object, string, string, RegExp] => [
    `settings without ${name}`,
    withSettings({ [name]: undefined }),
    'invalid_print_settings',
    'print-setting-invalid',
    new RegExp(`${name} is missing`),
  ]),
  ...[
    ['paperSize', 'ms_a4', /write "ps_a4"/],
    ['paperSize', 'a4', /must be one of ps_a3/],
    ['paperSize', null, /paperSize is null/],
    ['paperType', 'mt_photopaper', /write "pt_photopaper"/],
    ['paperType', 'pt_Plainpaper', /must be one of/],
    ['borderless', 'false', /without quotes/],
    ['borderless', 0, /true or false/],
    ['printQuality', 'best', /high, normal, draft/],
    ['paperSource', 'tray1', /auto, rear/],
    ['colorMode', 'grayscale', /color, mono/],
    ['doubleSided', true, /write "long" or "short"/],
    ['doubleSided', false, /write "none"/],
    ['doubleSided', 'long_edge', /write "long"/],
    ['doubleSided', 'Both', /none, long, short/],
    ['reverseOrder', 'true', /true or false/],
    ['copies', '2', /without quotes/],
    ['copies', 0, /from 1 to 99/],
    ['copies', 100, /from 1 to 99/],
    ['copies', 1.5, /whole number/],
    ['collate', 1, /true or false/],
  ].map(([name, value, hint]): [string, object, string, string, RegExp] => [
    `${String(name)} of ${JSON.stringify(value)}`,
    withSettings({ [String(name)]: value }),
    'invalid_print_settings',
    'print-setting-invalid',
    hint as RegExp,
  ]),
  ...(
    [
      [{ paperSize: 'ps_tabloid' }, /cannot do paperSize "ps_tabloid".*ps_a4/],
      [{ paperSize: 'ps_kg' }, /paperSize/],
      [{ paperType: 'pt_photopaper' }, /paperType/],
      [{ paperType: 'pt_roll', paperSource: 'roll' }, /paperType "pt_roll"/],
      [{ paperSource: 'front4' }, /paperSource "front4".*auto, rear/],
      [{ borderless: true }, /borderless true/],
    ] as const
  ).map(([changes, hint]): [string, object, string, string, RegExp] => [
    `settings that the printer lacks: ${JSON.stringify(changes)}`,
    withSettings(changes),
    'invalid_print_settings',
    'setting-not-supported',
    hint,
  ]),
];
