import { settingError } from '../errors/index.js';
import {
  colorModeValues,
  doubleSidedValues,
  printModeValues,
  printQualityValues,
  type components,
} from '../generated/epson-connect-v2.js';
import {
  checkValues,
  flag,
  oneOf,
  suchAs,
  wrongValue,
  type Open,
  type OptionTable,
  type Rule,
} from '../http/check.js';
import { callTable, type CallOptions } from '../http/limits.js';
import { checkJobName, copies, rejectUnknownSetting } from '../print/job-checks.js';

type Schemas = components['schemas'];

/** `document` or `photo`. Default: `document`. */
export type PrintMode = Open<Schemas['PrintMode']>;

/**
 * Print settings in the API's own words. The first six members are required as soon as there are settings at all; without
 * them the host uses its own defaults, which `defaultSettings()` returns. Evidence: specification.
 *
 * @example
 * const printSettings: PrintSettings = {
 *   paperSize: 'ps_a4', paperType: 'pt_plainpaper', borderless: false,
 *   printQuality: 'normal', paperSource: 'rear', colorMode: 'color', doubleSided: 'long', copies: 2,
 * };
 */
export type PrintSettings = {
  readonly [K in keyof Schemas['PrintSettings']]: Open<Schemas['PrintSettings'][K]>;
};

/** A request for a print job, as its caller gives it. */
export interface JobRequest {
  /** The name of the job, 1 to 256 characters. */
  readonly jobName: string;
  /** The print mode. Default: `document`. */
  readonly printMode?: PrintMode | undefined;
  /** The print settings. Default: Epson's own. */
  readonly printSettings?: PrintSettings | undefined;
  /**
   * Also sends members of `printSettings` that this version does not know. Default: false, they are rejected, because hosts
   * ignore unknown members, and a misspelt setting would have no effect. Unknown words as values are never rejected.
   */
  readonly allowUnknownSettings?: boolean | undefined;
}

export const jobTable: OptionTable<JobRequest> = {
  jobName: [],
  printMode: [],
  printSettings: [],
  allowUnknownSettings: [],
};

/** Options of {@link EpsonConnectV2.createJob}: the job, and the limits of the call. */
export interface CreateJobOptions extends JobRequest, CallOptions {}

export const createTable: OptionTable<CreateJobOptions> = { ...callTable, ...jobTable };

const required: Record<Exclude<keyof Schemas['PrintSettings'], keyof typeof optional>, Rule> = {
  paperSize: suchAs('ps_a4'),
  paperType: suchAs('pt_plainpaper'),
  borderless: flag,
  printQuality: oneOf(printQualityValues),
  paperSource: suchAs('rear'),
  colorMode: oneOf(colorModeValues),
};
const optional = {
  doubleSided: oneOf(doubleSidedValues),
  reverseOrder: flag,
  copies,
  collate: flag,
} satisfies Record<string, Rule>;

const settingNames = [...Object.keys(required), ...Object.keys(optional)];

/** Full names of the settings, for callers who pass them as options. */
export const settingPlaces = settingNames.map((name) => `printSettings.${name}`);

/**
 * Returns checked print settings: rejects what no host accepts, and the names and words of version 1.
 *
 * @param isWhole true if the required members must be there, as they must in a new job and need not in a copy
 */
export function checkedSettings<T extends Partial<PrintSettings>>(
  printSettings: T | undefined,
  isWhole: boolean,
  allowUnknownSettings: boolean | undefined,
): T | undefined {
  checkValues('', { printSettings }, { printSettings: [/^\{/, 'an object'] });
  if (!printSettings) return undefined;
  const given: Record<string, unknown> = { ...printSettings };
  // The words of version 1 for paper; its other names are near enough to be recognised.
  const former = Object.keys(given).find((name) => /^media_?(size|type)$/i.test(name));
  if (former)
    throw settingError(
      `printSettings.${former}`,
      `is a name of version 1; use ${/size/i.test(former) ? 'paperSize' : 'paperType'}`,
    );
  if (!allowUnknownSettings) rejectUnknownSetting('printSettings', given, settingNames);
  for (const [name, prefix] of [
    ['paperSize', 'ms'],
    ['paperType', 'mt'],
  ] as const) {
    const value = given[name];
    if (typeof value === 'string' && value.startsWith(`${prefix}_`))
      wrongValue(`printSettings.${name}`, value, `"${value.replace('m', 'p')}" in version 2`);
  }
  checkValues('printSettings.', given, required, isWhole);
  checkValues('printSettings.', given, optional);
  return { ...printSettings };
}

/**
 * Returns a checked copy of the request: rejects before any request what no host accepts. The host decides which words a
 * printer knows.
 */
export function checkedJobRequest(request: JobRequest): Schemas['NewPrintJob'] {
  const {
    jobName,
    printMode = 'document',
    printSettings,
    allowUnknownSettings,
  } = Object(request) as JobRequest;
  checkJobName('jobName', jobName);
  checkValues('', { printMode }, { printMode: oneOf(printModeValues) });
  const checked = checkedSettings(printSettings, true, allowUnknownSettings);
  return { jobName, printMode, ...(checked && { printSettings: checked }) } as Schemas['NewPrintJob'];
}
